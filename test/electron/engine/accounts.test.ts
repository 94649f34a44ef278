import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountHandlers } from '../../../electron/engine/handlers/accounts.ts';
import { sendDraft } from '../../../electron/engine/sending.ts';
import { type LiveDesk, openLive } from '../../clinic/live.ts';

const server = { host: 'localhost', port: 1, security: 'tls' } as const;
const setup = { address: 'new@clinic.test', displayName: '', user: 'new', password: 'x', imap: server, smtp: server };
const to = [{ name: '', addr: 'pat@mail.test' }];

describe('an account', () => {
  let desk: LiveDesk;
  /** The desk, with a wire whose servers answer when the test lets them. */
  let calls: ReturnType<typeof accountHandlers>;
  let asked: () => Promise<void>;
  let added: number[];
  beforeEach(async () => {
    desk = await openLive();
    asked = async () => undefined;
    added = [];
    const wire = {
      ...desk.live.wire,
      check: () => asked(),
      accountRemoved: () => asked(),
      accountAdded: (id: number) => void added.push(id),
    };
    calls = accountHandlers(
      () => ({ ...desk.live, wire }),
      () => null,
    );
  });
  afterEach(() => desk.discard());
  const records = () => desk.place.store.records;

  test('is not made twice by a second press of the button', async () => {
    const both = await Promise.allSettled([calls['account.add'](setup), calls['account.add'](setup)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(records().accounts.list()).toHaveLength(2);
  });

  test('does not take a draft with it', async () => {
    const draftId = desk.draft({ to });
    await expect(calls['account.remove']({ accountId: desk.account.id })).rejects.toThrow('work-pending');
    records().drafts.remove(draftId);
    await calls['account.remove']({ accountId: desk.account.id });
    expect(records().accounts.list()).toEqual([]);
  });

  test('does not take a message with it that was sent while its connections ended', async () => {
    let end: (() => void) | undefined;
    asked = () => new Promise((resolve) => (end = resolve));
    const removing = calls['account.remove']({ accountId: desk.account.id });
    await sendDraft(desk.live, desk.draft({ to }), null);
    end?.();
    await expect(removing).rejects.toThrow('work-pending');
    expect(records().outbox.copies()).toHaveLength(1);
    expect(records().accounts.list()).toHaveLength(1);
    expect(added).toEqual([desk.account.id]);
  });
});
