import { z } from 'zod';
import { lockTriggerSchema, profileSchema } from '../model/profile.ts';
import { deskSettingsSchema } from '../model/settings.ts';
import { call, event } from './row.ts';

/** The workstation itself: everything main answers. Class `none` throughout. */
export const deskRows = {
  'desk.state': call({
    side: 'main',
    data: 'none',
    summary:
      'What the window needs to start: version, runtime, desk settings, who is unlocked, since when locked and why.',
    input: z.strictObject({}),
    output: z.strictObject({
      version: z.string(),
      /** `electron` or `host`; shown in the about page, because only one of them is the product. */
      runtime: z.enum(['electron', 'host']),
      platform: z.enum(['win32', 'darwin', 'linux']),
      settings: deskSettingsSchema,
      unlocked: profileSchema.nullable(),
      lockedBy: lockTriggerSchema,
    }),
    permission: null,
    whileLocked: true,
    audit: null,
  }),
  'desk.profiles': call({
    side: 'main',
    data: 'none',
    summary: 'Staff profiles for the lock screen, with the seconds until each may try again.',
    input: z.strictObject({}),
    output: z.strictObject({
      profiles: z.array(profileSchema.extend({ waitSeconds: z.number().int().nonnegative() })).max(200),
    }),
    permission: null,
    whileLocked: true,
    audit: null,
  }),
  'desk.setSettings': call({
    side: 'main',
    data: 'none',
    summary: 'Changes language, theme or the clinic name.',
    input: deskSettingsSchema.partial(),
    output: deskSettingsSchema,
    permission: null,
    whileLocked: true,
    audit: null,
  }),
  'desk.lock': call({
    side: 'main',
    data: 'none',
    summary: 'Locks now: ends engine and renderer.',
    input: z.strictObject({ trigger: z.enum(['manual', 'switch-profile']) }),
    output: z.strictObject({}),
    permission: null,
    whileLocked: true,
    audit: null,
  }),
  'desk.stay': call({
    side: 'main',
    data: 'none',
    summary: 'Somebody touched the window: restarts the idle clock and cancels a running countdown.',
    input: z.strictObject({}),
    output: z.strictObject({}),
    permission: null,
    whileLocked: true,
    audit: null,
  }),
  'desk.auditStatus': call({
    side: 'main',
    data: 'none',
    summary: 'Length of the audit log and whether its chain holds.',
    input: z.strictObject({}),
    output: z.strictObject({
      entries: z.number().int().nonnegative(),
      chain: z.enum(['holds', 'torn', 'broken', 'truncated']),
    }),
    permission: 'settings',
    whileLocked: false,
    audit: null,
  }),
  'desk.auditExport': call({
    side: 'main',
    data: 'none',
    summary: 'Copies the sealed audit log to a folder that the user picks.',
    input: z.strictObject({}),
    output: z.strictObject({ saved: z.boolean() }),
    permission: 'audit',
    whileLocked: false,
    audit: 'audit-exported',
  }),
  'desk.countdown': event({
    side: 'main',
    data: 'none',
    summary: 'Seconds until the app locks itself; 0 takes the bar away.',
    payload: z.strictObject({ seconds: z.number().int().nonnegative() }),
    whileLocked: true,
  }),
  'desk.settingsChanged': event({
    side: 'main',
    data: 'none',
    summary: 'Desk settings changed.',
    payload: deskSettingsSchema,
    whileLocked: true,
  }),
  'desk.command': event({
    side: 'main',
    data: 'none',
    summary: 'A menu item or a shortcut that the window carries out.',
    payload: z.strictObject({ command: z.enum(['compose', 'search', 'settings', 'shortcuts']) }),
    whileLocked: false,
  }),
};
