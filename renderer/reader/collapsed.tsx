import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ChevronDown16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { MessageHead } from '../../shared/model/message.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { Mark } from '../kit/marks.tsx';
import { shortName } from '../kit/people.ts';
import { dateWords } from './when.ts';

const useStyles = makeStyles({
  group: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
  },
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  line: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    width: '100%',
    minHeight: '30px',
    margin: 0,
    padding: `3px ${tokens.spacingHorizontalM}`,
    border: 'none',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    font: 'inherit',
    fontSize: tokens.fontSizeBase200,
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  last: { borderBottom: 'none' },
  who: { flex: '1 1 auto', minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  unseen: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  to: { color: tokens.colorNeutralForeground3, fontWeight: tokens.fontWeightRegular },
  when: { flexShrink: 0, color: tokens.colorNeutralForeground3 },
});

/** Messages of the thread that are not opened: one line each, the oldest folded away when they are many. */
export function Collapsed({
  heads,
  foldFrom,
  onOpen,
}: {
  readonly heads: readonly MessageHead[];
  readonly foldFrom: number;
  readonly onOpen: (messageId: number) => void;
}) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const [all, setAll] = useState(false);
  if (heads.length === 0) return null;
  const hidden = all || heads.length <= foldFrom + 1 ? 0 : heads.length - foldFrom;
  const shown = heads.slice(hidden);
  return (
    <li className={styles.group}>
      {hidden > 0 ? (
        <button type="button" className={styles.line} onClick={() => setAll(true)}>
          <ChevronDown16Regular />
          {text.reader.earlier(hidden)}
        </button>
      ) : null}
      <ul className={styles.list}>
        {shown.map((head, index) => {
          const who = head.from[0] ? shortName(head.from[0]) : text.common.noName;
          const when = dateWords(format, head.date);
          const to = head.to.slice(0, 2).map(shortName).join(', ');
          return (
            <li key={head.id}>
              <button
                type="button"
                className={mergeClasses(styles.line, index === shown.length - 1 && styles.last)}
                aria-label={`${head.seen ? '' : `${text.common.mark.unread}. `}${text.reader.collapsedMessage(who, when)}`}
                onClick={() => onOpen(head.id)}
              >
                <span className={mergeClasses(styles.who, !head.seen && styles.unseen)}>
                  <bdi>{who}</bdi>{' '}
                  {to === '' ? null : (
                    <span className={styles.to}>
                      {text.reader.head.to.toLowerCase()} <bdi>{to}</bdi>
                    </span>
                  )}
                </span>
                {head.flagged ? <Mark name="flagged" /> : null}
                {head.answered ? <Mark name="answered" /> : null}
                <time className={styles.when} dateTime={head.date} title={format.full(head.date)}>
                  {when}
                </time>
              </button>
            </li>
          );
        })}
      </ul>
    </li>
  );
}
