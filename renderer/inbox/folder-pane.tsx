import { Badge, makeStyles, mergeClasses, Tooltip, tokens } from '@fluentui/react-components';
import {
  Archive20Regular,
  Delete20Regular,
  Drafts20Regular,
  Folder20Regular,
  MailInbox20Regular,
  MailProhibited20Regular,
  Send20Regular,
  SendClock20Regular,
} from '@fluentui/react-icons';
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import type { SpecialUse } from '../../shared/model/message.ts';
import { type Place, useDesk } from '../app/desk.tsx';
import { focusRing } from '../app/theme.ts';
import { useAsk } from '../bridge/query.ts';
import { useFormat, useLocale, useText } from '../i18n/text.tsx';
import { tagOf } from '../i18n/words.ts';
import { useThreadActions } from './actions.tsx';
import { draggedThreads } from './drag.ts';
import { type FolderGroup, groupFolders } from './folders.ts';

const useStyles = makeStyles({
  pane: {
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  scroll: { flexGrow: 1, minHeight: 0, overflowY: 'auto', overflowX: 'hidden', padding: '6px 0' },
  foot: { flexShrink: 0, padding: '6px 0', borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  heading: {
    padding: '10px 14px 4px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground3,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  headingFolded: { height: '1px', margin: '6px 12px', padding: 0, backgroundColor: tokens.colorNeutralStroke2 },
  row: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    boxSizing: 'border-box',
    width: 'calc(100% - 12px)',
    height: '32px',
    margin: '0 6px',
    padding: '0 8px',
    border: 0,
    borderRadius: tokens.borderRadiusMedium,
    font: 'inherit',
    textAlign: 'left',
    color: tokens.colorNeutralForeground1,
    backgroundColor: 'transparent',
    cursor: 'default',
    userSelect: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground2Hover },
    ':focus-visible': focusRing,
  },
  folded: { justifyContent: 'center', padding: 0 },
  current: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Selected },
    '::before': {
      content: '""',
      position: 'absolute',
      left: 0,
      top: '8px',
      bottom: '8px',
      width: '3px',
      borderRadius: '2px',
      backgroundColor: tokens.colorCompoundBrandStroke,
    },
  },
  dropping: { outline: `2px dashed ${tokens.colorBrandStroke1}`, outlineOffset: '-2px' },
  icon: { display: 'inline-flex', flexShrink: 0, color: tokens.colorNeutralForeground2 },
  iconCurrent: { color: tokens.colorBrandForeground1 },
  label: { flexGrow: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  count: {
    flexShrink: 0,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground2,
  },
  unread: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
  dot: { position: 'absolute', top: '1px', right: '-2px', fontVariantNumeric: 'tabular-nums' },
});

const icons: Readonly<Record<SpecialUse, ReactNode>> = {
  inbox: <MailInbox20Regular />,
  drafts: <Drafts20Regular />,
  sent: <Send20Regular />,
  archive: <Archive20Regular />,
  junk: <MailProhibited20Regular />,
  trash: <Delete20Regular />,
};

interface Entry {
  readonly key: string;
  readonly place: Place;
  readonly label: string;
  readonly icon: ReactNode;
  readonly level: number;
  readonly count: number;
  /** The count is of unread messages, so it stands out. */
  readonly unread: boolean;
}

function entriesOf(group: FolderGroup): readonly Entry[] {
  return group.folders.map(({ mailbox, label, level }) => ({
    key: `mailbox-${mailbox.id}`,
    place: { kind: 'mailbox', mailboxId: mailbox.id },
    label,
    icon: mailbox.specialUse === null ? <Folder20Regular /> : icons[mailbox.specialUse],
    level,
    count: mailbox.specialUse === 'drafts' ? mailbox.total : mailbox.unseen,
    unread: mailbox.specialUse !== 'drafts',
  }));
}

function samePlace(a: Place, b: Place): boolean {
  return a.kind === b.kind && (a.kind !== 'mailbox' || b.kind !== 'mailbox' || a.mailboxId === b.mailboxId);
}

