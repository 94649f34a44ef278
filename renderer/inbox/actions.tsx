import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo, useRef } from 'react';
import type { Mailbox, ThreadRow } from '../../shared/model/message.ts';
import { ask, problemOf } from '../bridge/client.ts';
import { invalidate } from '../bridge/live.ts';
import { problemWords } from '../i18n/problem-words.ts';
import { useText } from '../i18n/text.tsx';
import { useNotice } from '../kit/notice.tsx';
import type { ThreadPages } from './pages.ts';

/** Threads that something is done to, and the list they are taken from. */
export interface Chosen {
  readonly rows: readonly ThreadRow[];
  /** Mailbox of the list; `null` in search results, where each row's own message tells. */
  readonly mailboxId: number | null;
}

/** More than this many questions at once would fill the port in front of what somebody is looking at. */
const AT_ONCE = 8;

interface ThreadActions {
  /** The list that is mounted, for changes that show at once. */
  readonly pages: { current: ThreadPages | null };
  remove(chosen: Chosen): Promise<void>;
  move(chosen: Chosen, mailboxId: number, label: string): Promise<void>;
  flag(chosen: Chosen, change: { readonly seen?: boolean; readonly flagged?: boolean }): Promise<void>;
}

const ActionsContext = createContext<ThreadActions | null>(null);

/** The messages of the chosen threads that lie in the chosen mailbox: a thread also has answers in Sent. */
async function messagesOf({ rows, mailboxId }: Chosen): Promise<readonly number[]> {
  const found: number[] = [];
  const rest = [...rows];
  async function work(): Promise<void> {
    for (let row = rest.shift(); row !== undefined; row = rest.shift()) {
      if (row.count === 1) {
        found.push(row.messageId);
        continue;
      }
      const { threadId, messageId } = row;
      const { messages } = await ask('thread.get', { threadId });
      const home = mailboxId ?? messages.find((message) => message.id === messageId)?.mailboxId;
      const here = messages.filter((message) => message.mailboxId === home).map((message) => message.id);
      found.push(...(here.length > 0 ? here : [messageId]));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

/** Delete, move, flag: shown at once, done in the engine, taken back with undo instead of asked about before. */
export function ThreadActionsProvider({ children }: { readonly children: ReactNode }) {
  const text = useText();
  const notify = useNotice();
  const client = useQueryClient();
  const pages = useRef<ThreadPages | null>(null);

  const actions = useMemo<ThreadActions>(() => {
    const idsOf = (chosen: Chosen) => new Set(chosen.rows.map((row) => row.threadId));

    function failed(error: unknown): void {
      const words = problemWords(text, problemOf(error));
      notify({ words: `${words.message} ${words.hint}`, tone: 'error', lasts: 8000 });
    }

    async function undo(token: string): Promise<void> {
      try {
        const { undone } = await ask('message.undo', { undo: token });
        notify({ words: undone ? text.inbox.undone : text.inbox.notUndone });
      } catch (error) {
        failed(error);
      }
      await pages.current?.refresh();
      invalidate(client, 'mailbox.list');
    }

    async function takeAway(chosen: Chosen, words: string, run: (ids: number[]) => Promise<{ undo: string }>) {
      if (chosen.rows.length === 0) return;
      const settle = pages.current?.change(idsOf(chosen), 'gone');
      try {
        const answer = await run([...(await messagesOf(chosen))]);
        notify({ words, action: { label: text.common.undo, run: () => void undo(answer.undo) } });
      } catch (error) {
        failed(error);
      } finally {
        settle?.();
        invalidate(client, 'mailbox.list');
      }
    }

    return {
      pages,
      remove: (chosen) =>
        takeAway(chosen, text.inbox.deleted(chosen.rows.length), (messageIds) => ask('message.delete', { messageIds })),
      move: (chosen, mailboxId, label) => {
        const { mailboxes } = client.getQueryData<{ mailboxes: readonly Mailbox[] }>(['mailbox.list', {}]) ?? {
          mailboxes: [],
        };
        const from = mailboxes.find((mailbox) => mailbox.id === chosen.mailboxId);
        const to = mailboxes.find((mailbox) => mailbox.id === mailboxId);
        if (from?.id === mailboxId) return Promise.resolve();
        if (from !== undefined && to !== undefined && from.accountId !== to.accountId) {
          notify({ words: text.inbox.movedDifferentAccount, tone: 'warning', lasts: 8000 });
          return Promise.resolve();
        }
        return takeAway(chosen, text.inbox.moved(chosen.rows.length, label), (messageIds) =>
          ask('message.move', { messageIds, mailboxId }),
        );
      },
      flag: async (chosen, change) => {
        if (chosen.rows.length === 0) return;
        const settle = pages.current?.change(idsOf(chosen), (row) => ({
          ...row,
          ...(change.flagged === undefined ? {} : { flagged: change.flagged }),
          ...(change.seen === undefined ? {} : { unseen: change.seen ? 0 : Math.max(1, row.unseen) }),
        }));
        try {
          // To set a flag or "unread" the newest message stands for its thread; to clear, all must lose it.
          const newest = change.flagged === true || change.seen === false;
          const messageIds = newest ? chosen.rows.map((row) => row.messageId) : [...(await messagesOf(chosen))];
          await ask('message.flag', { messageIds, ...change });
        } catch (error) {
          failed(error);
        } finally {
          settle?.();
          invalidate(client, 'mailbox.list', 'thread.get');
        }
      },
    };
  }, [text, notify, client]);

  return <ActionsContext value={actions}>{children}</ActionsContext>;
}

export function useThreadActions(): ThreadActions {
  const actions = useContext(ActionsContext);
  if (actions === null) throw new Error('no ThreadActionsProvider above');
  return actions;
}
