import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { DocumentLock16Regular, LockClosed16Filled, LockOpen16Regular, Warning16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { Plan } from '../../shared/model/plan.ts';
import { useText } from '../i18n/text.tsx';
import { type PlanMark, planLines, unprotected } from './plan-words.ts';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', minWidth: 0, minHeight: 0, height: '100%' },
  head: {
    display: 'flex',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  sum: { fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground3 },
  list: {
    flex: '1 1 auto',
    minHeight: 0,
    margin: '2px 0 0',
    padding: 0,
    listStyleType: 'none',
    overflowY: 'auto',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  line: { display: 'flex', gap: '6px', padding: '1px 0' },
  icon: { display: 'inline-flex', flexShrink: 0, color: tokens.colorNeutralForeground3 },
  encrypted: { color: tokens.colorStatusSuccessForeground1 },
  look: { color: tokens.colorStatusWarningForeground1 },
  words: { minWidth: 0, overflowWrap: 'anywhere' },
  how: { fontWeight: tokens.fontWeightSemibold },
  why: { color: tokens.colorNeutralForeground3 },
  empty: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  must: { color: tokens.colorStatusWarningForeground1, fontSize: tokens.fontSizeBase200 },
});

const icons: Readonly<Record<PlanMark, ReactNode>> = {
  encrypted: <LockClosed16Filled />,
  document: <DocumentLock16Regular />,
  plain: <LockOpen16Regular />,
  look: <Warning16Regular />,
};

/** How the message will leave: one line per recipient, in words. Scrolls in itself and never grows. */
export function PlanPanel({
  plan,
  failed,
  waiting,
  mustProtect,
}: {
  /** `undefined` while there is nobody to send to, or nothing is known yet. */
  readonly plan: Plan | undefined;
  readonly failed: boolean;
  readonly waiting: boolean;
  readonly mustProtect: boolean;
}) {
  const styles = useStyles();
  const text = useText();
  const t = text.compose.plan;
  const lines = plan ? planLines(plan, text) : [];
  const open = plan ? unprotected(plan).length : 0;
  return (
    <section className={styles.panel} aria-label={t.label} aria-busy={waiting}>
      <h3 className={styles.head}>
        {t.label}
        <span className={styles.sum}>
          {waiting ? t.checking : lines.length === 0 ? '' : open === 0 ? t.allProtected : t.notAllProtected}
        </span>
      </h3>
      {failed ? <div className={styles.empty}>{t.failed}</div> : null}
      {lines.length === 0 && !failed ? <div className={styles.empty}>{t.empty}</div> : null}
      <ul className={styles.list} tabIndex={lines.length > 3 ? 0 : -1}>
        {mustProtect && open > 0 ? <li className={styles.must}>{`${t.mustProtect} ${t.cannotSend(open)}`}</li> : null}
        {lines.map((line) => (
          <li key={line.addr} className={styles.line}>
            <span
              className={mergeClasses(
                styles.icon,
                line.mark === 'encrypted' && styles.encrypted,
                (line.mark === 'look' || (mustProtect && line.mark === 'plain')) && styles.look,
              )}
              aria-hidden="true"
            >
              {icons[line.mark]}
            </span>
            <span className={styles.words}>
              <bdi>{line.who}</bdi> <span className={styles.how}>{line.how}</span>
              {line.why === '' ? null : <span className={styles.why}>: {line.why}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
