import { beforeEach, describe, expect, test } from 'vitest';
import { type Answer, checkEvent, createAnswer } from '../../../shared/contract/answer.ts';
import type { CallName, Handlers } from '../../../shared/contract/index.ts';
import { ProblemError } from '../../../shared/contract/problem.ts';
import type { Profile } from '../../../shared/model/profile.ts';
import { badNames, calls, cloneableJunk, goodInput, localJunk, spoilt } from './sample.ts';

const rosa: Profile = {
  id: '0123456789abcdef',
  displayName: 'Rosa Vega',
  role: 'admin',
  createdAt: '2026-01-02T03:04:05Z',
};

let unlocked: Profile | null;
let audited: string[];
let reached: { name: string; input: unknown }[];
let behave: (name: string) => unknown;

function door(side: 'main' | 'engine'): Answer {
  const handlers = Object.fromEntries(
    calls
      .filter(([, row]) => row.side === side)
      .map(([name]) => [
        name,
        (input: unknown) => {
          reached.push({ name, input });
          return behave(name);
        },
      ]),
  ) as unknown as Handlers<CallName>;
  return createAnswer({
    side,
    handlers,
    state: () => ({ unlocked }),
    audit: (action) => {
      audited.push(action);
    },
  });
}

const codeOf = async (answer: ReturnType<Answer>): Promise<string> => {
  const result = await answer;
  return result.ok ? 'ok' : result.problem.code;
};

beforeEach(() => {
  unlocked = rosa;
  audited = [];
  reached = [];
  behave = () => ({});
});

describe('junk reaches no room', () => {
  test.each(calls)('%s', async (name, row) => {
    const answer = door(row.side);
    const good = goodInput(name);
    for (const input of [...cloneableJunk, ...localJunk]) {
      expect(await codeOf(answer(name, input))).toBe('bad-input');
    }
    // What is spoilt may still be good where a row takes any text; else it must not arrive.
    for (const input of spoilt(good)) {
      reached = [];
      const code = await codeOf(answer(name, input));
      if (row.input.safeParse(input).success) continue;
      expect(code).toBe('bad-input');
      expect(reached).toEqual([]);
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

test('a name that is no row finds nobody, not even with what every object has', async () => {
  for (const side of ['main', 'engine'] as const) {
    for (const name of badNames) expect(await codeOf(door(side)(name, {}))).toBe('unknown-row');
  }
});

test('each door answers its own side only, and events are no calls', async () => {
  for (const [name, row] of calls) {
    const other = row.side === 'main' ? 'engine' : 'main';
    expect(await codeOf(door(other)(name, goodInput(name)))).toBe('unknown-row');
  }
  expect(await codeOf(door('main')('desk.countdown', { seconds: 3 }))).toBe('unknown-row');
  expect(reached).toEqual([]);
});

test('while locked, only what the lock screen needs is answered', async () => {
  unlocked = null;
  for (const [name, row] of calls) {
    const code = await codeOf(door(row.side)(name, goodInput(name)));
    if (row.whileLocked) expect(reached.at(-1)?.name).toBe(name);
    else expect(code).toBe('locked');
  }
  expect(reached.every(({ name }) => calls.find(([row]) => row === name)?.[1].whileLocked)).toBe(true);
});

test('a role does not get what the table does not give it', async () => {
  unlocked = { ...rosa, role: 'front-desk' };
  expect(await codeOf(door('main')('desk.auditExport', {}))).toBe('not-permitted');
  expect(reached).toEqual([]);
});

test('who may not ask learns nothing about what is valid', async () => {
  unlocked = null;
  expect(await codeOf(door('engine')('message.open', 'junk'))).toBe('locked');
  unlocked = { ...rosa, role: 'front-desk' };
  expect(await codeOf(door('main')('desk.auditExport', 'junk'))).toBe('not-permitted');
});

test('nothing of a bad answer crosses', async () => {
  for (const [name, row] of calls) {
    behave = () => ({ secretOfAnother: 'CANARY', deep: { a: ['CANARY'] } });
    const result = await door(row.side)(name, goodInput(name));
    expect(result.ok ? 'ok' : result.problem.code).toBe('bad-output');
    expect(JSON.stringify(result)).not.toContain('CANARY');
  }
  expect(audited).toEqual([]);
});

test('the text of what a library throws does not cross', async () => {
  for (const thrown of [new Error('SELECT CANARY'), 'CANARY', { message: 'CANARY' }, null]) {
    behave = () => {
      throw thrown;
    };
    const result = await door('engine')('settings.get', {});
    expect(result.ok ? 'ok' : result.problem.code).toBe('internal');
    expect(JSON.stringify(result)).not.toContain('CANARY');
  }
});

test('a problem crosses as it is', async () => {
  behave = () => {
    throw new ProblemError('offline', 'There is no connection.', 'Try later.', {
      retryable: true,
      details: { seconds: 3 },
    });
  };
  expect(await door('engine')('settings.get', {})).toEqual({
    ok: false,
    problem: {
      code: 'offline',
      message: 'There is no connection.',
      hint: 'Try later.',
      retryable: true,
      details: { seconds: 3 },
    },
  });
});

test('an answer is not given to the next person', async () => {
  behave = () => {
    unlocked = null;
    return { accounts: [] };
  };
  expect(await codeOf(door('engine')('account.list', {}))).toBe('locked');
  unlocked = rosa;
  behave = () => {
    unlocked = { ...rosa, id: 'fedcba9876543210' };
    return { accounts: [] };
  };
  expect(await codeOf(door('engine')('account.list', {}))).toBe('locked');
});

test('what is audited is audited once, and only when it happened', async () => {
  expect(await codeOf(door('engine')('account.remove', { accountId: 1 }))).toBe('ok');
  expect(audited).toEqual(['account-removed']);
  behave = () => {
    throw new ProblemError('not-found', 'No such account.', 'Look again.');
  };
  await door('engine')('account.remove', { accountId: 1 });
  expect(audited).toEqual(['account-removed']);
});

test('what cannot be audited is not handed out', async () => {
  const answer = createAnswer({
    side: 'engine',
    handlers: { 'account.remove': () => ({}) } as unknown as Handlers<CallName>,
    state: () => ({ unlocked }),
    audit: () => Promise.reject(new Error('disk full')),
  });
  expect(await codeOf(answer('account.remove', { accountId: 1 }))).toBe('internal');
});

test('an event is held back while locked, on the wrong side, or with more than its row allows', () => {
  const payload = { mailboxIds: [1], newMessages: 2 };
  expect(checkEvent('engine', 'mail.changed', payload, { unlocked })).toEqual({ event: 'mail.changed', payload });
  expect(checkEvent('main', 'mail.changed', payload, { unlocked })).toBeNull();
  expect(checkEvent('engine', 'mail.changed', payload, { unlocked: null })).toBeNull();
  const more = { ...payload, subject: 'CANARY' };
  expect(checkEvent('engine', 'mail.changed', more, { unlocked })).toBeNull();
  expect(checkEvent('main', 'desk.countdown', { seconds: 3 }, { unlocked: null })).not.toBeNull();
});
