import { z } from 'zod';
import { addrSpecSchema } from '../model/address.ts';
import { keyViewSchema } from '../model/key.ts';
import { profileSettingsSchema } from '../model/settings.ts';
import { call, event } from './row.ts';

const fingerprint = z.string().regex(/^[0-9A-F]{40}$|^[0-9A-F]{64}$/);

export const keyRows = {
  'key.list': call({
    side: 'engine',
    data: 'address',
    summary: 'OpenPGP keys of this profile and of its correspondents.',
    input: z.strictObject({}),
    output: z.strictObject({ keys: z.array(keyViewSchema).max(10_000) }),
    permission: 'read',
    whileLocked: false,
    audit: null,
  }),
  'key.make': call({
    side: 'engine',
    data: 'address',
    summary: 'Makes an OpenPGP key (v4) for an address of this profile.',
    input: z.strictObject({ name: z.string().max(200), address: addrSpecSchema }),
    output: z.strictObject({ key: keyViewSchema }),
    permission: 'keys',
    whileLocked: false,
    audit: null,
  }),
  'key.import': call({
    side: 'engine',
    data: 'phi',
    summary: 'Imports keys from text or file bytes; a passphrase opens a protected secret key.',
    input: z.strictObject({
      armored: z.string().max(5_000_000).optional(),
      base64: z.string().max(7_000_000).optional(),
      passphrase: z.string().max(1024).optional(),
    }),
    output: z.strictObject({ keys: z.array(keyViewSchema).max(1000) }),
    permission: 'keys',
    whileLocked: false,
    audit: null,
  }),
  'key.importFromMessage': call({
    side: 'engine',
    data: 'address',
    summary: 'Imports the keys that a message carries as an attachment.',
    input: z.strictObject({ messageId: z.number().int().positive(), part: z.string().max(100) }),
    output: z.strictObject({ keys: z.array(keyViewSchema).max(1000) }),
    permission: 'keys',
    whileLocked: false,
    audit: null,
  }),
  'key.exportPublic': call({
    side: 'engine',
    data: 'address',
    summary: 'A public key, armoured.',
    input: z.strictObject({ fingerprint }),
    output: z.strictObject({ armored: z.string() }),
    permission: 'read',
    whileLocked: false,
    audit: null,
  }),
  'key.exportSecret': call({
    side: 'engine',
    data: 'phi',
    summary:
      'Saves a secret key, locked with a passphrase of its own, to a folder that the user picks, who shows by their own passphrase who they are. The key never crosses to the window.',
    input: z.strictObject({
      fingerprint,
      ownPassphrase: z.string().min(1).max(1024),
      passphrase: z.string().min(8).max(1024),
    }),
    output: z.strictObject({ saved: z.boolean() }),
    permission: 'export',
    whileLocked: false,
    audit: null,
  }),
  'key.setTrust': call({
    side: 'engine',
    data: 'address',
    summary: 'Says how well a key is known: checked with its owner, or refused.',
    input: z.strictObject({ fingerprint, trust: z.enum(['verified', 'seen', 'refused']) }),
    output: z.strictObject({ key: keyViewSchema }),
    permission: 'keys',
    whileLocked: false,
    audit: null,
  }),
  'key.changed': event({
    side: 'engine',
    data: 'none',
    summary: 'The key list changed.',
    payload: z.strictObject({}),
    whileLocked: false,
  }),
  'settings.get': call({
    side: 'engine',
    data: 'none',
    summary: 'Settings of this profile.',
    input: z.strictObject({}),
    output: profileSettingsSchema,
    permission: 'read',
    whileLocked: false,
    audit: null,
  }),
  'settings.set': call({
    side: 'engine',
    data: 'none',
    summary: 'Changes settings of this profile.',
    input: profileSettingsSchema.partial(),
    output: profileSettingsSchema,
    permission: 'settings',
    whileLocked: false,
    audit: 'settings-changed',
  }),
};
