import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDraft } from '../../../electron/engine/drafts.ts';
import { mailHandlers } from '../../../electron/engine/handlers/mail.ts';
import { UNDO_KEPT } from '../../../electron/engine/limits.ts';
import { type LiveDesk, openLive } from '../../clinic/live.ts';

const message = (id: string) =>
  `Message-ID: <${id}>\r\nFrom: Pat <pat@mail.test>\r\nTo: frontdesk@clinic.test\r\nSubject: Files\r\n` +
  'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHere.\r\n' +
  '--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n1,2\r\n--b--\r\n';

describe('the audit log', () => {
  let desk: LiveDesk;
  let calls: ReturnType<typeof mailHandlers>;
  let folder: string;
  let chosen: string | null;
  beforeEach(async () => {
    desk = await openLive();
    folder = mkdtempSync(join(tmpdir(), 'careseal-saved-'));
    chosen = folder;
    const session: LiveDesk['live']['session'] = {
      ...desk.live.session,
      control: { ...desk.live.session.control, ask: (async () => ({ path: chosen })) as never },
    };
    calls = mailHandlers(() => ({ ...desk.live, session }));
  });
  afterEach(async () => {
    await desk.discard();
    rmSync(folder, { recursive: true, force: true });
  });

  const partOf = async (id: number) =>
    (await desk.live.opened.read(desk.live, id)).view.attachments.map(({ part }) => part)[0] ?? '';

  test('knows of a message that was never opened but quoted in an answer, once', async () => {
    const id = await desk.receive(message('one@mail.test'));
    await createDraft(desk.live, 'forward', id);
    await createDraft(desk.live, 'reply', id);
    expect(desk.audited).toEqual([{ action: 'open', messageId: 'one@mail.test' }]);
  });

  test('knows of a message of which only an attachment was looked at', async () => {
    const id = await desk.receive(message('one@mail.test'));
    await calls['attachment.read']({ messageId: id, part: await partOf(id) });
    await calls['message.open']({ messageId: id });
    await calls['attachment.read']({ messageId: id, part: await partOf(id) });
    expect(desk.audited.map(({ action }) => action)).toEqual(['open', 'open']);
  });

  test('says which message files were taken from, and nothing when the dialog was cancelled', async () => {
    const id = await desk.receive(message('one@mail.test'));
    chosen = null;
    expect(await calls['attachment.save']({ messageId: id, parts: [await partOf(id)] })).toEqual({ saved: 0 });
    expect(desk.audited).toEqual([]);
    chosen = folder;
    await calls['attachment.save']({ messageId: id, parts: [await partOf(id)] });
    expect(readdirSync(folder)).toEqual(['a.csv']);
    expect(desk.audited).toEqual([{ action: 'attachment-saved', messageId: 'one@mail.test', count: 1 }]);
  });

  test('knows of files that were saved before the saving failed', async () => {
    const id = await desk.receive(message('one@mail.test'));
    let asked = 0;
    const read = await desk.live.opened.read(desk.live, id);
    const attachment = read.attachment.bind(read);
    // The second file cannot be written: its name is longer than any file system takes.
    read.attachment = (part) => {
      asked += 1;
      const file = attachment(part);
      return file && asked === 2 ? { ...file, name: 'x'.repeat(300) } : file;
    };
    await expect(
      calls['attachment.save']({ messageId: id, parts: [await partOf(id), await partOf(id)] }),
    ).rejects.toThrow();
    expect(desk.audited).toEqual([{ action: 'attachment-saved', messageId: 'one@mail.test', count: 1 }]);
  });

  test('names every message that was deleted', async () => {
    const ids = [await desk.receive(message('one@mail.test'), 1), await desk.receive(message('two@mail.test'), 2)];
    await calls['message.delete']({ messageIds: ids });
    expect(desk.audited).toEqual([
      { action: 'delete', messageId: 'one@mail.test' },
      { action: 'delete', messageId: 'two@mail.test' },
    ]);
  });

  test('ways to undo do not pile up for a whole day', async () => {
    const id = await desk.receive(message('one@mail.test'));
    const [first, second] = desk.place.store.cache.mailboxes.list();
    const there = [first?.id ?? 0, second?.id ?? 0];
    for (let i = 0; i <= UNDO_KEPT; i++) {
      await calls['message.move']({ messageIds: [id], mailboxId: there[(i + 1) % 2] ?? 0 });
    }
    expect(desk.live.undo.size).toBe(UNDO_KEPT);
  });
});
