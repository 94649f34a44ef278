import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowLeft20Regular, MailMultiple24Regular, MailOpenPerson24Regular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { invalidate } from '../bridge/live.ts';
import { useAsk } from '../bridge/query.ts';
import { Composer } from '../compose/Composer.tsx';
import { useText } from '../i18n/text.tsx';
import { folderLabel } from '../inbox/folders.ts';
import { Blank } from '../kit/blank.tsx';
import { useNotice } from '../kit/notice.tsx';
import { useShortcut } from '../kit/shortcuts.ts';
import { Reader } from '../reader/Reader.tsx';
import { useDesk } from './desk.tsx';
import { focusRing } from './theme.ts';

const useStyles = makeStyles({
  pane: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    flexBasis: 0,
    minWidth: 0,
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    ':focus-visible': focusRing,
  },
  back: { flexShrink: 0, padding: '4px 8px', borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  body: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0 },
});

/** What is open: a message, a draft, or nothing. `alone` when the list has no room beside it. */
export function ReaderPane({ alone }: { readonly alone: boolean }) {
  const styles = useStyles();
  const text = useText();
  const desk = useDesk();
  const notify = useNotice();
  const client = useQueryClient();
  const { open } = desk;
  const placeLabel = usePlaceLabel();

  function back() {
    desk.show({ kind: 'nothing' });
    requestAnimationFrame(() => desk.list.current?.focus());
  }
  useShortcut('Escape', back, { enabled: alone && open.kind === 'message' });

  return (
    <section className={styles.pane} aria-label={text.app.reading} data-pane="reader" tabIndex={-1}>
      {alone ? (
        <div className={styles.back}>
          <Button appearance="subtle" size="small" icon={<ArrowLeft20Regular />} onClick={back}>
            {text.app.backTo(placeLabel)}
          </Button>
        </div>
      ) : null}
      <div className={styles.body}>
        {open.kind === 'message' ? (
          <Reader
            threadId={open.threadId}
            messageId={open.messageId}
            listMailboxId={desk.place.kind === 'mailbox' ? desk.place.mailboxId : null}
            onCompose={(mode, messageId) => desk.compose(mode, messageId)}
            onMoved={() => {
              if (alone) desk.show({ kind: 'nothing' });
              desk.list.current?.leave(open.threadId);
              desk.list.current?.focus();
            }}
          />
        ) : open.kind === 'draft' ? (
          <Composer
            key={open.draftId}
            draftId={open.draftId}
            fresh={open.fresh === true}
            onClose={(reason) => {
              desk.show({ kind: 'nothing' });
              invalidate(client, 'draft.list', 'outbox.list');
              if (reason === 'closed') notify({ words: text.app.draftSaved });
              else if (reason === 'discarded') notify({ words: text.app.draftDiscarded });
              requestAnimationFrame(() => desk.list.current?.focus());
            }}
          />
        ) : open.kind === 'many' ? (
          <Blank icon={<MailMultiple24Regular />} title={text.app.manySelected(open.count)} />
        ) : (
          <Blank icon={<MailOpenPerson24Regular />} title={text.app.nothingOpen}>
            {text.app.nothingOpenHint}
          </Blank>
        )}
      </div>
    </section>
  );
}

/** What the list pane is called. */
function usePlaceLabel(): string {
  const text = useText();
  const { place } = useDesk();
  const mailboxes = useAsk('mailbox.list', {});
  if (place.kind === 'drafts') return text.inbox.drafts;
  if (place.kind === 'outbox') return text.inbox.outbox;
  if (place.kind === 'search') return text.inbox.results(place.words);
  const mailbox = mailboxes.data?.mailboxes.find((one) => place.kind === 'mailbox' && one.id === place.mailboxId);
  return mailbox ? folderLabel(text, mailbox) : text.app.list;
}
