import { z } from 'zod';
import { accountSchema, accountSetupSchema, accountStatusSchema, serverSchema } from '../model/account.ts';
import { addrSpecSchema } from '../model/address.ts';
import { accountRefSchema } from '../model/message.ts';
import { call, event } from './row.ts';

export const accountRows = {
  'account.list': call({
    side: 'engine',
    data: 'address',
    summary: 'Accounts of this profile, without secrets.',
    input: z.strictObject({}),
    output: z.strictObject({ accounts: z.array(accountSchema).max(100) }),
    permission: 'read',
    whileLocked: false,
    audit: null,
  }),
  'account.discover': call({
    side: 'engine',
    data: 'address',
    summary: 'Server names for an address from the clinic file; empty when the clinic gave none.',
    input: z.strictObject({ address: addrSpecSchema }),
    output: z.strictObject({
      found: z.strictObject({ imap: serverSchema, smtp: serverSchema, user: z.string() }).nullable(),
    }),
    permission: 'accounts',
    whileLocked: false,
    audit: null,
  }),
  'account.add': call({
    side: 'engine',
    data: 'address',
    summary: 'Checks login at both servers over verified TLS, then keeps the account and starts its sync.',
    input: accountSetupSchema,
    output: z.strictObject({ account: accountSchema }),
    permission: 'accounts',
    whileLocked: false,
    audit: 'account-added',
  }),
  'account.update': call({
    side: 'engine',
    data: 'address',
    summary: 'Changes the display name, the password or how long bodies stay on this workstation.',
    input: z.strictObject({
      accountId: accountRefSchema,
      displayName: z.string().max(200).optional(),
      password: z.string().min(1).max(1000).optional(),
      keepDays: z.number().int().positive().nullable().optional(),
      keepBytes: z.number().int().positive().nullable().optional(),
    }),
    output: z.strictObject({ account: accountSchema }),
    permission: 'accounts',
    whileLocked: false,
    audit: 'settings-changed',
  }),
  'account.remove': call({
    side: 'engine',
    data: 'address',
    summary: 'Removes an account and its cached messages from this workstation; the server is not touched.',
    input: z.strictObject({ accountId: accountRefSchema }),
    output: z.strictObject({}),
    permission: 'accounts',
    whileLocked: false,
    audit: 'account-removed',
  }),
  'account.status': call({
    side: 'engine',
    data: 'none',
    summary: 'Connection and progress of every account.',
    input: z.strictObject({}),
    output: z.strictObject({ accounts: z.array(accountStatusSchema).max(100) }),
    permission: 'read',
    whileLocked: false,
    audit: null,
  }),
  'account.syncNow': call({
    side: 'engine',
    data: 'none',
    summary: 'Looks for new messages now and ends a wait for reconnection.',
    input: z.strictObject({ accountId: accountRefSchema.optional() }),
    output: z.strictObject({}),
    permission: 'read',
    whileLocked: false,
    audit: null,
  }),
  'account.statusChanged': event({
    side: 'engine',
    data: 'none',
    summary: 'Connection or progress of an account changed.',
    payload: accountStatusSchema,
    whileLocked: false,
  }),
};
