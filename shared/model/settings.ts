import { z } from 'zod';

/** What a profile may choose. Kept in records.db, so it is known only after unlock. */
export const profileSettingsSchema = z.strictObject({
  /** Seconds without input in the app and in the system before Careseal locks itself. */
  idleSeconds: z.number().int().min(60).max(3600),
  /** Seconds in which a send can be taken back. */
  undoSeconds: z.number().int().min(5).max(30),
  showPreview: z.boolean(),
  density: z.enum(['comfortable', 'compact']),
  notifications: z.enum(['none', 'count']),
  askMdnByDefault: z.boolean(),
  askDsnByDefault: z.boolean(),
  signByDefault: z.boolean(),
});
export type ProfileSettings = z.infer<typeof profileSettingsSchema>;

export const defaultProfileSettings: ProfileSettings = {
  idleSeconds: 600,
  undoSeconds: 10,
  showPreview: false,
  density: 'comfortable',
  notifications: 'count',
  askMdnByDefault: false,
  askDsnByDefault: true,
  signByDefault: true,
};

export const localeSchema = z.enum(['en', 'es']);
export type Locale = z.infer<typeof localeSchema>;
export const themeSchema = z.enum(['system', 'light', 'dark']);

/** What the window needs before anyone is known. Kept by main, in clear; says nothing about anybody. */
export const deskSettingsSchema = z.strictObject({
  locale: localeSchema,
  theme: themeSchema,
  clinicName: z.string().max(120),
});
export type DeskSettings = z.infer<typeof deskSettingsSchema>;
