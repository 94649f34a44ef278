import { makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Draft, DraftContent } from '../../shared/model/draft.ts';
import { ask } from '../bridge/client.ts';
import { useLocale, useText } from '../i18n/text.tsx';
import { useAnnounce } from '../kit/announce.tsx';
import { ProblemBar } from '../kit/problem.tsx';
import { useShortcut } from '../kit/shortcuts.ts';
import { isSendable } from './addresses.ts';
import { Addressing, type RecipientHandles, type RecipientLists } from './addressing.tsx';
import type { ComposerProps } from './Composer.tsx';
import { useEditorBase } from './editor-styles.ts';
import { FilesBar } from './files-bar.tsx';
import { Foot } from './foot.tsx';
import { Head } from './head.tsx';
import type { Noticed } from './noticed.ts';
import { PhiPanel } from './phi-panel.tsx';
import { PlanPanel } from './plan-panel.tsx';
import type { RecipientHandle } from './recipient-field.tsx';
import { forgotAttachment, ownText } from './reminder.ts';
import { ReviewPage } from './review-page.tsx';
import { stopFor } from './stop.ts';
import { Texts } from './texts.tsx';
import { useAutosave } from './use-draft.ts';
import { goToFinding, useEditors } from './use-editors.ts';
import { useFileDrop } from './use-file-drop.tsx';
import { useFiles } from './use-files.ts';
import { useLeaving } from './use-leaving.ts';
import { useNoticed } from './use-noticed.ts';
import { usePlan } from './use-plan.ts';
import { useSend } from './use-send.ts';

