import { Button } from '@fluentui/react-components';
import { SendClock24Regular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useDesk } from '../app/desk.tsx';
import { invalidate } from '../bridge/live.ts';
import { useAct, useAsk } from '../bridge/query.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { Blank, Waiting } from '../kit/blank.tsx';
import { fullName } from '../kit/people.ts';
import { ProblemPage } from '../kit/problem.tsx';
import { ListHead } from './list-head.tsx';
import { PlainList, PlainRow } from './plain-list.tsx';

/** What has not left yet, or asks something. Each line says only what is known. */
export function OutboxList() {
  const text = useText();
  const format = useFormat();
  const desk = useDesk();
  const client = useQueryClient();
  const outbox = useAsk('outbox.list', {});
  const after = ({ draftId }: { readonly draftId: string | null }) => {
    invalidate(client, 'outbox.list', 'draft.list');
    if (draftId !== null) desk.show({ kind: 'draft', draftId });
  };
  const undo = useAct('outbox.undo', { onSuccess: after });
  const resolve = useAct('outbox.resolve', { onSuccess: after });
  const items = outbox.data?.items ?? [];
  return (
    <>
      <ListHead title={text.inbox.outbox} {...(items.length > 0 ? { note: format.number(items.length) } : {})} />
      {outbox.error ? (
        <Blank title="" action={<ProblemPage error={outbox.error} onRetry={() => void outbox.refetch()} />} />
      ) : outbox.data === undefined ? (
        <Waiting />
      ) : items.length === 0 ? (
        <Blank icon={<SendClock24Regular />} title={text.inbox.emptyOutbox}>
          {text.inbox.emptyOutboxHint}
        </Blank>
      ) : (
        <PlainList label={text.inbox.outbox}>
          {items.map((item) => (
            <PlainRow
              key={item.id}
              first={item.subject || text.common.noSubject}
              time=""
              second={`${text.inbox.to(item.to.map(fullName).join(', '))} · ${
                item.needsYou ? text.inbox.needsYou[item.needsYou] : text.inbox.outboxState[item.state]
              }`}
              tools={
                item.state === 'held' ? (
                  <Button size="small" onClick={() => undo.mutate({ id: item.id })}>
                    {text.common.undo}
                  </Button>
                ) : undefined
              }
              below={
                item.state === 'needs-you' ? (
                  <>
                    <Button
                      size="small"
                      appearance="primary"
                      onClick={() => resolve.mutate({ id: item.id, answer: 'send' })}
                    >
                      {text.inbox.sendNow}
                    </Button>
                    <Button size="small" onClick={() => resolve.mutate({ id: item.id, answer: 'was-sent' })}>
                      {text.inbox.wasSent}
                    </Button>
                    <Button size="small" onClick={() => resolve.mutate({ id: item.id, answer: 'to-draft' })}>
                      {text.inbox.toDraft}
                    </Button>
                  </>
                ) : undefined
              }
            />
          ))}
        </PlainList>
      )}
    </>
  );
}