/** Folders of every account, and what is on this computer only. One tab stop; arrows move inside. */
export function FolderPane({ width, folded }: { readonly width: number; readonly folded: boolean }) {
  const styles = useStyles();
  const text = useText();
  const tag = tagOf[useLocale()];
  const desk = useDesk();
  const accounts = useAsk('account.list', {});
  const mailboxes = useAsk('mailbox.list', {});
  const drafts = useAsk('draft.list', {});
  const outbox = useAsk('outbox.list', {});
  const pane = useRef<HTMLElement>(null);

  const groups = useMemo(
    () => groupFolders(text, accounts.data?.accounts ?? [], mailboxes.data?.mailboxes ?? [], tag),
    [text, accounts.data, mailboxes.data, tag],
  );
  const waiting =
    outbox.data?.items.filter((item) => !['filed', 'undone', 'accepted'].includes(item.state)).length ?? 0;
  const local: readonly Entry[] = [
    {
      key: 'drafts',
      place: { kind: 'drafts' },
      label: text.inbox.drafts,
      icon: <Drafts20Regular />,
      level: 0,
      count: drafts.data?.drafts.length ?? 0,
      unread: false,
    },
    {
      key: 'outbox',
      place: { kind: 'outbox' },
      label: text.inbox.outbox,
      icon: <SendClock20Regular />,
      level: 0,
      count: waiting,
      unread: false,
    },
  ];
  const entries = [...groups.flatMap(entriesOf), ...local];
  const current = entries.find((entry) => samePlace(entry.place, desk.place)) ?? entries[0];

  function onKeyDown(event: KeyboardEvent) {
    const rows = [...(pane.current?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const to =
      event.key === 'ArrowDown'
        ? at + 1
        : event.key === 'ArrowUp'
          ? at - 1
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? rows.length - 1
              : -1;
    if (to < 0 || at < 0) return;
    event.preventDefault();
    rows[Math.min(to, rows.length - 1)]?.focus();
  }

  const row = (entry: Entry) => (
    <FolderRow
      key={entry.key}
      entry={entry}
      folded={folded}
      current={samePlace(entry.place, desk.place)}
      tabStop={entry.key === current?.key}
    />
  );

  return (
    <nav
      ref={pane}
      className={styles.pane}
      style={{ width: folded ? 48 : width }}
      aria-label={text.app.folders}
      data-pane="folders"
    >
      <div role="tree" aria-label={text.app.folders} onKeyDown={onKeyDown} style={{ display: 'contents' }}>
        <div className={styles.scroll} role="none">
          {groups.map((group, index) => (
            <div key={group.account.id} role="none">
              {folded ? (
                index === 0 ? null : (
                  <div className={styles.headingFolded} />
                )
              ) : (
                <div className={styles.heading} title={group.account.address} role="none">
                  {group.account.displayName || group.account.address}
                </div>
              )}
              {entriesOf(group).map(row)}
            </div>
          ))}
        </div>
        <div className={styles.foot} role="none">
          {local.map(row)}
        </div>
      </div>
    </nav>
  );
}

function FolderRow({
  entry,
  folded,
  current,
  tabStop,
}: {
  readonly entry: Entry;
  readonly folded: boolean;
  readonly current: boolean;
  readonly tabStop: boolean;
}) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const desk = useDesk();
  const actions = useThreadActions();
  const [dropping, setDropping] = useState(false);
  const name =
    entry.count === 0
      ? entry.label
      : entry.unread
        ? text.inbox.unreadIn(entry.label, entry.count)
        : text.inbox.countIn(entry.label, entry.count);
  const target = entry.place.kind === 'mailbox' ? entry.place.mailboxId : null;
  const row = (
    <button
      type="button"
      role="treeitem"
      aria-level={entry.level + 1}
      aria-selected={current}
      aria-label={name}
      tabIndex={tabStop ? 0 : -1}
      data-folder={entry.key}
      className={mergeClasses(
        styles.row,
        folded && styles.folded,
        current && styles.current,
        dropping && styles.dropping,
      )}
      style={folded || entry.level === 0 ? undefined : { paddingLeft: 8 + entry.level * 14 }}
      onClick={() => desk.go(entry.place)}
      onDragOver={(event) => {
        if (target === null || draggedThreads.current === null) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={() => {
        setDropping(false);
        const dragged = draggedThreads.current;
        if (dragged !== null && target !== null) void actions.move(dragged, target, entry.label);
      }}
    >
      <span className={mergeClasses(styles.icon, current && styles.iconCurrent)}>{entry.icon}</span>
      {folded ? null : <span className={styles.label}>{entry.label}</span>}
      {entry.count === 0 ? null : folded ? (
        <Badge className={styles.dot} size="small" appearance="filled" color={entry.unread ? 'brand' : 'informative'}>
          {entry.count > 99 ? '99+' : entry.count}
        </Badge>
      ) : (
        <span className={mergeClasses(styles.count, entry.unread && styles.unread)}>{format.number(entry.count)}</span>
      )}
    </button>
  );
  return folded ? (
    <Tooltip content={name} relationship="inaccessible" positioning="after">
      {row}
    </Tooltip>
  ) : (
    row
  );
}
