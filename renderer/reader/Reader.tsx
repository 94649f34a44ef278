import { makeStyles, tokens } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { foldAddress } from '../../shared/model/address.ts';
import type { MessageHead } from '../../shared/model/message.ts';
import { ask, problemOf } from '../bridge/client.ts';
import { invalidate } from '../bridge/live.ts';
import { keyOf, useAsk, useEvent } from '../bridge/query.ts';
import { problemWords } from '../i18n/problem-words.ts';
import { useText } from '../i18n/text.tsx';
import { Blank, Waiting } from '../kit/blank.tsx';
import { useNotice } from '../kit/notice.tsx';
import { ProblemPage } from '../kit/problem.tsx';
import { useShortcut } from '../kit/shortcuts.ts';
import { MessageActions } from './actions.tsx';
import { audienceOf } from './answering.ts';
import { Collapsed } from './collapsed.tsx';
import { earlierShown, seenAfterMs } from './limits.ts';
import { OpenMessage } from './open-message.tsx';
import { PrintSheet } from './print-sheet.tsx';

const useStyles = makeStyles({
  reader: { display: 'flex', flexDirection: 'column', height: '100%', minWidth: 0, minHeight: 0 },
  scroll: {
    flex: '1 1 auto',
    minHeight: 0,
    overflowY: 'auto',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalXXL}`,
    scrollbarGutter: 'stable',
  },
  thread: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  heads: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
  },
  page: { padding: tokens.spacingHorizontalXXL },
});

interface ReaderProps {
  readonly threadId: number;
  readonly messageId: number;
  /** Mailbox of the list that the thread was chosen in; `null` in search results. */
  readonly listMailboxId: number | null;
  readonly onCompose: (mode: 'reply' | 'reply-all' | 'forward', messageId: number) => void;
  /** Nothing of the thread is in that list any more: moved or deleted. */
  readonly onMoved: () => void;
}

/** Sets flags of one message, here at once and in the engine. */
function useFlags(threadId: number) {
  const client = useQueryClient();
  const text = useText();
  const notify = useNotice();
  return (id: number, change: { readonly seen?: boolean; readonly flagged?: boolean }) => {
    client.setQueryData<{ messages: readonly MessageHead[] }>(keyOf('thread.get', { threadId }), (before) =>
      before ? { messages: before.messages.map((one) => (one.id === id ? { ...one, ...change } : one)) } : before,
    );
    ask('message.flag', { messageIds: [id], ...change })
      .then(() => invalidate(client, 'mailbox.list'))
      .catch((error: unknown) => {
        invalidate(client, 'thread.get');
        const words = problemWords(text, problemOf(error));
        notify({ words: `${words.message} ${words.hint}`, tone: 'error', lasts: 8000 });
      });
  };
}

/** A thread with one of its messages opened; the others are lines that open in its place. */
export function Reader({ threadId, messageId, listMailboxId, onCompose, onMoved }: ReaderProps) {
  const styles = useStyles();
  const text = useText();
  const thread = useAsk('thread.get', { threadId });
  const [chosen, setChosen] = useState({ threadId, messageId, openId: messageId });
  // Another row of the list was chosen: its message is the opened one, whatever was opened within the thread before.
  const current =
    chosen.threadId === threadId && chosen.messageId === messageId
      ? chosen
      : { threadId, messageId, openId: messageId };
  if (current !== chosen) setChosen(current);

  if (thread.isPending) return <Waiting />;
  if (thread.error) {
    return <ProblemPage className={styles.page} error={thread.error} onRetry={() => void thread.refetch()} />;
  }
  const heads = thread.data.messages;
  const head =
    heads.find(({ id }) => id === current.openId) ?? heads.find(({ id }) => id === messageId) ?? heads.at(-1);
  if (!head) return <Blank title={text.reader.body.gone} />;
  return (
    <ThreadView
      heads={heads}
      head={head}
      listMailboxId={listMailboxId}
      onOpen={(openId) => setChosen({ threadId, messageId, openId })}
      onCompose={onCompose}
      onMoved={onMoved}
    />
  );
}

function ThreadView({
  heads,
  head,
  listMailboxId,
  onOpen,
  onCompose,
  onMoved,
}: {
  readonly heads: readonly MessageHead[];
  readonly head: MessageHead;
  readonly listMailboxId: number | null;
  readonly onOpen: (messageId: number) => void;
  readonly onCompose: ReaderProps['onCompose'];
  readonly onMoved: () => void;
}) {
  const styles = useStyles();
  const text = useText();
  const notify = useNotice();
  const client = useQueryClient();
  const setFlags = useFlags(head.threadId);
  const opened = useAsk('message.open', { messageId: head.id });
  const accounts = useAsk('account.list', {});
  const [printing, setPrinting] = useState(false);
  const scroll = useRef<HTMLElement>(null);
  const own = useMemo(
    () => new Set((accounts.data?.accounts ?? []).map(({ address }) => foldAddress(address))),
    [accounts.data],
  );
  const view = opened.data?.view;

  // Keys and receipts change what is known about a message that is on screen.
  useEvent('key.changed', () => invalidate(client, 'message.open'));
  useEvent('evidence.changed', ({ messageId }) => {
    if (messageId === null || messageId === head.id) void opened.refetch();
  });

  // Counted from when the text is there, once per opening: "mark as unread" must not be undone by it.
  const openedId = view?.id;
  const unseen = useRef(false);
  unseen.current = !head.seen;
  const flag = useRef(setFlags);
  flag.current = setFlags;
  useEffect(() => {
    if (openedId === undefined || !unseen.current) return;
    const timer = setTimeout(() => flag.current(openedId, { seen: true }), seenAfterMs);
    return () => clearTimeout(timer);
  }, [openedId]);

  useEffect(() => {
    if (head.id) scroll.current?.scrollTo({ top: 0 });
  }, [head.id]);

  const failed = (error: unknown) => {
    const words = problemWords(text, problemOf(error));
    notify({ words: `${words.message} ${words.hint}`, tone: 'error', lasts: 8000 });
  };
  // As in Outlook: while the conversation has another message in the list, one stays in it.
  const at = heads.indexOf(head);
  const inList = (one: MessageHead) => listMailboxId === null || one.mailboxId === listMailboxId;
  const next = heads.slice(at + 1).find(inList) ?? heads.slice(0, at).findLast(inList);
  const takeAway = (work: Promise<{ undo: string }>, words: string) => {
    work
      .then(({ undo }) => {
        const takeBack = () => {
          ask('message.undo', { undo })
            .then(({ undone }) => {
              invalidate(client, 'mailbox.list', 'thread.get');
              notify({ words: undone ? text.inbox.undone : text.inbox.notUndone });
            })
            .catch(failed);
        };
        invalidate(client, 'mailbox.list', 'thread.get');
        notify({ words, action: { label: text.common.undo, run: takeBack } });
        if (next) onOpen(next.id);
        else onMoved();
      })
      .catch(failed);
  };
  const reply = () => onCompose('reply', head.id);
  const replyAll = () => onCompose('reply-all', head.id);
  const forward = () => onCompose('forward', head.id);
  const print = () => setPrinting(view !== undefined);
  const unread = () => setFlags(head.id, { seen: false });
  const audience = audienceOf(head, view?.replyTo ?? [], own);

  useShortcut('Ctrl+R', reply);
  useShortcut('R', (event) => (event.shiftKey ? replyAll() : reply()));
  useShortcut('Ctrl+Shift+R', replyAll);
  useShortcut('Ctrl+F', forward);
  useShortcut('Ctrl+P', print);

  return (
    <article className={styles.reader} aria-label={text.reader.region}>
      <MessageActions
        accountId={head.accountId}
        mailboxId={head.mailboxId}
        audience={audience}
        flagged={head.flagged}
        canPrint={view !== undefined && !printing}
        onReply={reply}
        onReplyAll={replyAll}
        onForward={forward}
        onDelete={() => takeAway(ask('message.delete', { messageIds: [head.id] }), text.reader.deleted)}
        onMove={(mailboxId, label) =>
          takeAway(ask('message.move', { messageIds: [head.id], mailboxId }), text.reader.moved(label))
        }
        onFlag={() => setFlags(head.id, { flagged: !head.flagged })}
        onUnread={unread}
        onPrint={print}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.scroll} ref={scroll} tabIndex={0} aria-label={text.reader.openedRegion}>
        <ol className={styles.thread} aria-label={text.reader.threadLabel}>
          <Collapsed key={`before ${head.id}`} heads={heads.slice(0, at)} foldFrom={earlierShown} onOpen={onOpen} />
          <li>
            <OpenMessage key={head.id} head={head} opened={opened} own={own} />
          </li>
          <Collapsed
            key={`after ${head.id}`}
            heads={heads.slice(at + 1)}
            foldFrom={Number.POSITIVE_INFINITY}
            onOpen={onOpen}
          />
        </ol>
      </section>
      {printing && view ? <PrintSheet view={view} onDone={() => setPrinting(false)} /> : null}
    </article>
  );
}
