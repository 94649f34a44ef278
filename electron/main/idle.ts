import type { LockTrigger } from '../../shared/model/profile.ts';
import { countdownSeconds, idleTickMs, sleepGapMs } from './limits.ts';

/** Clocks and a timer, so that a test does not wait ten minutes. */
export interface Clock {
  /** Wall clock, ms. Goes on while the machine sleeps, and may be set by hand. */
  wall(): number;
  /** Monotonic clock, ms. Cannot be set, but stands still in sleep on some systems. */
  monotonic(): number;
  /** Calls `tick` every `ms`; returns what stops it. */
  every(ms: number, tick: () => void): () => void;
}

export const systemClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  every: (ms, tick) => {
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  },
};

export interface IdleWatchOptions {
  readonly clock: Clock;
  /** Seconds since the last input anywhere in the system; 0 where the system does not tell (Wayland). */
  readonly systemIdleSeconds: () => number;
  /** Idle limit in seconds; `null` while there is nothing to lock. */
  readonly limitSeconds: () => number | null;
  /** Seconds left, from 20 down; 0 takes the countdown away. */
  readonly countdown: (seconds: number) => void;
  readonly lock: (trigger: LockTrigger) => void;
}

export interface IdleWatch {
  /** There was input in the app. */
  touched(): void;
  /** The machine woke up: looks at once instead of at the next tick. */
  resumed(): void;
  stop(): void;
}

/**
 * Says when the desk has been left. Two clocks count, and the longer one decides: input in the app, and input in the
 * system. Working in another program beside Careseal does not keep it open, because on a shared workstation that may
 * be somebody else; and a page that claims input which the system has not seen does not keep it open either.
 *
 * Time passes by the larger step of wall clock and monotonic clock: sleep stops the one, setting the time back the
 * other.
 */
export function watchIdle(options: IdleWatchOptions): IdleWatch {
  const { clock } = options;
  let idleMs = 0;
  let wall = clock.wall();
  let monotonic = clock.monotonic();
  let shown = 0;

  const show = (seconds: number): void => {
    if (seconds === shown) return;
    shown = seconds;
    options.countdown(seconds);
  };

  const tick = (): void => {
    const nextWall = clock.wall();
    const nextMonotonic = clock.monotonic();
    const step = Math.max(nextWall - wall, nextMonotonic - monotonic, 0);
    wall = nextWall;
    monotonic = nextMonotonic;
    idleMs += step;

    const limit = options.limitSeconds();
    if (limit === null) {
      idleMs = 0;
      show(0);
      return;
    }
    if (step >= sleepGapMs) {
      options.lock('resume');
      return;
    }
    const left = Math.ceil(limit - Math.max(idleMs / 1000, options.systemIdleSeconds()));
    if (left <= 0) options.lock('idle');
    else show(left <= countdownSeconds ? left : 0);
  };

  const stop = clock.every(idleTickMs, tick);
  return {
    touched() {
      idleMs = 0;
      show(0);
    },
    resumed: tick,
    stop,
  };
}
