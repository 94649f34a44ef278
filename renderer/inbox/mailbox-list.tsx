import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircle24Regular, Filter24Regular, FolderOpen24Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { focusRing } from '../app/theme.ts';
import { ask } from '../bridge/client.ts';
import { useAsk } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { Blank } from '../kit/blank.tsx';
import { Beginning } from './beginning.tsx';
import { folderLabel } from './folders.ts';
import { ListHead } from './list-head.tsx';
import { ThreadPane } from './thread-pane.tsx';
import { useThreadPages } from './use-thread-list.ts';

const filters = ['all', 'unseen', 'flagged'] as const;
type Filter = (typeof filters)[number];

const useStyles = makeStyles({
  filters: { display: 'flex', gap: '2px', margin: 0, padding: 0, border: 0 },
  filter: {
    height: '26px',
    padding: '0 10px',
    border: 0,
    borderRadius: tokens.borderRadiusCircular,
    font: 'inherit',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    backgroundColor: 'transparent',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': focusRing,
  },
  on: {
    color: tokens.colorBrandForeground2,
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorBrandBackground2,
  },
});

/** Conversations of one folder. */
export function MailboxList({ mailboxId }: { readonly mailboxId: number }) {
  const styles = useStyles();
  const text = useText();
  const [filter, setFilter] = useState<Filter>('all');
  const mailboxes = useAsk('mailbox.list', {});
  const status = useAsk('account.status', {});
  const mailbox = mailboxes.data?.mailboxes.find((one) => one.id === mailboxId);
  const pages = useThreadPages(
    `${mailboxId} ${filter}`,
    (offset, limit) => ask('thread.list', { mailboxId, offset, limit, filter }),
    (ids) => ids.includes(mailboxId),
  );
  const sync = status.data?.accounts.find((one) => one.accountId === mailbox?.accountId);
  const fetching = sync !== undefined && sync.fetched < sync.total;
  const label = mailbox ? folderLabel(text, mailbox) : '';
  const words: Readonly<Record<Filter, string>> = {
    all: text.inbox.all,
    unseen: text.inbox.unread,
    flagged: text.inbox.flagged,
  };

  const choices = (
    <fieldset className={styles.filters} aria-label={text.inbox.filter}>
      {filters.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === filter}
          className={mergeClasses(styles.filter, one === filter && styles.on)}
          onClick={() => setFilter(one)}
        >
          {words[one]}
        </button>
      ))}
    </fieldset>
  );

  const empty =
    filter !== 'all' ? (
      <Blank
        icon={<Filter24Regular />}
        title={filter === 'unseen' ? text.inbox.emptyUnread : text.inbox.emptyFlagged}
        action={
          <Button size="small" onClick={() => setFilter('all')}>
            {text.inbox.showAll}
          </Button>
        }
      />
    ) : fetching ? (
      <Beginning />
    ) : mailbox?.specialUse === 'inbox' ? (
      <Blank icon={<CheckmarkCircle24Regular />} title={text.inbox.emptyInbox}>
        {text.inbox.emptyInboxHint}
      </Blank>
    ) : (
      <Blank icon={<FolderOpen24Regular />} title={text.inbox.emptyFolder} />
    );

  return (
    <ThreadPane
      key={filter}
      pages={pages}
      label={label}
      mailboxId={mailboxId}
      accountId={mailbox?.accountId ?? null}
      outgoing={mailbox?.specialUse === 'sent'}
      filters={choices}
      head={
        <ListHead
          title={label}
          {...(mailbox && mailbox.unseen > 0 ? { note: text.inbox.unreadCount(mailbox.unseen) } : {})}
        >
          {choices}
        </ListHead>
      }
      empty={empty}
    />
  );
}
