import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { focusRing } from '../app/theme.ts';

const useStyles = makeStyles({
  list: { flexGrow: 1, minHeight: 0, overflowY: 'auto', margin: 0, padding: 0, listStyleType: 'none' },
  item: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  current: { backgroundColor: tokens.colorBrandBackground2 },
  main: {
    flexGrow: 1,
    minWidth: 0,
    display: 'grid',
    gap: '2px',
    padding: '8px 12px 8px 14px',
    border: 0,
    font: 'inherit',
    textAlign: 'left',
    color: 'inherit',
    backgroundColor: 'transparent',
    ':focus-visible': focusRing,
  },
  line: { display: 'flex', gap: tokens.spacingHorizontalS, minWidth: 0 },
  cut: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  end: { marginLeft: 'auto', flexShrink: 0 },
  tools: { flexShrink: 0, display: 'flex', paddingRight: '8px' },
  foot: { padding: '0 12px 8px 14px', display: 'flex', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
});

/** A short list of rows that open something: drafts, the outbox. Arrow keys go through it. */
export function PlainList({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const styles = useStyles();
  const list = useRef<HTMLUListElement>(null);
  function onKeyDown(event: KeyboardEvent) {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-main]') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    event.preventDefault();
    rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
  }
  return (
    <ul ref={list} className={styles.list} aria-label={label} onKeyDown={onKeyDown}>
      {children}
    </ul>
  );
}

/** One row: two lines, perhaps tools beside and a question beneath. */
export function PlainRow(props: {
  readonly first: string;
  readonly time: string;
  readonly second: string;
  readonly current?: boolean;
  readonly tools?: ReactNode;
  readonly below?: ReactNode;
  readonly onOpen?: (() => void) | undefined;
}) {
  const styles = useStyles();
  const lines = (
    <>
      <span className={styles.line}>
        <span className={styles.cut} dir="auto">
          {props.first}
        </span>
        <span className={mergeClasses(styles.quiet, styles.end)}>{props.time}</span>
      </span>
      <span className={mergeClasses(styles.cut, styles.quiet)} dir="auto">
        {props.second}
      </span>
    </>
  );
  return (
    <li>
      <div className={mergeClasses(styles.item, props.current && styles.current)}>
        {props.onOpen ? (
          <button type="button" data-main className={styles.main} onClick={props.onOpen}>
            {lines}
          </button>
        ) : (
          <div className={styles.main}>{lines}</div>
        )}
        {props.tools ? <span className={styles.tools}>{props.tools}</span> : null}
      </div>
      {props.below ? <div className={styles.foot}>{props.below}</div> : null}
    </li>
  );
}
