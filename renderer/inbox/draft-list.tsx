import { Delete20Regular, Drafts24Regular } from '@fluentui/react-icons';
import { useDesk } from '../app/desk.tsx';
import { useAct, useAsk } from '../bridge/query.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { Blank, Waiting } from '../kit/blank.tsx';
import { useNotice } from '../kit/notice.tsx';
import { shortName } from '../kit/people.ts';
import { ProblemPage } from '../kit/problem.tsx';
import { HeadButton, ListHead } from './list-head.tsx';
import { PlainList, PlainRow } from './plain-list.tsx';

/** What has been begun and not sent. */
export function DraftList() {
  const text = useText();
  const format = useFormat();
  const desk = useDesk();
  const notify = useNotice();
  const drafts = useAsk('draft.list', {});
  const discard = useAct('draft.discard', {
    onSuccess: () => {
      notify({ words: text.app.draftDiscarded });
      void drafts.refetch();
    },
  });
  const list = drafts.data?.drafts ?? [];
  return (
    <>
      <ListHead title={text.inbox.drafts} {...(list.length > 0 ? { note: format.number(list.length) } : {})} />
      {drafts.error ? (
        <Blank title="" action={<ProblemPage error={drafts.error} onRetry={() => void drafts.refetch()} />} />
      ) : drafts.data === undefined ? (
        <Waiting />
      ) : list.length === 0 ? (
        <Blank icon={<Drafts24Regular />} title={text.inbox.emptyDrafts}>
          {text.inbox.emptyDraftsHint}
        </Blank>
      ) : (
        <PlainList label={text.inbox.drafts}>
          {list.map((draft) => (
            <PlainRow
              key={draft.id}
              first={
                draft.to.length > 0 ? text.inbox.to(draft.to.map(shortName).join(', ')) : text.inbox.noRecipientYet
              }
              time={format.brief(draft.updatedAt)}
              second={draft.subject || text.common.noSubject}
              current={desk.open.kind === 'draft' && desk.open.draftId === draft.id}
              onOpen={() => desk.show({ kind: 'draft', draftId: draft.id })}
              tools={
                <HeadButton
                  words={text.inbox.discardDraft}
                  icon={<Delete20Regular />}
                  onClick={() => {
                    if (desk.open.kind === 'draft' && desk.open.draftId === draft.id) desk.show({ kind: 'nothing' });
                    discard.mutate({ draftId: draft.id });
                  }}
                />
              }
            />
          ))}
        </PlainList>
      )}
    </>
  );
}
