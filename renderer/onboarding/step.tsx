import { makeStyles, tokens } from '@fluentui/react-components';
import type { FormEvent, ReactNode } from 'react';

const useStyles = makeStyles({
  step: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    // A place to begin reading, not something to press.
    outlineStyle: 'none',
  },
  hint: { margin: '4px 0 0', color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS, marginTop: tokens.spacingVerticalS, flexWrap: 'wrap' },
});

/** One calm page: a heading, a sentence, fields, and what comes next. */
export function Step(props: {
  readonly title: string;
  readonly hint: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly onSubmit: () => void;
}) {
  const styles = useStyles();
  return (
    <form
      className={styles.step}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        props.onSubmit();
      }}
    >
      <header>
        <h1 className={styles.title} tabIndex={-1}>
          {props.title}
        </h1>
        <p className={styles.hint}>{props.hint}</p>
      </header>
      {props.children}
      {props.actions ? <div className={styles.actions}>{props.actions}</div> : null}
    </form>
  );
}
