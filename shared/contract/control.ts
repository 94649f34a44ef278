import { z } from 'zod';
import { keychainOutcomeSchema, profileIdSchema, profileSchema } from '../model/profile.ts';
import { localeSchema } from '../model/settings.ts';

/**
 * The small contract between main and engine: the only place where they meet. Nothing here carries a passphrase, a
 * store key, a private key, a subject or an address; the device secret is the one secret in it, and it is main's.
 */

/** 32 bytes, base64. */
const deviceSecret = z.string().length(44);

/** How the engine is told where it lives; sent once, first. */
export const startSchema = z.strictObject({
  kind: z.literal('start'),
  /** Directory with one directory per profile. */
  profilesDir: z.string(),
  /** Directory with the clinic's file (servers, own CA), or `null`. */
  clinicFile: z.string().nullable(),
  /** Audit public key as JWK JSON; `null` before the first profile. */
  auditPublicKey: z.string().nullable(),
  locale: localeSchema,
});
export type StartMessage = z.infer<typeof startSchema>;

/** What main tells the engine. `port` comes with a MessagePort and makes that port the window's door. */
export const mainToEngineSchema = z.discriminatedUnion('kind', [
  startSchema,
  z.strictObject({ kind: z.literal('port') }),
  z.strictObject({ kind: z.literal('online'), online: z.boolean() }),
  z.strictObject({ kind: z.literal('locale'), locale: localeSchema }),
  /** Answer to a question below. */
  z.strictObject({ kind: z.literal('answer'), id: z.number().int(), answer: z.unknown() }),
]);
export type MainToEngine = z.infer<typeof mainToEngineSchema>;

/** What the engine tells main without expecting an answer. */
export const engineNoticeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('unlocked'), profile: profileSchema, idleSeconds: z.number().int().positive() }),
  z.strictObject({ kind: z.literal('idleSeconds'), idleSeconds: z.number().int().positive() }),
  /** A sealed audit entry: JWE compact serialisation, or several of one moment. */
  z.strictObject({ kind: z.literal('audit'), sealed: z.array(z.string().max(60_000)).max(1000) }),
  z.strictObject({ kind: z.literal('newMessages'), count: z.number().int().positive() }),
  z.strictObject({ kind: z.literal('openUrl'), url: z.string().max(8000) }),
]);
export type EngineNotice = z.infer<typeof engineNoticeSchema>;

/** What the engine asks main, with the answer's shape. */
export const engineQuestions = {
  /**
   * The device secret of a profile, to unlock it. Main counts the attempt on disk before it answers; while the delay
   * for failed attempts runs, it answers `wait` and hands out nothing.
   */
  deviceSecret: {
    input: z.strictObject({ profileId: profileIdSchema }),
    answer: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('ok'), secret: deviceSecret, entry: z.string() }),
      z.strictObject({ outcome: z.enum(['absent', 'locked', 'changed', 'damaged']) }),
      z.strictObject({ outcome: z.literal('wait'), seconds: z.number().int().positive() }),
    ]),
  },
  /** How the keychain answers, without counting an attempt and without the secret. */
  keychainState: {
    input: z.strictObject({ profileId: profileIdSchema }),
    answer: z.strictObject({ outcome: keychainOutcomeSchema }),
  },
  /** A new device secret under a new keychain entry; an existing entry is never overwritten. */
  makeDeviceSecret: {
    input: z.strictObject({ profileId: profileIdSchema }),
    answer: z.discriminatedUnion('outcome', [
      z.strictObject({
        outcome: z.literal('ok'),
        secret: deviceSecret,
        /** Keychain entry name, to be kept in the vault file. */
        entry: z.string(),
      }),
      z.strictObject({ outcome: z.enum(['locked', 'damaged']) }),
    ]),
  },
  /** An unlock attempt ended; a good one sets the count back. Recovery attempts are counted the same way. */
  attemptEnded: {
    input: z.strictObject({ profileId: profileIdSchema, good: z.boolean() }),
    answer: z.strictObject({ waitSeconds: z.number().int().nonnegative() }),
  },
  /** May this profile try its recovery key now? Counts like `deviceSecret`. */
  recoveryAttempt: {
    input: z.strictObject({ profileId: profileIdSchema }),
    answer: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('ok') }),
      z.strictObject({ outcome: z.literal('wait'), seconds: z.number().int().positive() }),
    ]),
  },
  /** Publishes the audit public key (JWK JSON) of a workstation that has none; refused when it has one. */
  setAuditPublicKey: {
    input: z.strictObject({ jwk: z.string().max(2000) }),
    answer: z.strictObject({ accepted: z.boolean() }),
  },
  /** Asks the user for a folder to save into; `null` when they cancelled. */
  chooseFolder: {
    input: z.strictObject({}),
    answer: z.strictObject({ path: z.string().nullable() }),
  },
} as const;
export type EngineQuestion = keyof typeof engineQuestions;
export type QuestionInput<Q extends EngineQuestion> = z.infer<(typeof engineQuestions)[Q]['input']>;
export type QuestionAnswer<Q extends EngineQuestion> = z.infer<(typeof engineQuestions)[Q]['answer']>;

/** The envelope of a question on the wire. */
export const engineQuestionSchema = z.strictObject({
  kind: z.literal('question'),
  id: z.number().int(),
  question: z.enum(Object.keys(engineQuestions) as [EngineQuestion, ...EngineQuestion[]]),
  input: z.unknown(),
});

/** What travels on the port between window and engine. */
export const portRequestSchema = z.strictObject({
  id: z.number().int().nonnegative(),
  name: z.string().max(60),
  input: z.unknown(),
});
