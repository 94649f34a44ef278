import { beforeEach, expect, test } from 'vitest';
import { crashLimit, crashWindowMs } from '../../../electron/main/limits.ts';
import { createLock, type Lock } from '../../../electron/main/lock.ts';
import type { AuditEntry } from '../../../shared/model/audit.ts';
import type { Profile } from '../../../shared/model/profile.ts';

const rosa: Profile = {
  id: '0123456789abcdef',
  displayName: 'Rosa Vega',
  role: 'front-desk',
  createdAt: '2026-01-02T03:04:05Z',
};

let order: string[];
let audited: AuditEntry[];
let nowMs: number;
let lock: Lock;
let auditFails: boolean;
let endFails: boolean;

beforeEach(() => {
  order = [];
  audited = [];
  nowMs = 1_800_000_000_000;
  auditFails = false;
  endFails = false;
  lock = createLock({
    end: async () => {
      order.push(`end while unlocked=${lock.unlocked !== null}`);
      if (endFails) throw new Error('no such window');
      return { ms: 12, processes: 2, left: 0 };
    },
    begin: () => order.push('begin'),
    forget: () => order.push('forget'),
    audit: async (entry) => {
      if (auditFails) throw new Error('disk full');
      audited.push(entry);
    },
    measured: ({ ms }) => order.push(`measured ${ms}`),
    giveUp: () => order.push('give up'),
    now: () => nowMs,
  });
});

test('a lock refuses first, kills second, forgets third, and only then begins anew', async () => {
  lock.unlock(rosa, 600);
  const locking = lock.lock('manual');
  expect(lock.unlocked).toBeNull();
  await locking;
  expect(order).toEqual(['end while unlocked=false', 'forget', 'measured 12', 'begin']);
  expect(lock.lockedBy).toBe('manual');
  expect(audited).toEqual([{ action: 'lock', profile: rosa.id, at: new Date(nowMs).toISOString(), trigger: 'manual' }]);
});

test('a log that cannot be written does not keep the lock from happening', async () => {
  auditFails = true;
  lock.unlock(rosa, 600);
  await lock.lock('idle');
  expect(order.at(-1)).toBe('begin');
});

test('processes that cannot be ended take the app with them, and nobody is unlocked beside them', async () => {
  endFails = true;
  lock.unlock(rosa, 600);
  await lock.lock('manual');
  expect(order).toEqual(['end while unlocked=false', 'forget', 'give up']);
  expect(lock.unlocked).toBeNull();
  expect(audited.map(({ action }) => action)).toEqual(['lock']);
});

test('two triggers at once are one lock', async () => {
  lock.unlock(rosa, 600);
  await Promise.all([lock.lock('os-lock'), lock.lock('suspend')]);
  expect(order.filter((step) => step === 'begin')).toHaveLength(1);
  expect(lock.lockedBy).toBe('os-lock');
});

test('a lid that closes while somebody is unlocking ends what is half unlocked', async () => {
  lock.used();
  await lock.lock('suspend');
  expect(order).toContain('begin');
  expect(audited).toEqual([]);
});

test('a fresh lock screen is not ended again', async () => {
  await lock.lock('os-lock');
  expect(order).toEqual([]);
  expect(lock.lockedBy).toBe('start');
});

test('nobody is unlocked by a word that arrives while the lock is under way', async () => {
  lock.unlock(rosa, 600);
  const locking = lock.lock('manual');
  lock.unlock(rosa, 600);
  await locking;
  expect(lock.unlocked).toBeNull();
});

test('an engine that ends again and again is not started for ever', async () => {
  for (let crash = 1; crash < crashLimit; crash += 1) await lock.lock('engine-gone');
  expect(order).not.toContain('give up');
  await lock.lock('engine-gone');
  expect(order.at(-1)).toBe('give up');
});

test('an engine that ends once in a while is', async () => {
  for (let crash = 0; crash < 3 * crashLimit; crash += 1) {
    await lock.lock('engine-gone');
    nowMs += crashWindowMs;
  }
  expect(order).not.toContain('give up');
});

test('the idle limit counts only while there is something to lock', async () => {
  expect(lock.limitSeconds).toBeNull();
  lock.unlock(rosa, 120);
  expect(lock.limitSeconds).toBe(120);
  lock.setIdleSeconds(300);
  expect(lock.limitSeconds).toBe(300);
  await lock.lock('manual');
  expect(lock.limitSeconds).toBeNull();
});