const useStyles = makeStyles({
  composer: {
    display: 'flex',
    flexDirection: 'column',
    height: '100%',
    minHeight: 0,
    minWidth: 0,
    position: 'relative',
  },
  write: { display: 'flex', flexDirection: 'column', flex: '1 1 auto', minHeight: 0, overflowY: 'auto' },
  foot: {
    flexShrink: 0,
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    gridTemplateRows: '124px',
    columnGap: tokens.spacingHorizontalL,
    padding: `6px ${tokens.spacingHorizontalL}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    '@media (max-width: 560px)': { gridTemplateColumns: '1fr', gridTemplateRows: '92px 92px' },
  },
  problem: { flexShrink: 0 },
});

/** The composer with its draft at hand. */
export function Writing({
  draft,
  fresh,
  onClose,
}: {
  readonly draft: Draft;
  readonly fresh: boolean;
  readonly onClose: ComposerProps['onClose'];
}) {
  useEditorBase();
  const styles = useStyles();
  const text = useText();
  const locale = useLocale();
  const announce = useAnnounce();
  const t = text.compose;

  const [lists, setLists] = useState<RecipientLists>({
    to: draft.content.to,
    cc: draft.content.cc,
    bcc: draft.content.bcc,
  });
  const [accountId, setAccountId] = useState(draft.content.accountId);
  const [receipts, setReceipts] = useState({ askDsn: draft.content.askDsn, askMdn: draft.content.askMdn });
  const [hint, setHint] = useState<string | null>(null);
  const handles: RecipientHandles = {
    to: useRef<RecipientHandle>(null),
    cc: useRef<RecipientHandle>(null),
    bcc: useRef<RecipientHandle>(null),
  };
  const filePicker = useRef<HTMLInputElement>(null);

  const files = useFiles(draft.id, draft.attachments);
  const act = useRef({ written: () => {}, rest: () => {}, send: () => {}, close: () => {} });
  const { subject, body, phi, here } = useEditors(draft, {
    onWritten: () => act.current.written(),
    onRest: () => act.current.rest(),
    onSend: () => act.current.send(),
    onEscape: () => act.current.close(),
    onFiles: (chosen) => void files.attach(chosen),
  });

  const collect = (): DraftContent => ({
    accountId,
    to: [...lists.to],
    cc: [...lists.cc],
    bcc: [...lists.bcc],
    subject: subject.state.doc.textContent,
    bodyHtml: body.isEmpty ? '' : body.getHTML(),
    ...receipts,
    cursor: body.state.selection.head,
  });
  const newest = useRef(collect);
  newest.current = collect;
  const { saver, state: saved, touch, changed } = useAutosave(draft.id, draft.updatedAt, collect);

  const { plan, marks, addresses, failed, waiting } = usePlan(draft.id, lists);
  const fileNames = useMemo(() => files.files.map(({ name }) => name), [files.files]);
  const { noticed, rules } = useNoticed({
    phi,
    fileNames,
    plan,
    recipients: addresses,
    mustProtect: draft.mustProtect,
  });

  const tell = (words: string) => {
    setHint(words);
    announce(words);
  };
  /** Makes pills of what is still typed in any of the fields. */
  const settle = () => [handles.to, handles.cc, handles.bcc].flatMap((field) => field.current?.settle() ?? []);
  const isEmpty = () =>
    lists.to.length + lists.cc.length + lists.bcc.length + files.files.length + files.coming.length === 0 &&
    subject.isEmpty &&
    body.isEmpty;
  const { leave, discard, close } = useLeaving({
    draft,
    saver,
    collect,
    settle,
    isUntouched: () =>
      isEmpty() || (fresh && !changed.current && files.files === draft.attachments && files.coming.length === 0),
    tell,
    onClose,
  });

  const sending = useSend({
    draftId: draft.id,
    save: async () => {
      await saver.flush();
      await ask('draft.save', { draftId: draft.id, content: newest.current(), open: true });
    },
    stopFor: (review) =>
      stopFor({
        decision: review.decision,
        plan: review.plan,
        draft,
        noticed,
        forgotten: forgotAttachment(subject.state.doc.textContent, ownText(body.state.doc), files.files.length),
        locale,
      }),
    onSent: () => leave('sent'),
  });

  const send = () => {
    if (sending.step.kind !== 'idle') return;
    setHint(null);
    const all = settle();
    const wrong = all.filter(({ addr }) => !isSendable(addr)).length;
    if (files.coming.length > 0) return tell(t.blocked.stillAttaching);
    if (all.length === 0 || wrong > 0) {
      handles.to.current?.focus();
      return tell(wrong > 0 ? t.blocked.invalidAddress(wrong) : t.blocked.noRecipient);
    }
    // Pills that were typed a moment ago are in the state at the next turn only.
    setTimeout(() => void sending.begin());
  };
  act.current = { written: touch, rest: () => void saver.flush(), send, close: () => void close() };

  // A change of anything but the texts, which tell of themselves.
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what is watched
  useEffect(() => {
    if (first.current) first.current = false;
    else touch();
  }, [lists, accountId, receipts, touch]);

  const toField = handles.to;
  // Once, when the composer opens: to the recipients of a new message, else to where the writing goes on.
  useEffect(() => {
    if (draft.mode !== 'reply' && draft.mode !== 'reply-all' && draft.content.to.length === 0) {
      toField.current?.focus();
      return;
    }
    const end = body.state.doc.content.size;
    body.commands.focus(Math.min(Math.max(1, draft.content.cursor), Math.max(1, end - 1)), { scrollIntoView: true });
  }, [body, draft, toField]);

  const working = sending.step.kind === 'working';
  useEffect(() => {
    body.setEditable(!working, false);
    subject.setEditable(!working, false);
  }, [working, body, subject]);

  useShortcut('Ctrl+Enter', send, { enabled: sending.step.kind === 'idle' });
  useShortcut('Ctrl+S', () => void saver.flush());

  const go = useCallback(
    (one: Noticed) => {
      if (one.field === 'subject') goToFinding(subject, one.first);
      else if (one.field === 'body') goToFinding(body, one.first);
    },
    [subject, body],
  );
  const attach = useCallback(
    (chosen: FileList | readonly File[] | null) => void files.attach([...(chosen ?? [])]),
    [files.attach],
  );
  const drop = useFileDrop(attach);
  const stopped = sending.step.kind === 'stopped' ? sending.step : null;
  const backToText = () => {
    sending.back();
    requestAnimationFrame(() => body.commands.focus());
  };
  const hereKey = here === null ? null : `${here.field === 'html' ? 'body' : here.field} ${here.type} ${here.reason}`;

  return (
    <section
      className={styles.composer}
      aria-label={t.region}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        void close();
      }}
      {...drop.handlers}
    >
      <Head
        title={t.title[draft.mode]}
        saved={saved}
        empty={isEmpty}
        onClose={() => void close()}
        onCloseAnyway={() => leave('closed')}
        onDiscard={() => void discard('discarded')}
      />
      {stopped ? (
        // In place of the text, which is off the page meanwhile: here the values are masked.
        <ReviewPage
          stop={stopped.stop}
          sending={stopped.sending}
          onBack={backToText}
          onAttach={() => {
            backToText();
            filePicker.current?.click();
          }}
          onSend={sending.confirm}
        />
      ) : (
        <>
          <div className={styles.write} inert={working}>
            <Addressing
              lists={lists}
              marks={marks}
              insist={draft.mustProtect}
              accountId={accountId}
              handles={handles}
              onAccount={setAccountId}
              onLists={setLists}
            />
            <Texts subject={subject} body={body} working={working} />
            <FilesBar
              files={files.files}
              coming={files.coming}
              trouble={files.trouble}
              onRemove={(file) => void files.detach(file)}
              onDismiss={files.clearTrouble}
            />
            <div className={styles.foot}>
              <PlanPanel plan={plan} failed={failed} waiting={waiting} mustProtect={draft.mustProtect} />
              <PhiPanel noticed={noticed} rules={rules} here={hereKey} onGo={go} />
            </div>
          </div>
          {sending.error === null ? null : (
            <ProblemBar className={styles.problem} error={sending.error} onRetry={() => void sending.begin()} />
          )}
          <Foot
            working={working}
            hint={hint}
            receipts={receipts}
            onReceipts={setReceipts}
            onSend={send}
            onAttach={() => filePicker.current?.click()}
          />
        </>
      )}
      <input
        ref={filePicker}
        type="file"
        multiple
        hidden
        aria-label={t.files.attach}
        onChange={(event) => {
          attach(event.target.files);
          event.target.value = '';
        }}
      />
      {drop.sign}
    </section>
  );
}
