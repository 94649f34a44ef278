import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { foldAddress } from '../../shared/model/address.ts';
import type { MessageView } from '../../shared/model/message.ts';
import { useAct } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { ProblemLine } from '../kit/problem.tsx';
import { Note } from './note.tsx';

/** The sender's wish for a read receipt (RFC 8098). Nothing is ever sent unless somebody presses the button. */
export function ReceiptBar({ view }: { readonly view: MessageView }) {
  const text = useText();
  const t = text.reader.receipt;
  const [answered, setAnswered] = useState(view.mdn.answered);
  const answer = useAct('message.answerReceipt', {
    onSuccess: (_, { answer: given }) => setAnswered(given === 'send' ? 'sent' : 'ignored'),
  });
  if (!view.mdn.requested) return null;
  if (answered !== null) return <Note tone="none">{answered === 'sent' ? t.sent : t.ignored}</Note>;
  const to = view.mdn.to;
  const elsewhere = to !== null && !view.from.some(({ addr }) => foldAddress(addr) === foldAddress(to));
  return (
    <Note
      tone={elsewhere ? 'look' : 'none'}
      actions={
        <>
          <Button
            size="small"
            disabled={answer.isPending}
            onClick={() => answer.mutate({ messageId: view.id, answer: 'send' })}
          >
            {t.send}
          </Button>
          <Button
            size="small"
            appearance="subtle"
            disabled={answer.isPending}
            onClick={() => answer.mutate({ messageId: view.id, answer: 'ignore' })}
          >
            {t.ignore}
          </Button>
        </>
      }
    >
      {to === null ? t.asksNobody : t.asks(to)} {elsewhere ? t.differs : ''}
      {answer.error ? (
        <div>
          <ProblemLine error={answer.error} />
        </div>
      ) : null}
    </Note>
  );
}
