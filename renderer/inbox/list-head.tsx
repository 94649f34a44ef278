import { Button, makeStyles, mergeClasses, Toolbar, ToolbarButton, Tooltip, tokens } from '@fluentui/react-components';
import {
  Delete20Regular,
  Dismiss20Regular,
  Flag20Regular,
  FolderArrowRight20Regular,
  MailRead20Regular,
  MailUnread20Regular,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';

const useStyles = makeStyles({
  head: {
    flexShrink: 0,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    // Alone in the window the pane is wide and the window low: one line holds both.
    '@media (max-width: 759px)': { display: 'flex', alignItems: 'center' },
  },
  line: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    boxSizing: 'border-box',
    height: '40px',
    padding: '0 8px 0 14px',
    '@media (max-width: 759px)': { flexGrow: 1, minWidth: 0 },
  },
  title: {
    minWidth: 0,
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  note: {
    flexShrink: 0,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
    fontVariantNumeric: 'tabular-nums',
  },
  end: { marginLeft: 'auto', flexShrink: 0, display: 'flex' },
  second: {
    height: '32px',
    padding: '0 10px 4px',
    '@media (max-width: 759px)': { flexGrow: 0, flexShrink: 0, paddingBottom: 0 },
  },
  bar: { padding: 0, marginLeft: 'auto', flexShrink: 0 },
});

/** Heading of a list: its name, one number, and at most one row of choices beneath. */
export function ListHead({
  title,
  note,
  end,
  children,
}: {
  readonly title: string;
  readonly note?: string;
  readonly end?: ReactNode;
  readonly children?: ReactNode;
}) {
  const styles = useStyles();
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        <h1 className={styles.title} title={title}>
          {title}
        </h1>
        {note ? <span className={styles.note}>{note}</span> : null}
        {end ? <span className={styles.end}>{end}</span> : null}
      </div>
      {children ? <div className={mergeClasses(styles.line, styles.second)}>{children}</div> : null}
    </header>
  );
}

/** Takes the heading's place, and its height, while several conversations are chosen. */
export function SelectionHead({
  words,
  allSeen,
  onDelete,
  onMove,
  onFlag,
  onSeen,
  onClear,
  children,
}: {
  readonly words: string;
  readonly allSeen: boolean;
  readonly onDelete: () => void;
  readonly onMove: () => void;
  readonly onFlag: () => void;
  readonly onSeen: () => void;
  readonly onClear: () => void;
  readonly children?: ReactNode;
}) {
  const styles = useStyles();
  const text = useText();
  const seenWords = allSeen ? text.inbox.markUnread : text.inbox.markRead;
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        <span className={styles.title}>{words}</span>
        <Toolbar className={styles.bar} size="small" aria-label={words}>
          <Tool words={text.inbox.remove} icon={<Delete20Regular />} onClick={onDelete} />
          <Tool words={text.inbox.move} icon={<FolderArrowRight20Regular />} onClick={onMove} />
          <Tool words={text.inbox.flag} icon={<Flag20Regular />} onClick={onFlag} />
          <Tool words={seenWords} icon={allSeen ? <MailUnread20Regular /> : <MailRead20Regular />} onClick={onSeen} />
          <Tool words={text.inbox.clearSelection} icon={<Dismiss20Regular />} onClick={onClear} />
        </Toolbar>
      </div>
      {children ? <div className={mergeClasses(styles.line, styles.second)}>{children}</div> : null}
    </header>
  );
}

function Tool({
  words,
  icon,
  onClick,
}: {
  readonly words: string;
  readonly icon: ReactNode;
  readonly onClick: () => void;
}) {
  return (
    <Tooltip content={words} relationship="label">
      <ToolbarButton icon={<span style={{ display: 'flex' }}>{icon}</span>} onClick={onClick} />
    </Tooltip>
  );
}

/** A small icon button of a heading. */
export function HeadButton(props: { readonly words: string; readonly icon: ReactNode; readonly onClick: () => void }) {
  return (
    <Tooltip content={props.words} relationship="label">
      <Button
        appearance="subtle"
        size="small"
        icon={<span style={{ display: 'flex' }}>{props.icon}</span>}
        onClick={props.onClick}
      />
    </Tooltip>
  );
}
