import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { SendClock24Regular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { invalidate } from '../bridge/live.ts';
import { useAct, useAsk } from '../bridge/query.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { Blank, Waiting } from '../kit/blank.tsx';
import { ProblemLine, ProblemPage } from '../kit/problem.tsx';
import { OutboxQuestion } from './outbox-question.tsx';
import { stateWords, toWords } from './outgoing.ts';
import { useNow } from './use-now.ts';

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  item: {
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  line: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
  subject: {
    flex: '1 1 auto',
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  about: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  page: { padding: tokens.spacingHorizontalXL },
});

/** What has not left yet, or asks something: every line with what is known and what can be done. */
export function OutboxList({ onReopen }: { readonly onReopen: (draftId: string) => void }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const client = useQueryClient();
  const t = text.compose.outbox;
  const outbox = useAsk('outbox.list', {});
  const items = outbox.data?.items ?? [];
  const now = useNow(items.some(({ state }) => state === 'held'));
  const undo = useAct('outbox.undo', {
    onSuccess: ({ draftId }) => {
      invalidate(client, 'outbox.list', 'draft.list');
      onReopen(draftId);
    },
    onError: () => invalidate(client, 'outbox.list'),
  });
  if (outbox.error) {
    return <ProblemPage className={styles.page} error={outbox.error} onRetry={() => void outbox.refetch()} />;
  }
  if (outbox.isPending) return <Waiting />;
  if (items.length === 0) {
    return (
      <Blank icon={<SendClock24Regular />} title={t.empty}>
        {t.emptyHint}
      </Blank>
    );
  }
  return (
    <ul className={styles.list} aria-label={t.title}>
      {items.map((item) => (
        <li key={item.id} className={styles.item}>
          <div className={styles.line}>
            <bdi className={styles.subject} title={item.subject}>
              {item.subject || text.common.noSubject}
            </bdi>
            {item.state === 'held' ? (
              <Button size="small" disabled={undo.isPending} onClick={() => undo.mutate({ id: item.id })}>
                {t.undo}
              </Button>
            ) : null}
          </div>
          <span className={styles.about}>
            {toWords(item, text)}
            {item.copies > 1 ? ` - ${t.copies(item.copies)}` : ''}
          </span>
          {item.state === 'needs-you' ? (
            <OutboxQuestion item={item} onReopen={onReopen} />
          ) : (
            <span>{stateWords(item, { now, acceptedAt: null, text, format })}</span>
          )}
          {undo.error && undo.variables?.id === item.id ? <ProblemLine error={undo.error} /> : null}
        </li>
      ))}
    </ul>
  );
}
