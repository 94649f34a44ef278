import { makeStyles, tokens } from '@fluentui/react-components';
import { useDesk } from '../app/desk.tsx';
import { useText } from '../i18n/text.tsx';
import { Beginning } from './beginning.tsx';
import { DraftList } from './draft-list.tsx';
import { MailboxList } from './mailbox-list.tsx';
import { OutboxPane } from './outbox-pane.tsx';
import { SearchList } from './search-list.tsx';

const useStyles = makeStyles({
  pane: {
    display: 'flex',
    flexDirection: 'column',
    minWidth: 0,
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground1,
  },
});

/** The middle pane: conversations of a folder, search results, drafts or the outbox. `width` is `null` when it fills. */
export function ListPane({ width }: { readonly width: number | null }) {
  const styles = useStyles();
  const text = useText();
  const { place } = useDesk();
  return (
    <section
      className={styles.pane}
      style={width === null ? { flexGrow: 1 } : { width, flexShrink: 0 }}
      aria-label={text.app.list}
      data-pane="list"
    >
      {place.kind === 'mailbox' ? (
        <MailboxList key={place.mailboxId} mailboxId={place.mailboxId} />
      ) : place.kind === 'search' ? (
        <SearchList words={place.words} />
      ) : place.kind === 'drafts' ? (
        <DraftList />
      ) : place.kind === 'outbox' ? (
        <OutboxPane />
      ) : (
        <Beginning />
      )}
    </section>
  );
}
