import { expect, test } from 'vitest';
import type { StoredKey } from '../../../../electron/engine/store/types.ts';
import type { Evidence } from '../../../../shared/model/evidence.ts';
import { defaultProfileSettings } from '../../../../shared/model/settings.ts';
import { Random } from '../../../bench/random.ts';
import { copy, draft, hexId, newStore, problemOf, send, setup } from './fixture.ts';

const attachment = (number: number) => ({ id: hexId(500 + number), name: 'a.pdf', type: 'application/pdf', size: 3 });

test('an account comes back as it was given and its change is kept', () => {
  const { store } = newStore();
  const account = store.records.accounts.add(setup);
  expect(account).toMatchObject({ ...setup, keepDays: null, keepBytes: null });
  expect(store.records.accounts.update(account.id, { keepDays: 30, password: 'new' })).toEqual({
    ...account,
    keepDays: 30,
    password: 'new',
  });
  expect(problemOf(() => store.records.accounts.update(99, {})).code).toBe('not-found');
});

test('an account that is removed takes its drafts, outbox and operations, and leaves the proof of what was sent', () => {
  const { store } = newStore();
  const account = store.records.accounts.add(setup);
  store.records.drafts.put(draft(1));
  store.records.drafts.attach(draft(1).id, attachment(1), Buffer.from('abc'));
  const out = send(1, draft(2));
  store.records.outbox.add(out, [copy(1, out)]);
  store.records.operations.add(account.id, { kind: 'flag', path: 'INBOX', uids: [1], add: [], remove: [] });
  const fact: Evidence = {
    kind: 'accepted',
    at: '2026-01-05T09:00:00Z',
    recipient: null,
    method: 'plain',
    detail: '250 ok',
    source: 'smtp',
  };
  store.records.evidence.add('<m@x>', fact);
  store.records.accounts.remove(account.id);
  expect(store.records.drafts.list()).toEqual([]);
  expect(store.records.drafts.attachmentBytes(attachment(1).id)).toBeUndefined();
  expect(store.records.outbox.copies()).toEqual([]);
  expect(store.records.operations.pending(account.id)).toEqual([]);
  expect(store.records.evidence.list('<m@x>')).toEqual([fact]);
});

test('a draft and its attachments come back byte for byte', () => {
  const { store } = newStore();
  const bytes = new Random(3).bytes(30_000);
  store.records.drafts.put(draft(1));
  store.records.drafts.attach(draft(1).id, attachment(1), bytes);
  store.records.drafts.attach(draft(1).id, { ...attachment(2), name: 'again.pdf' }, bytes);
  expect(store.records.drafts.get(draft(1).id)).toEqual(draft(1));
  expect(store.records.drafts.attachments(draft(1).id)).toMatchObject([
    { name: 'a.pdf', size: 30_000 },
    { name: 'again.pdf' },
  ]);
  store.records.drafts.detach(draft(1).id, attachment(1).id);
  expect(Buffer.from(store.records.drafts.attachmentBytes(attachment(2).id) ?? []).equals(bytes)).toBe(true);
  store.records.drafts.remove(draft(1).id);
  expect(store.records.drafts.attachmentBytes(attachment(2).id)).toBeUndefined();
});

test('an autosave that comes after the send does not take the send away', () => {
  const { store } = newStore();
  store.records.drafts.put(draft(1));
  const out = send(1, draft(1));
  store.records.outbox.add(out, [copy(1, out)]);
  expect(store.records.drafts.list()).toEqual([]);
  expect(store.records.outbox.sends()).toEqual([out]);
});

test('a send that cannot be stored whole leaves the draft', () => {
  const { store } = newStore();
  store.records.drafts.put(draft(1));
  const out = send(1, draft(1));
  expect(problemOf(() => store.records.outbox.add(out, [copy(1, out), copy(1, out)])).code).toBe('internal');
  expect(store.records.drafts.list()).toHaveLength(1);
  expect(store.records.outbox.sends()).toEqual([]);
  expect(store.records.outbox.copies()).toEqual([]);
});

test('undo gives the draft back with its attachments, and only while nothing left', () => {
  const { store } = newStore();
  store.records.drafts.put(draft(1));
  store.records.drafts.attach(draft(1).id, attachment(1), Buffer.from('abc'));
  const out = send(1, draft(1));
  const copies = [copy(1, out), copy(2, out)];
  store.records.outbox.add(out, copies);
  expect(store.records.outbox.move(copy(2, out).id, ['held'], { state: 'queued' })).toBe(true);
  expect(store.records.outbox.backToDraft(out.id, ['held'])).toBeUndefined();
  expect(store.records.outbox.copies(out.id)).toHaveLength(2);
  expect(store.records.outbox.backToDraft(out.id, ['held', 'queued'])).toEqual(draft(1));
  expect(store.records.outbox.send(out.id)).toBeUndefined();
  expect(store.records.outbox.raw(copy(1, out).id)).toBeUndefined();
  expect(Buffer.from(store.records.drafts.attachmentBytes(attachment(1).id) ?? []).toString()).toBe('abc');
});

test('a copy moves only out of the state that the caller saw', () => {
  const { store } = newStore();
  const out = send(1, draft(1));
  store.records.outbox.add(out, [copy(1, out)]);
  const id = copy(1, out).id;
  expect(store.records.outbox.move(id, ['queued'], { state: 'sending' })).toBe(false);
  expect(store.records.outbox.move(id, ['held', 'queued'], { state: 'sending', dataStarted: true, attempts: 1 })).toBe(
    true,
  );
  expect(store.records.outbox.move(id, ['held', 'queued'], { state: 'sending' })).toBe(false);
  expect(store.records.outbox.copy(id)).toMatchObject({ state: 'sending', dataStarted: true, attempts: 1 });
  expect(store.records.outbox.byMessageId('<copy-1@clinic.test>')?.id).toBe(id);
  expect(store.records.outbox.move('absent', ['held'], { state: 'sending' })).toBe(false);
});

