import { useDesk } from '../app/desk.tsx';
import { useAsk } from '../bridge/query.ts';
import { OutboxList } from '../compose/OutboxList.tsx';
import { useFormat, useText } from '../i18n/text.tsx';
import { ListHead } from './list-head.tsx';

/** What has not left yet, or asks something, under the heading of the other lists. */
export function OutboxPane() {
  const text = useText();
  const format = useFormat();
  const desk = useDesk();
  const count = useAsk('outbox.list', {}).data?.items.length ?? 0;
  return (
    <>
      <ListHead title={text.inbox.outbox} {...(count > 0 ? { note: format.number(count) } : {})} />
      <OutboxList onReopen={(draftId) => desk.show({ kind: 'draft', draftId })} />
    </>
  );
}
