import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Heart16Regular, Search16Regular, TextUnderlineCharacterU16Regular } from '@fluentui/react-icons';
import { useText } from '../i18n/text.tsx';
import type { Noticed } from './noticed.ts';
import { usePanelStyles } from './panel-styles.ts';

const useStyles = makeStyles({
  item: {
    display: 'flex',
    gap: '6px',
    width: '100%',
    margin: 0,
    padding: '1px 2px',
    border: 'none',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: 'transparent',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  here: { backgroundColor: tokens.colorNeutralBackground1Selected },
  icon: { display: 'inline-flex', flexShrink: 0, color: tokens.colorStatusWarningForeground1 },
  topic: { color: tokens.colorNeutralForeground3 },
  words: { minWidth: 0 },
  cut: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  what: { fontWeight: tokens.fontWeightSemibold },
  why: { color: tokens.colorNeutralForeground3 },
  rule: { padding: '2px 2px 0', color: tokens.colorStatusWarningForeground1 },
  empty: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** What was noticed while somebody writes, and why. Calm: it never opens, never grows, never takes the focus. */
export function PhiPanel({
  noticed,
  rules,
  here,
  onGo,
}: {
  readonly noticed: readonly Noticed[];
  /** What policy would say of it now, in words. */
  readonly rules: readonly string[];
  /** The group that the caret stands in. */
  readonly here: string | null;
  readonly onGo: (one: Noticed) => void;
}) {
  const styles = useStyles();
  const panel = usePanelStyles();
  const t = useText().compose.phi;
  const count = noticed.reduce((sum, { times }) => sum + times, 0);
  const place = { subject: t.inSubject, body: t.inBody, attachment: t.inFile };
  return (
    <section className={panel.panel} aria-label={t.label}>
      <h3 className={panel.head}>
        {t.label}
        <span className={panel.sum}>{count === 0 ? t.nothing : t.count(count)}</span>
      </h3>
      {count === 0 ? <div className={styles.empty}>{t.nothingHint}</div> : null}
      <ul className={panel.list}>
        {noticed.map((one) => (
          <li key={one.key}>
            <button
              type="button"
              className={mergeClasses(styles.item, one.key === here && styles.here)}
              aria-current={one.key === here}
              onClick={() => onGo(one)}
            >
              <span className={mergeClasses(styles.icon, one.type === 'HEALTH' && styles.topic)} aria-hidden="true">
                {one.type === 'HEALTH' ? (
                  <Heart16Regular />
                ) : one.field === 'attachment' ? (
                  <Search16Regular />
                ) : (
                  <TextUnderlineCharacterU16Regular />
                )}
              </span>
              <span className={mergeClasses(styles.words, one.key !== here && styles.cut)} title={one.why}>
                <span className={styles.what}>{one.what}</span> {one.field === 'body' ? '' : `${place[one.field]} `}
                {one.times > 1 ? `${t.times(one.times)} ` : ''}
                <span className={styles.why}>- {one.why}</span>
              </span>
            </button>
          </li>
        ))}
        {rules.map((rule) => (
          <li key={rule} className={styles.rule}>
            {rule}
          </li>
        ))}
      </ul>
    </section>
  );
}