test('the source of a copy is the same in every retry', () => {
  const { store, dir, storeKey } = newStore();
  const out = send(1, draft(1));
  const raw = new Random(4).bytes(200_000);
  store.records.outbox.add(out, [{ ...copy(1, out), raw }]);
  store.close();
  const again = newStore({ dir, storeKey }).store;
  expect(Buffer.from(again.records.outbox.raw(copy(1, out).id) ?? []).equals(raw)).toBe(true);
});

test('the same fact twice is one fact', () => {
  const { store } = newStore();
  const fact: Evidence = {
    kind: 'delivered',
    at: '2026-01-05T09:00:00Z',
    recipient: 'ana@patient.test',
    method: null,
    detail: '2.0.0',
    source: 'dsn',
  };
  expect(store.records.evidence.add('<m@x>', fact)).toBe(true);
  expect(store.records.evidence.add('<m@x>', { ...fact, at: '2026-01-06T09:00:00Z' })).toBe(false);
  expect(store.records.evidence.add('<m@x>', { ...fact, recipient: null })).toBe(true);
  expect(store.records.evidence.add('<m@x>', { ...fact, recipient: null })).toBe(false);
  expect(store.records.evidence.list('<m@x>')).toHaveLength(2);
});

const key: StoredKey = {
  fingerprint: 'A'.repeat(40),
  kind: 'secret',
  armored: 'SECRET',
  emails: ['Desk@Clinic.test', 'desk@clinic.test'],
  trust: 'own',
  source: 'made',
  addedAt: '2026-01-05T09:00:00.000Z',
};

test('a public copy that arrives by mail never takes the place of the secret key', () => {
  const { store } = newStore();
  store.records.keys.put(key);
  store.records.keys.put({ ...key, kind: 'public', armored: 'PUBLIC', source: 'autocrypt' });
  expect(store.records.keys.get(key.fingerprint)).toMatchObject({ kind: 'secret', armored: 'SECRET' });
  store.records.keys.put({ ...key, armored: 'SECRET 2' });
  expect(store.records.keys.get(key.fingerprint)).toMatchObject({ armored: 'SECRET 2' });
});

test('keys are found by any address, however it is written', () => {
  const { store } = newStore();
  store.records.keys.put(key);
  store.records.keys.put({
    ...key,
    fingerprint: 'B'.repeat(40),
    kind: 'public',
    trust: 'new',
    emails: ['ana@patient.test'],
  });
  expect(store.records.keys.byEmail('DESK@clinic.TEST')).toEqual([key]);
  store.records.keys.setTrust('B'.repeat(40), 'verified');
  expect(store.records.keys.byEmail('ana@patient.test')).toMatchObject([{ trust: 'verified' }]);
  store.records.keys.remove(key.fingerprint);
  expect(store.records.keys.byEmail('desk@clinic.test')).toEqual([]);
  expect(problemOf(() => store.records.keys.setTrust(key.fingerprint, 'verified')).code).toBe('not-found');
});

test('an address that was only seen is not suggested; percent signs match nothing else', () => {
  const { store } = newStore();
  store.records.contacts.seen('Ana@patient.test', 'Ana Alder', {});
  expect(store.records.contacts.suggest('ana', 5)).toEqual([]);
  store.records.contacts.seen('ana@patient.test', '', { sent: true, preferEncrypt: 'mutual' });
  store.records.contacts.seen('ana@patient.test', '', { sent: true });
  expect(store.records.contacts.suggest('ald', 5)).toMatchObject([
    { addr: 'ana@patient.test', name: 'Ana Alder', sentCount: 2, preferEncrypt: 'mutual' },
  ]);
  for (const typed of ['%', '_', '\\', '']) expect(store.records.contacts.suggest(typed, 5), typed).toEqual([]);
});

test('operations are replayed in the order in which they were made', () => {
  const { store } = newStore();
  const move = { kind: 'move', from: 'INBOX', to: 'Trash', uids: [1], messageIds: [11] } as const;
  const first = store.records.operations.add(1, move);
  const second = store.records.operations.add(1, { ...move, uids: [2] });
  store.records.operations.add(2, move);
  store.records.operations.failed(second);
  expect(store.records.operations.pending(1).map(({ id, attempts }) => [id, attempts])).toEqual([
    [first, 0],
    [second, 1],
  ]);
  store.records.operations.done(first);
  expect(store.records.operations.pending(1)).toHaveLength(1);
});

test('a receipt that was sent stays sent', () => {
  const { store } = newStore();
  expect(store.records.receipts.answered('<m@x>')).toBeNull();
  store.records.receipts.setAnswered('<m@x>', 'ignored');
  store.records.receipts.setAnswered('<m@x>', 'sent');
  store.records.receipts.setAnswered('<m@x>', 'ignored');
  expect(store.records.receipts.answered('<m@x>')).toBe('sent');
});

test('settings start with the defaults, and only what was chosen is kept', () => {
  const { store, dir, storeKey } = newStore();
  expect(store.records.settings.get()).toEqual(defaultProfileSettings);
  expect(store.records.settings.set({ undoSeconds: 20 })).toEqual({ ...defaultProfileSettings, undoSeconds: 20 });
  store.close();
  expect(newStore({ dir, storeKey }).store.records.settings.get().undoSeconds).toBe(20);
});
