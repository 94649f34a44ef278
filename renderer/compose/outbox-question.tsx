import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import type { OutboxItem } from '../../shared/model/draft.ts';
import { invalidate } from '../bridge/live.ts';
import { useAct } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { ProblemLine } from '../kit/problem.tsx';
import { answersFor, answerWords } from './outgoing.ts';

const useStyles = makeStyles({
  question: { display: 'flex', flexDirection: 'column', gap: '2px', minWidth: 0 },
  reply: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  next: { color: tokens.colorNeutralForeground2 },
  answers: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, marginTop: '4px' },
});

/** What an item asks: what happened, what is safe, the next step, and the answers. */
export function OutboxQuestion({
  item,
  onReopen,
}: {
  readonly item: OutboxItem;
  readonly onReopen: (draftId: string) => void;
}) {
  const styles = useStyles();
  const text = useText();
  const client = useQueryClient();
  const t = text.compose.outbox;
  const resolve = useAct('outbox.resolve', {
    onSuccess: ({ draftId }) => {
      invalidate(client, 'outbox.list', 'draft.list');
      if (draftId !== null) onReopen(draftId);
    },
  });
  if (item.needsYou === null) return null;
  const answers = answersFor(item.needsYou);
  return (
    <div className={styles.question}>
      <span>{t.needs[item.needsYou]}</span>
      {item.reply === null || item.reply === '' ? null : (
        <span className={styles.reply}>
          {t.serverSaid}: <bdi>{item.reply}</bdi>
        </span>
      )}
      <span className={styles.next}>{t.next[item.needsYou]}</span>
      {resolve.error ? <ProblemLine error={resolve.error} /> : null}
      <div className={styles.answers}>
        {answers.map((answer, index) => (
          <Button
            key={answer}
            size="small"
            // Where nobody knows whether it left, no answer is put forward.
            appearance={index === 0 && item.needsYou !== 'outcome-unknown' ? 'primary' : 'secondary'}
            disabled={resolve.isPending}
            onClick={() => resolve.mutate({ id: item.id, answer })}
          >
            {answerWords(answer, item.needsYou, text)}
          </Button>
        ))}
      </div>
    </div>
  );
}
