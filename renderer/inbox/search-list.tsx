import { Dismiss20Regular, SearchInfo24Regular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import { useDesk } from '../app/desk.tsx';
import { ask } from '../bridge/client.ts';
import { useText } from '../i18n/text.tsx';
import { useAnnounce } from '../kit/announce.tsx';
import { Blank } from '../kit/blank.tsx';
import { HeadButton, ListHead } from './list-head.tsx';
import { ThreadPane } from './thread-pane.tsx';
import { useThreadPages } from './use-thread-list.ts';

/** Conversations that hold the words, and how much has been searched to find them. */
export function SearchList({ words }: { readonly words: string }) {
  const text = useText();
  const announce = useAnnounce();
  const { leaveSearch } = useDesk();
  const [reach, setReach] = useState<{ readonly indexed: number; readonly known: number } | null>(null);
  const pages = useThreadPages(
    words,
    async (offset, limit) => {
      const { indexed, known, ...answer } = await ask('search.query', { text: words, offset, limit });
      setReach({ indexed, known });
      return answer;
    },
    () => true,
  );
  const { total } = pages;
  const searched = reach === null ? '' : text.inbox.searched(reach.indexed, reach.known);

  useEffect(() => {
    if (total !== null) announce(`${text.inbox.found(total)}, ${searched}`);
  }, [total, searched, announce, text]);

  return (
    <ThreadPane
      key={words}
      pages={pages}
      label={text.inbox.results(words)}
      mailboxId={null}
      accountId={null}
      outgoing={false}
      head={
        <ListHead
          title={text.inbox.results(words)}
          end={<HeadButton words={text.inbox.leaveSearch} icon={<Dismiss20Regular />} onClick={leaveSearch} />}
        >
          <SearchReach found={total === null ? text.inbox.searching : text.inbox.found(total)} searched={searched} />
        </ListHead>
      }
      empty={
        <Blank icon={<SearchInfo24Regular />} title={text.inbox.noResults(words)}>
          {text.inbox.noResultsHint}
        </Blank>
      }
    />
  );
}

function SearchReach({ found, searched }: { readonly found: string; readonly searched: string }) {
  return (
    <small
      style={{
        paddingLeft: 4,
        whiteSpace: 'nowrap',
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      {found}
      {searched === '' ? '' : ` · ${searched}`}
    </small>
  );
}
