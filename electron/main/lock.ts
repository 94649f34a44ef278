import type { AuditEntry } from '../../shared/model/audit.ts';
import type { LockTrigger, Profile } from '../../shared/model/profile.ts';
import { crashLimit, crashWindowMs, defaultIdleSeconds } from './limits.ts';
import type { PairEnd } from './pair.ts';

export interface LockOptions {
  /** Ends window and engine; resolves when no process of theirs is left. */
  readonly end: () => Promise<PairEnd>;
  /** Begins a fresh window and a waiting engine. */
  readonly begin: () => void;
  /** Clears what was left outside both processes: clipboard, notifications, countdown. */
  readonly forget: () => void;
  readonly audit: (entry: AuditEntry) => Promise<void>;
  readonly measured: (end: PairEnd) => void;
  /** Starting again did not help, or the processes could not be ended. */
  readonly giveUp: () => void;
  /** Wall clock, ms. */
  readonly now: () => number;
}

/** Who is unlocked, and the way back to nobody. */
export interface Lock {
  readonly unlocked: Profile | null;
  readonly lockedBy: LockTrigger;
  /** Idle limit of the unlocked profile; `null` while there is nothing to lock. */
  readonly limitSeconds: number | null;
  /** The engine said who is unlocked. */
  unlock(profile: Profile, idleSeconds: number): void;
  setIdleSeconds(seconds: number): void;
  /** The engine asked for a secret: from now on it is not fresh, whoever is or is not unlocked. */
  used(): void;
  /** Locks. While a lock is under way, or when both processes are fresh, there is nothing to do. */
  lock(trigger: LockTrigger): Promise<void>;
}

/**
 * To lock is to end both processes that hold plaintext (ARCHITECTURE.md, idea 2). Order: nobody is unlocked any more, so both
 * doors refuse; both processes are killed; what lies outside them is cleared; the lock is audited; a fresh pair begins.
 */
export function createLock(options: LockOptions): Lock {
  let unlocked: Profile | null = null;
  let lockedBy: LockTrigger = 'start';
  let idleSeconds = defaultIdleSeconds;
  let fresh = true;
  let running: Promise<void> | null = null;
  let crashes: number[] = [];

  const run = async (trigger: LockTrigger): Promise<void> => {
    const profile = unlocked;
    unlocked = null;
    lockedBy = trigger;
    const ending = options.end();
    options.forget();
    try {
      options.measured(await ending);
    } catch {
      // What could not be ended may still hold mail. Nobody is unlocked, but only the end of the app makes sure.
      await audited(profile, trigger);
      options.giveUp();
      return;
    }
    await audited(profile, trigger);
    fresh = true;
    if (trigger === 'engine-gone' && !mayBeginAgain()) options.giveUp();
    else options.begin();
  };

  const audited = async (profile: Profile | null, trigger: LockTrigger): Promise<void> => {
    if (profile === null) return;
    const at = new Date(options.now()).toISOString();
    // A log that cannot be written must not keep the lock from happening: it has happened already.
    await options.audit({ action: 'lock', profile: profile.id, at, trigger }).catch(() => undefined);
  };

  const mayBeginAgain = (): boolean => {
    const now = options.now();
    crashes = [...crashes.filter((at) => now - at < crashWindowMs), now];
    return crashes.length < crashLimit;
  };

  return {
    get unlocked() {
      return unlocked;
    },
    get lockedBy() {
      return lockedBy;
    },
    get limitSeconds() {
      return fresh || running !== null ? null : idleSeconds;
    },
    unlock(profile, seconds) {
      if (running !== null) return;
      fresh = false;
      unlocked = profile;
      idleSeconds = seconds;
    },
    setIdleSeconds(seconds) {
      idleSeconds = seconds;
    },
    used() {
      fresh = false;
    },
    lock(trigger) {
      if (running !== null) return running;
      if (fresh && trigger !== 'engine-gone') return Promise.resolve();
      running = run(trigger).finally(() => {
        running = null;
      });
      return running;
    },
  };
}
