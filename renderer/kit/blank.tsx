import { makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { useText } from '../i18n/text.tsx';

const useStyles = makeStyles({
  blank: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingVerticalS,
    height: '100%',
    padding: tokens.spacingHorizontalXXL,
    textAlign: 'center',
    color: tokens.colorNeutralForeground3,
  },
  icon: { fontSize: '32px', lineHeight: 1, color: tokens.colorNeutralForeground4 },
  words: { maxWidth: '340px', textWrap: 'balance' },
  title: { color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightSemibold },
});

/** A place with nothing in it: a small icon, one sentence, perhaps one thing to do. */
export function Blank({
  icon,
  title,
  children,
  action,
  className,
}: {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
}) {
  const styles = useStyles();
  return (
    <div className={mergeClasses(styles.blank, className)}>
      {icon ? (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      ) : null}
      <span className={mergeClasses(styles.words, styles.title)}>{title}</span>
      {children ? <span className={styles.words}>{children}</span> : null}
      {action ?? null}
    </div>
  );
}

/** `true` once `milliseconds` have passed while mounted: what answers at once must not flash a spinner. */
export function useLater(milliseconds = 250): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return late;
}

/** Waiting for an answer: nothing for a quarter of a second, then a spinner with words. */
export function Waiting({ words }: { readonly words?: string }) {
  const styles = useStyles();
  const text = useText();
  const late = useLater();
  return (
    <div className={styles.blank} aria-busy="true">
      {late ? <Spinner size="small" label={words ?? text.common.loading} /> : null}
    </div>
  );
}
