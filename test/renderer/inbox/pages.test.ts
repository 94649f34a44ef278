import { describe, expect, it } from 'vitest';
import { type PageAnswer, ThreadPages } from '../../../renderer/inbox/pages.ts';
import type { ThreadRow } from '../../../shared/model/message.ts';

function row(threadId: number): ThreadRow {
  return {
    threadId,
    messageId: threadId,
    count: 1,
    people: [{ name: 'Jane Roe', addr: 'jane.roe@mailbox.example' }],
    subject: `Thread ${threadId}`,
    date: '2026-06-09T14:42:00Z',
    unseen: 1,
    flagged: false,
    answered: false,
    hasAttachment: false,
    sealed: false,
    waiting: false,
    preview: '',
  };
}

/** A mailbox whose answers come when the test lets them. */
function mailbox(size: number) {
  let rows = Array.from({ length: size }, (_, at) => row(at + 1));
  const held: (() => void)[] = [];
  let holding = false;
  let asked = 0;
  return {
    fetch(offset: number, limit: number): Promise<PageAnswer> {
      asked += 1;
      const answer = { total: rows.length, threads: rows.slice(offset, offset + limit) };
      return holding ? new Promise((done) => held.push(() => done(answer))) : Promise.resolve(answer);
    },
    hold: () => {
      holding = true;
    },
    release: () => {
      holding = false;
      for (const done of held.splice(0)) done();
    },
    arrive: (...threadIds: number[]) => {
      rows = [...threadIds.map(row), ...rows];
    },
    leave: (threadId: number) => {
      rows = rows.filter((one) => one.threadId !== threadId);
    },
    asked: () => asked,
  };
}

const settled = () => new Promise((done) => setTimeout(done, 5));

describe('pages of the thread list', () => {
  it('asks only for what is looked at, in a mailbox of 100,000', async () => {
    const box = mailbox(100_000);
    const pages = new ThreadPages(box.fetch);
    pages.want(0, 20);
    await settled();
    expect(pages.total).toBe(100_000);
    expect(box.asked()).toBe(1);
    pages.want(54_321, 54_340);
    await settled();
    expect(box.asked()).toBe(2);
    expect(pages.row(54_330)?.threadId).toBe(54_331);
    expect(pages.row(30_000)).toBeUndefined();
  });

  it('holds no more rows than it must, however far one scrolls', async () => {
    const box = mailbox(20_000);
    const pages = new ThreadPages(box.fetch);
    pages.want(0, 20);
    await settled();
    for (let at = 0; at < 20_000; at += 100) {
      pages.want(at, at + 99);
      await settled();
    }
    const held = Array.from({ length: 20_000 }, (_, at) => pages.row(at)).filter((one) => one !== undefined).length;
    expect(held).toBeLessThanOrEqual(3100);
    expect(pages.row(19_999)).toBeDefined();
  });

  it('swaps rows in one piece when new mail arrives: no thread twice, none missing', async () => {
    const box = mailbox(300);
    const pages = new ThreadPages(box.fetch);
    pages.want(0, 150);
    await settled();
    box.arrive(1001, 1002);
    const seen: number[][] = [];
    pages.subscribe(() => {
      const shown = Array.from({ length: 150 }, (_, at) => pages.row(at)?.threadId).filter((id) => id !== undefined);
      seen.push(shown);
    });
    await pages.refresh();
    for (const shown of seen) expect(new Set(shown).size).toBe(shown.length);
    expect(pages.row(0)?.threadId).toBe(1001);
    expect(pages.row(149)?.threadId).toBe(148);
    expect(pages.indexOf(1)).toBe(2);
  });

  it('does not let an answer that was on its way bring a deleted thread back', async () => {
    const box = mailbox(50);
    const pages = new ThreadPages(box.fetch);
    pages.want(0, 20);
    await settled();
    box.hold();
    const refreshing = pages.refresh();
    const settle = pages.change(new Set([3]), 'gone');
    expect(pages.indexOf(3)).toBe(-1);
    expect(pages.total).toBe(49);
    box.release();
    await refreshing;
    expect(pages.indexOf(3)).toBe(-1);
    box.leave(3);
    settle();
    await settled();
    expect(pages.indexOf(3)).toBe(-1);
    expect(pages.row(2)?.threadId).toBe(4);
    expect(pages.total).toBe(49);
  });

  it('shows the truth again when the engine refuses a change', async () => {
    const box = mailbox(10);
    const pages = new ThreadPages(box.fetch);
    pages.want(0, 9);
    await settled();
    const settle = pages.change(new Set([1]), (one) => ({ ...one, flagged: true }));
    expect(pages.row(0)?.flagged).toBe(true);
    settle();
    await settled();
    expect(pages.row(0)?.flagged).toBe(false);
  });

  it('keeps what is on screen when a refresh fails, and says that it failed', async () => {
    let broken = false;
    const box = mailbox(10);
    const pages = new ThreadPages((offset, limit) =>
      broken ? Promise.reject(new Error('gone')) : box.fetch(offset, limit),
    );
    pages.want(0, 9);
    await settled();
    broken = true;
    await pages.refresh();
    expect(pages.error).toBeInstanceOf(Error);
    expect(pages.row(5)?.threadId).toBe(6);
  });

  it('turns a burst of notices into at most two questions', async () => {
    const box = mailbox(10);
    const pages = new ThreadPages(box.fetch);
    pages.want(0, 9);
    await settled();
    const before = box.asked();
    await Promise.all(Array.from({ length: 40 }, () => pages.refresh()));
    await settled();
    expect(box.asked() - before).toBeLessThanOrEqual(2);
  });
});
