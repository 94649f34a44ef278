import { expect, test } from 'vitest';
import { type Described, planBatches } from '../../../../electron/engine/imap/fetch.ts';
import { fetchBatchBytes, fetchBatchMessages, firstBatchMessages } from '../../../../electron/engine/imap/limits.ts';
import { bareMessageId, keptFlags, sequenceSet } from '../../../../electron/engine/imap/uids.ts';
import { createBackoff } from '../../../../electron/engine/wire/backoff.ts';
import { failureCode, toProblem } from '../../../../electron/engine/wire/problems.ts';

test('a sequence set names every UID once and joins runs', () => {
  expect(sequenceSet([7, 3, 1, 2, 2, 10, 9])).toBe('1:3,7,9:10');
  expect(sequenceSet([])).toBe('');
});

test('flags are kept without \\Recent; Message-IDs compare without brackets', () => {
  expect(keptFlags(new Set(['\\Seen', '\\Recent', 'Custom']))).toEqual(['\\Seen', 'Custom']);
  expect(bareMessageId(' <a@b> ')).toBe(bareMessageId('a@b'));
});

test('batches begin small and stay within number and bytes, and no message is lost', () => {
  const all: Described[] = Array.from({ length: 500 }, (_, uid) => ({
    uid,
    size: uid % 50 === 0 ? fetchBatchBytes : 10_000,
    flags: [],
    receivedAt: '',
  }));
  const batches = planBatches(all, true);
  expect(batches[0]?.length).toBeLessThanOrEqual(firstBatchMessages);
  for (const batch of batches) {
    expect(batch.length).toBeLessThanOrEqual(fetchBatchMessages);
    const bytes = batch.reduce((sum, one) => sum + one.size, 0);
    expect(batch.length === 1 || bytes <= fetchBatchBytes).toBe(true);
  }
  expect(batches.flat()).toEqual(all);
});

test('waits rise, stay below their limit, differ between workstations, and begin anew', () => {
  const low = createBackoff(1000, 60_000, () => 0);
  const high = createBackoff(1000, 60_000, () => 1);
  const waits = Array.from({ length: 10 }, () => [low.next(), high.next()] as const);
  expect(waits[0]).toEqual([750, 1000]);
  expect(waits[1]).toEqual([1500, 2000]);
  expect(waits.at(-1)).toEqual([45_000, 60_000]);
  low.reset();
  expect(low.next()).toBe(750);
});

test.each([
  [{ code: 'ECONNREFUSED' }, 'server-unreachable'],
  [{ code: 'CERT_HAS_EXPIRED' }, 'certificate-refused'],
  [{ code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'certificate-refused'],
  [{ code: 'ESOCKET', originalCode: 'ENETUNREACH' }, 'offline'],
  [{ code: 'ETLS', responseCode: 502 }, 'tls-refused'],
  [{ authenticationFailed: true, responseStatus: 'NO' }, 'login-refused'],
  [{ code: 'ETIMEDOUT' }, 'timeout'],
  [{ responseStatus: 'NO', mailboxMissing: true }, 'mailbox-missing'],
  [{ responseStatus: 'NO' }, 'server-refused'],
  [{ cause: { code: 'EHOSTUNREACH' } }, 'server-unreachable'],
] as const)('a failure %o is %s', (failure, code) => {
  expect(failureCode(failure)).toBe(code);
});

test('what a library says never reaches the window', () => {
  const said = Object.assign(new Error('login of frontdesk@clinic.test with desk-pass failed'), { code: 'EAUTH' });
  const { problem } = toProblem(said, 'smtp');
  expect(JSON.stringify(problem)).not.toMatch(/frontdesk|desk-pass/);
});
