import { type AuditEntry, auditEntrySchema } from '../../shared/model/audit.ts';
import { WAITING_MAX } from '../audit/limits.ts';
import { sealEntries } from '../audit/seal.ts';
import type { Control } from './rooms.ts';

export { sealEntries, sealEntry } from '../audit/seal.ts';

export interface Auditor {
  /** The control it was given, listening for the moment when the workstation gets its audit key. */
  readonly control: Control;
  /** Seals an entry and hands it to main, in the order of the calls. `at` is filled in. */
  write(entry: Omit<AuditEntry, 'at'>): Promise<void>;
}

/**
 * The engine's pen for the audit log: it seals before anything leaves the process, so main's memory holds no address.
 *
 * @param publicKey JWK JSON, or `null` before the first profile; entries then wait, because nobody could read them
 */
export function createAuditor({
  control,
  publicKey,
  now = () => new Date(),
}: {
  readonly control: Control;
  readonly publicKey: string | null;
  readonly now?: () => Date;
}): Auditor {
  let key = publicKey;
  let last: Promise<void> = Promise.resolve();
  const waiting: AuditEntry[] = [];

  const hand = async (entry: AuditEntry): Promise<void> => {
    if (key) control.notice({ kind: 'audit', sealed: await sealEntries(key, entry) });
    else if (waiting.length < WAITING_MAX) waiting.push(entry);
  };
  /** One after the other: sealing takes different times for different entries, the log keeps the order of events. */
  const inOrder = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };

  return {
    control: {
      notice: (notice) => control.notice(notice),
      ask: async (question, input) => {
        const answer = await control.ask(question, input);
        if (question === 'setAuditPublicKey' && 'jwk' in input && 'accepted' in answer && answer.accepted) {
          key = input.jwk;
          await inOrder(async () => {
            for (const entry of waiting.splice(0)) await hand(entry);
          });
        }
        return answer;
      },
    },
    write: (entry) => {
      const whole = auditEntrySchema.parse({ ...entry, at: now().toISOString() });
      return inOrder(() => hand(whole));
    },
  };
}
