import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowCircleRight16Regular,
  CheckmarkCircle16Filled,
  Clock16Regular,
  ErrorCircle16Filled,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { MessageView } from '../../shared/model/message.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { type TimelineLine, timeline } from './timeline.ts';
import { dateWords } from './when.ts';

const useStyles = makeStyles({
  box: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  title: { margin: '0 0 4px', fontSize: 'inherit', fontWeight: tokens.fontWeightSemibold },
  list: { margin: 0, padding: 0, listStyleType: 'none', maxHeight: '180px', overflowY: 'auto' },
  item: {
    display: 'grid',
    gridTemplateColumns: '16px minmax(0, 1fr) max-content',
    columnGap: tokens.spacingHorizontalS,
    padding: '2px 0',
  },
  icon: { display: 'inline-flex', color: tokens.colorNeutralForeground3 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  wait: { color: tokens.colorStatusWarningForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  words: { minWidth: 0, overflowWrap: 'anywhere' },
  strong: { fontWeight: tokens.fontWeightSemibold },
  detail: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  at: { color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
  note: { margin: '4px 0 0', color: tokens.colorNeutralForeground3 },
});

const icons: Readonly<Record<TimelineLine['tone'], ReactNode>> = {
  neutral: <ArrowCircleRight16Regular />,
  good: <CheckmarkCircle16Filled />,
  wait: <Clock16Regular />,
  bad: <ErrorCircle16Filled />,
};

/** What is known about a message that was sent from here: stored facts in order, each called what it is. */
export function EvidenceTimeline({ view }: { readonly view: MessageView }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const t = text.reader.evidence;
  if (view.evidence.length === 0 && view.sentBy.length === 0) return null;
  const lines = timeline(view.evidence, text);
  const receipts = view.evidence.some(({ kind }) => kind === 'displayed');
  return (
    <section className={styles.box} aria-label={t.label}>
      <h3 className={styles.title}>{t.label}</h3>
      {lines.length === 0 ? <div className={styles.detail}>{t.none}</div> : null}
      <ol className={styles.list}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two facts may be alike in every field
          <li key={index} className={styles.item}>
            <span
              className={mergeClasses(styles.icon, line.tone !== 'neutral' && styles[line.tone])}
              aria-hidden="true"
            >
              {icons[line.tone]}
            </span>
            <span className={styles.words}>
              <span className={line.tone === 'bad' ? styles.strong : undefined}>{line.words}</span>
              {line.detail ? (
                <span className={styles.detail}>
                  {' '}
                  - {line.detail.from === 'notice' ? t.noticeSaid : t.serverSaid}: <bdi>{line.detail.text}</bdi>
                </span>
              ) : null}
            </span>
            <time className={styles.at} dateTime={line.at} title={format.full(line.at)}>
              {dateWords(format, line.at)}
            </time>
          </li>
        ))}
      </ol>
      {receipts ? <p className={styles.note}>{t.note}</p> : null}
    </section>
  );
}
