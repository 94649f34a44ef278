import { makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useId } from 'react';

const useStyles = makeStyles({
  group: { marginBottom: '28px' },
  heading: {
    margin: '0 0 8px',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  rows: {
    display: 'grid',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
    '> *:not(:last-child)': { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalL,
    minHeight: '48px',
    boxSizing: 'border-box',
    padding: '8px 14px',
    '@media (max-width: 600px)': { flexWrap: 'wrap', gap: '4px' },
  },
  words: { flexGrow: 1, minWidth: '180px', display: 'grid' },
  hint: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
  },
  control: { flexShrink: 0, display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, maxWidth: '100%' },
});

/** Settings that belong together, under one heading. */
export function Group({ heading, children }: { readonly heading?: string; readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <section className={styles.group}>
      {heading ? <h2 className={styles.heading}>{heading}</h2> : null}
      <div className={styles.rows}>{children}</div>
    </section>
  );
}

/** One setting: its name, perhaps a sentence, and its control, which gets the name as its label. */
export function Setting({
  label,
  hint,
  children,
}: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly children?: ReactNode | ((labelId: string) => ReactNode);
}) {
  const styles = useStyles();
  const id = useId();
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <span id={id}>{label}</span>
        {hint ? <span className={styles.hint}>{hint}</span> : null}
      </div>
      <div className={styles.control}>{typeof children === 'function' ? children(id) : children}</div>
    </div>
  );
}
