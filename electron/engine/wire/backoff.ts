/** Rising waits between attempts, in milliseconds. */
export interface Backoff {
  next(): number;
  reset(): void;
}

/**
 * Doubles from `firstMs` to `mostMs`. A quarter of each wait is random, so that a clinic's workstations do not all knock
 * at the same second after the server comes back.
 */
export function createBackoff(firstMs: number, mostMs: number, random: () => number = Math.random): Backoff {
  let step = 0;
  return {
    next() {
      const wait = Math.min(mostMs, firstMs * 2 ** step);
      step = Math.min(step + 1, 30);
      return Math.round(wait * (0.75 + random() * 0.25));
    },
    reset() {
      step = 0;
    },
  };
}
