import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  Dismiss12Regular,
  DocumentLock16Regular,
  ErrorCircle16Regular,
  LockClosed16Filled,
  LockOpen16Regular,
  Warning16Regular,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { shortName } from '../kit/people.ts';
import { isSendable, type Pill } from './addresses.ts';
import type { PlanMark } from './plan-words.ts';

const useStyles = makeStyles({
  pill: {
    display: 'inline-flex',
    alignItems: 'stretch',
    maxWidth: '100%',
    minHeight: '26px',
    boxSizing: 'border-box',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: '13px',
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
    overflow: 'hidden',
    ':focus-within': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-1px' },
  },
  wrong: {
    border: `1px dashed ${tokens.colorStatusDangerBorder2}`,
    backgroundColor: tokens.colorStatusDangerBackground1,
    color: tokens.colorStatusDangerForeground1,
  },
  open: {
    border: `1px solid ${tokens.colorStatusWarningBorder2}`,
    backgroundColor: tokens.colorStatusWarningBackground1,
  },
  face: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    minWidth: 0,
    padding: '0 4px 0 8px',
    border: 'none',
    backgroundColor: 'transparent',
    color: 'inherit',
    font: 'inherit',
    fontSize: tokens.fontSizeBase200,
    cursor: 'pointer',
    outlineStyle: 'none',
  },
  name: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', maxWidth: '34ch' },
  icon: { display: 'inline-flex', flexShrink: 0 },
  encrypted: { color: tokens.colorStatusSuccessForeground1 },
  hint: { flexShrink: 0, fontStyle: 'italic' },
  remove: {
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: '24px',
    minHeight: '24px',
    padding: 0,
    border: 'none',
    backgroundColor: 'transparent',
    color: 'inherit',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover },
  },
});

const icons: Readonly<Record<PlanMark, ReactNode>> = {
  encrypted: <LockClosed16Filled />,
  document: <DocumentLock16Regular />,
  plain: <LockOpen16Regular />,
  look: <Warning16Regular />,
};

/** One recipient: who, and how their copy would be protected. */
export function RecipientPill({
  pill,
  mark,
  insist,
  faceRef,
  onEdit,
  onRemove,
  onKeyDown,
}: {
  readonly pill: Pill;
  /** `undefined` while the plan is not known. */
  readonly mark: PlanMark | undefined;
  /** The message must be encrypted, so a plain pill is a problem to be seen. */
  readonly insist: boolean;
  readonly faceRef: (element: HTMLButtonElement | null) => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
  readonly onKeyDown: (event: React.KeyboardEvent) => void;
}) {
  const styles = useStyles();
  const t = useText().compose.pill;
  const right = isSendable(pill.addr);
  const words = !right ? t.notAnAddress : mark === undefined ? '' : t.mark[mark];
  const full = pill.name === '' ? pill.addr : `${pill.name}, ${pill.addr}`;
  const open = right && (mark === 'look' || (insist && mark === 'plain'));
  return (
    <li className={mergeClasses(styles.pill, !right && styles.wrong, open && styles.open)}>
      <button
        type="button"
        ref={faceRef}
        className={styles.face}
        tabIndex={-1}
        title={right ? `${full}${words === '' ? '' : ` - ${words}`}` : t.notAnAddressHint}
        aria-label={`${full}${words === '' ? '' : `, ${words}`}. ${t.keys}`}
        onClick={onEdit}
        onKeyDown={onKeyDown}
      >
        <span
          className={mergeClasses(styles.icon, right && mark === 'encrypted' && styles.encrypted)}
          aria-hidden="true"
        >
          {!right ? <ErrorCircle16Regular /> : mark === undefined ? null : icons[mark]}
        </span>
        <bdi className={styles.name}>{pill.name === '' ? pill.addr : shortName(pill)}</bdi>
        {right ? null : <span className={styles.hint}>{t.notAnAddress}</span>}
      </button>
      <button
        type="button"
        className={styles.remove}
        tabIndex={-1}
        aria-label={t.remove(pill.name === '' ? pill.addr : pill.name)}
        onClick={onRemove}
      >
        <Dismiss12Regular />
      </button>
    </li>
  );
}
