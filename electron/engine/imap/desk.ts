import { setTimeout as sleep } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import { idleAtLeastMs } from './limits.ts';

/**
 * The connection that is always quick: it idles on INBOX (RFC 2177) and in between does what somebody waits for -
 * replaying changes, fetching one body, filing in Sent. The long work of a sync has a connection of its own.
 */
export interface Desk {
  /** Runs a task when the ones before it are done; ends IDLE for it. Rejects when the connection ends first. */
  run<T>(task: (client: ImapFlow) => Promise<T>): Promise<T>;
  /** Serves until the connection ends; throws what ended it. */
  serve(client: ImapFlow, inbox: () => string | undefined, onNews: () => void): Promise<void>;
  /** The inbox is known now: time to watch it. */
  nudge(): void;
  /** Everybody who waits is told that there is no connection. */
  fail(problem: Error): void;
}

interface Task {
  readonly work: (client: ImapFlow) => Promise<void>;
  readonly fail: (problem: Error) => void;
}

export function createDesk(): Desk {
  const tasks: Task[] = [];
  let wake: () => void = () => undefined;
  return {
    run: (task) =>
      new Promise((resolve, reject) => {
        tasks.push({
          work: async (client) => {
            try {
              resolve(await task(client));
            } catch (error) {
              reject(error instanceof Error ? error : new Error('task'));
              // A connection that is gone ends the serving; a refusal is the caller's affair alone.
              if (!client.usable) throw error;
            }
          },
          fail: reject,
        });
        wake();
      }),
    async serve(client, inbox, onNews) {
      let ended = false;
      let idle: Promise<void> | null = null;
      const news = () => onNews();
      const end = () => {
        ended = true;
        wake();
      };
      client.on('exists', news);
      client.on('expunge', news);
      client.on('flags', news);
      client.on('close', end);
      try {
        while (!ended && client.usable) {
          const task = tasks.shift();
          if (task) {
            await task.work(client);
            continue;
          }
          const path = inbox();
          if (path !== undefined && (!client.mailbox || client.mailbox.path !== path)) {
            await client.mailboxOpen(path);
            // What arrived while another folder was open was not announced.
            onNews();
            continue;
          }
          const woken = new Promise<void>((resolve) => {
            wake = resolve;
          });
          if (tasks.length > 0) continue;
          // IDLE ends by itself when the next command is written; one that runs already is waited for, not begun again.
          if (path !== undefined)
            idle ??= idleOnce(client).finally(() => {
              idle = null;
            });
          await Promise.race(idle ? [woken, idle] : [woken]);
          wake = () => undefined;
        }
      } finally {
        client.off('exists', news);
        client.off('expunge', news);
        client.off('flags', news);
        client.off('close', end);
      }
    },
    nudge: () => wake(),
    fail(problem) {
      for (const task of tasks.splice(0)) task.fail(problem);
    },
  };
}

/** One IDLE. A server that refuses it at once is not asked again in a tight loop; its failure shows as `close`. */
async function idleOnce(client: ImapFlow): Promise<void> {
  const began = Date.now();
  await client.idle().catch(() => undefined);
  if (Date.now() - began < idleAtLeastMs) await sleep(idleAtLeastMs);
}
