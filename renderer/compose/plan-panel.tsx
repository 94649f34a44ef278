import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { DocumentLock16Regular, LockClosed16Filled, LockOpen16Regular, Warning16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { Plan } from '../../shared/model/plan.ts';
import { useText } from '../i18n/text.tsx';
import { usePanelStyles } from './panel-styles.ts';
import { type PlanMark, planLines, unprotected } from './plan-words.ts';

const useStyles = makeStyles({
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
  const panel = usePanelStyles();
  const text = useText();
  const t = text.compose.plan;
  const lines = plan ? planLines(plan, text) : [];
  const open = plan ? unprotected(plan).length : 0;
  return (
    <section className={panel.panel} aria-label={t.label} aria-busy={waiting}>
      <h3 className={panel.head}>
        {t.label}
        <span className={panel.sum}>
          {waiting ? t.checking : lines.length === 0 ? '' : open === 0 ? t.allProtected : t.notAllProtected}
        </span>
      </h3>
      {failed ? <div className={styles.empty}>{t.failed}</div> : null}
      {lines.length === 0 && !failed ? <div className={styles.empty}>{t.empty}</div> : null}
      <ul className={panel.list} tabIndex={lines.length > 3 ? 0 : -1}>
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
