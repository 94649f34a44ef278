import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { type Address, foldAddress } from '../../shared/model/address.ts';
import type { MessageHead } from '../../shared/model/message.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { shortName } from '../kit/people.ts';
import { dateWords } from './when.ts';

const useStyles = makeStyles({
  header: { display: 'flex', flexDirection: 'column', gap: '2px', minWidth: 0 },
  subject: {
    margin: `0 0 ${tokens.spacingVerticalXS}`,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 4,
    overflow: 'hidden',
  },
  whole: { WebkitLineClamp: 'unset' },
  first: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalL,
    minWidth: 0,
  },
  from: { minWidth: 0, overflowWrap: 'anywhere' },
  name: { fontWeight: tokens.fontWeightSemibold },
  addr: { color: tokens.colorNeutralForeground3 },
  date: { color: tokens.colorNeutralForeground2, whiteSpace: 'nowrap' },
  line: {
    display: 'flex',
    alignItems: 'baseline',
    gap: tokens.spacingHorizontalXS,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    minWidth: 0,
  },
  label: { color: tokens.colorNeutralForeground3, flexShrink: 0 },
  people: { minWidth: 0, overflowWrap: 'anywhere' },
  all: { maxHeight: '160px', overflowY: 'auto', margin: 0, paddingInlineStart: 0, listStyleType: 'none' },
  more: { minWidth: 'auto', padding: '0 4px' },
});

const shownAtOnce = 3;

function People({
  label,
  people,
  own,
}: {
  readonly label: string;
  readonly people: readonly Address[];
  readonly own: ReadonlySet<string>;
}) {
  const styles = useStyles();
  const text = useText();
  const t = text.reader.head;
  const [all, setAll] = useState(false);
  if (people.length === 0) return null;
  const called = (who: Address) => (own.has(foldAddress(who.addr)) ? text.common.you : shortName(who));
  const rest = people.length - shownAtOnce;
  return (
    <div className={styles.line}>
      <span className={styles.label}>{label}</span>
      {all ? (
        <ul className={`${styles.people} ${styles.all}`}>
          {people.map((who) => (
            <li key={who.addr}>
              <bdi>{who.name}</bdi> {who.name === '' ? who.addr : <span className={styles.addr}>{who.addr}</span>}
            </li>
          ))}
        </ul>
      ) : (
        <span className={styles.people}>
          {people.slice(0, shownAtOnce).map((who, index) => (
            <span key={who.addr}>
              {index > 0 ? ', ' : ''}
              <bdi title={who.addr}>{called(who)}</bdi>
            </span>
          ))}{' '}
          {rest > 0 ? t.andOthers(rest) : null}
        </span>
      )}
      <Button
        className={styles.more}
        size="small"
        appearance="transparent"
        aria-expanded={all}
        onClick={() => setAll(!all)}
      >
        {all ? t.showLess : rest > 0 ? t.showAll : t.addresses}
      </Button>
    </div>
  );
}

/** Subject, sender with address, recipients, date in words with the exact one under the pointer. */
export function MessageHeader({
  head,
  replyTo = [],
  own,
}: {
  readonly head: Pick<MessageHead, 'from' | 'to' | 'cc' | 'subject' | 'date'>;
  readonly replyTo?: readonly Address[];
  /** Folded addresses of this profile's accounts. */
  readonly own: ReadonlySet<string>;
}) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const t = text.reader.head;
  const fromAddrs = new Set(head.from.map(({ addr }) => foldAddress(addr)));
  const others = replyTo.filter(({ addr }) => !fromAddrs.has(foldAddress(addr)));
  return (
    <header className={styles.header}>
      <h2 className={styles.subject} dir="auto" title={head.subject.length > 200 ? head.subject : undefined}>
        {head.subject.trim() === '' ? text.common.noSubject : head.subject}
      </h2>
      <div className={styles.first}>
        <div className={styles.from}>
          {head.from.length === 0 ? <span className={styles.addr}>{text.common.noName}</span> : null}
          {head.from.map((who, index) => (
            <span key={who.addr}>
              {index > 0 ? ', ' : ''}
              <bdi className={styles.name}>{who.name.trim() === '' ? who.addr : who.name}</bdi>{' '}
              {who.name.trim() === '' ? null : (
                <span className={styles.addr}>
                  &lt;<bdi>{who.addr}</bdi>&gt;
                </span>
              )}
            </span>
          ))}
        </div>
        <time className={styles.date} dateTime={head.date} title={format.full(head.date)}>
          {dateWords(format, head.date) || text.common.unknownDate}
        </time>
      </div>
      <People label={t.to} people={head.to} own={own} />
      <People label={t.cc} people={head.cc} own={own} />
      <People label={t.replyTo} people={others.map(({ addr }) => ({ name: addr, addr }))} own={own} />
    </header>
  );
}
