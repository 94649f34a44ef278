import { beforeEach, expect, test } from 'vitest';
import { type Clock, type IdleWatch, watchIdle } from '../../../electron/main/idle.ts';

/** A clock whose hands the test moves; timers tick only while the machine is awake. */
class HandClock implements Clock {
  wallMs = 1_800_000_000_000;
  monotonicMs = 0;
  #tick: (() => void) | null = null;
  wall = (): number => this.wallMs;
  monotonic = (): number => this.monotonicMs;
  every = (_ms: number, tick: () => void): (() => void) => {
    this.#tick = tick;
    return () => {
      this.#tick = null;
    };
  };
  pass(seconds: number): void {
    for (let second = 0; second < seconds; second += 1) {
      this.wallMs += 1000;
      this.monotonicMs += 1000;
      this.#tick?.();
    }
  }
  sleep(seconds: number): void {
    this.wallMs += seconds * 1000;
  }
  tick(): void {
    this.#tick?.();
  }
}

let clock: HandClock;
let systemIdle: number;
let limit: number | null;
let countdown: number[];
let locks: string[];
let watch: IdleWatch;

beforeEach(() => {
  clock = new HandClock();
  systemIdle = 0;
  limit = 60;
  countdown = [];
  locks = [];
  watch = watchIdle({
    clock,
    systemIdleSeconds: () => systemIdle,
    limitSeconds: () => limit,
    countdown: (seconds) => countdown.push(seconds),
    lock: (trigger) => {
      locks.push(trigger);
      limit = null;
    },
  });
});

test('a desk that was left locks, after twenty seconds of warning', () => {
  clock.pass(39);
  expect(countdown).toEqual([]);
  clock.pass(20);
  expect(countdown).toEqual([20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(locks).toEqual([]);
  clock.pass(1);
  expect(locks).toEqual(['idle']);
});

test('working in another program beside Careseal does not keep it open', () => {
  systemIdle = 0;
  clock.pass(60);
  expect(locks).toEqual(['idle']);
});

test('a page that claims input which the system has not seen does not keep the desk open', () => {
  for (let second = 0; second < 60; second += 1) {
    watch.touched();
    systemIdle += 1;
    clock.pass(1);
  }
  expect(locks).toEqual(['idle']);
});

test('any input takes the countdown away', () => {
  clock.pass(50);
  expect(countdown.at(-1)).toBe(10);
  watch.touched();
  expect(countdown.at(-1)).toBe(0);
  clock.pass(39);
  expect(locks).toEqual([]);
});

test('a laptop that wakes up after a sleep is locked, though its timers stood still', () => {
  clock.pass(5);
  clock.sleep(3600);
  clock.tick();
  expect(locks).toEqual(['resume']);
});

test('a resume is looked at at once, not at the next tick', () => {
  clock.pass(5);
  clock.sleep(31);
  watch.resumed();
  expect(locks).toEqual(['resume']);
});

test('setting the clock back does not keep the desk open', () => {
  clock.pass(30);
  clock.wallMs -= 3_600_000;
  clock.pass(30);
  expect(locks).toEqual(['idle']);
});

test('a locked desk neither counts down nor locks again, and starts from zero afterwards', () => {
  limit = null;
  clock.pass(500);
  expect(locks).toEqual([]);
  limit = 60;
  clock.pass(39);
  expect(countdown).toEqual([]);
});
