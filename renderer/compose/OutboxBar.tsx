import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircle20Regular,
  Dismiss16Regular,
  QuestionCircle20Regular,
  SendClock20Regular,
} from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { OutboxItem } from '../../shared/model/draft.ts';
import { invalidate } from '../bridge/live.ts';
import { useAct, useAsk, useEvent } from '../bridge/query.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { useAnnounce } from '../kit/announce.tsx';
import { useNotice } from '../kit/notice.tsx';
import { useShortcut } from '../kit/shortcuts.ts';
import { acceptedShownMs } from './limits.ts';
import { OutboxQuestion } from './outbox-question.tsx';
import { secondsLeft, stateWords, toWords } from './outgoing.ts';
import { useNow } from './use-now.ts';

const useStyles = makeStyles({
  bars: { flexShrink: 0, maxHeight: '40vh', overflowY: 'auto' },
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '36px',
    boxSizing: 'border-box',
    padding: `4px ${tokens.spacingHorizontalL}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
    fontSize: tokens.fontSizeBase300,
  },
  asks: {
    alignItems: 'flex-start',
    backgroundColor: tokens.colorStatusWarningBackground1,
    fontSize: tokens.fontSizeBase200,
  },
  icon: { display: 'inline-flex', flexShrink: 0 },
  words: { minWidth: 0, flex: '1 1 auto', overflowWrap: 'anywhere' },
  state: { fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums' },
  about: { color: tokens.colorNeutralForeground2 },
  subject: { fontWeight: tokens.fontWeightSemibold },
});

/** A message that was seen on its way out in this window. */
interface Seen {
  readonly item: OutboxItem;
  /** When the server's acceptance became known here. */
  readonly acceptedAt: string | null;
  /** When its bar may go away by itself. */
  readonly until: number;
}

/**
 * The quiet line above the status bar after a send: how long it can be taken back, then what the server said; and
 * questions of messages that could not leave. Says nothing of messages sent before this window opened, unless they ask.
 */
export function OutboxBar({ onReopen }: { readonly onReopen: (draftId: string) => void }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const notify = useNotice();
  const announce = useAnnounce();
  const client = useQueryClient();
  const t = text.compose.outbox;
  const outbox = useAsk('outbox.list', {});
  const [accepted, setAccepted] = useState<ReadonlyMap<string, Seen>>(new Map());
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const watched = useRef(new Set<string>());

  const items = outbox.data?.items ?? [];
  const going = items.filter(({ state }) => state === 'held' || state === 'queued' || state === 'sending');
  const asking = items.filter(({ state, id }) => state === 'needs-you' && !hidden.has(id));
  const held = going.filter(({ state }) => state === 'held');
  const now = useNow(held.length > 0 || accepted.size > 0);
  for (const { id } of going) watched.current.add(id);

  useEvent('outbox.changed', ({ item }) => {
    if (item.state !== 'accepted' && item.state !== 'filed') return;
    if (!watched.current.has(item.id) || accepted.has(item.id)) return;
    const seen: Seen = { item, acceptedAt: new Date().toISOString(), until: Date.now() + acceptedShownMs };
    setAccepted((before) => new Map(before).set(item.id, seen));
    announce(stateWords(item, { now: Date.now(), acceptedAt: seen.acceptedAt, text, format }));
  });
  useEffect(() => {
    if (![...accepted.values()].some(({ until }) => until <= now)) return;
    setAccepted((before) => new Map([...before].filter(([, { until }]) => until > now)));
  }, [accepted, now]);

  const undo = useAct('outbox.undo', {
    onSuccess: ({ draftId }) => {
      invalidate(client, 'outbox.list', 'draft.list');
      announce(t.undone);
      onReopen(draftId);
    },
    onError: () => {
      invalidate(client, 'outbox.list');
      notify({ words: t.cannotUndo, tone: 'warning' });
    },
  });
  const newest = held.at(-1);
  useShortcut('Ctrl+Z', () => newest && undo.mutate({ id: newest.id }), { enabled: newest !== undefined });

  const first = newest?.id;
  const said = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (!newest || said.current === first) return;
    said.current = first;
    announce(`${t.leavesIn(secondsLeft(newest, Date.now()))}. ${t.undo}: Ctrl+Z`);
  }, [first, newest, announce, t]);

  const shownAccepted = [...accepted.values()].filter(({ item }) => !going.some(({ id }) => id === item.id));
  if (going.length + asking.length + shownAccepted.length === 0) return null;
  return (
    <section className={styles.bars} aria-label={t.region}>
      {asking.slice(0, 1).map((item) => (
        <div key={item.id} className={mergeClasses(styles.bar, styles.asks)}>
          <span className={styles.icon} aria-hidden="true">
            <QuestionCircle20Regular />
          </span>
          <div className={styles.words}>
            <div>
              <bdi className={styles.subject}>{item.subject || text.common.noSubject}</bdi>{' '}
              <span className={styles.about}>
                {toWords(item, text)}
                {asking.length > 1 ? ` - ${t.questions(asking.length)}` : ''}
              </span>
            </div>
            <OutboxQuestion item={item} onReopen={onReopen} />
          </div>
          <Button
            size="small"
            appearance="subtle"
            icon={<Dismiss16Regular />}
            aria-label={t.dismiss}
            onClick={() => setHidden(new Set(hidden).add(item.id))}
          />
        </div>
      ))}
      {going.map((item) => (
        <div key={item.id} className={styles.bar}>
          <span className={styles.icon} aria-hidden="true">
            <SendClock20Regular />
          </span>
          <span className={styles.words}>
            <span className={styles.state}>{stateWords(item, { now, acceptedAt: null, text, format })}</span>{' '}
            <span className={styles.about}>
              - {toWords(item, text)}: <bdi>{item.subject || text.common.noSubject}</bdi>
            </span>
          </span>
          {item.state === 'held' ? (
            <Button size="small" disabled={undo.isPending} onClick={() => undo.mutate({ id: item.id })}>
              {t.undo}
            </Button>
          ) : null}
        </div>
      ))}
      {shownAccepted.map(({ item, acceptedAt }) => (
        <div key={item.id} className={styles.bar}>
          <span className={styles.icon} aria-hidden="true">
            <CheckmarkCircle20Regular />
          </span>
          <span className={styles.words}>
            <span className={styles.state}>{stateWords(item, { now, acceptedAt, text, format })}</span>{' '}
            <span className={styles.about}>
              - {toWords(item, text)}: <bdi>{item.subject || text.common.noSubject}</bdi>
            </span>
          </span>
        </div>
      ))}
    </section>
  );
}
