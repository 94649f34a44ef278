import type { EngineNotice, EngineQuestion, QuestionAnswer, QuestionInput } from '../../shared/contract/control.ts';
import type { EventName, PayloadOf } from '../../shared/contract/index.ts';
import type { AuditEntry } from '../../shared/model/audit.ts';
import type { Profile } from '../../shared/model/profile.ts';
import type { Store } from './store/types.ts';

/** How the engine reaches main: the control contract's client. */
export interface Control {
  ask<Q extends EngineQuestion>(question: Q, input: QuestionInput<Q>): Promise<QuestionAnswer<Q>>;
  notice(notice: EngineNotice): void;
}

/** Raises an event for the window; checked against the contract at the door. */
export type Emit = <E extends EventName>(name: E, payload: PayloadOf<E>) => void;

/** Seals an entry to the audit public key and hands it to main. `profile` and `at` are filled in. */
export type Audit = (entry: Omit<AuditEntry, 'profile' | 'at'>) => Promise<void>;

/** What every room gets once a profile is unlocked. Rooms know each other only through what is handed to them. */
export interface Session {
  readonly profile: Profile;
  readonly store: Store;
  readonly control: Control;
  readonly emit: Emit;
  readonly audit: Audit;
  /** The clock, so that tests and `--at` may set it. */
  readonly now: () => Date;
  /** PEM of the clinic's own certificate authorities in addition to the system's, or `undefined`. */
  readonly clinicCa: string | undefined;
}
