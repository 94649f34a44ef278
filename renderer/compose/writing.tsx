import { makeStyles, tokens } from '@fluentui/react-components';
import { EditorContent } from '@tiptap/react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Draft, DraftContent } from '../../shared/model/draft.ts';
import { ask } from '../bridge/client.ts';
import { useAsk } from '../bridge/query.ts';
import { useLocale, useText } from '../i18n/text.tsx';
import { useAnnounce } from '../kit/announce.tsx';
import { ProblemBar } from '../kit/problem.tsx';
import { useShortcut } from '../kit/shortcuts.ts';
import { isSendable } from './addresses.ts';
import { Addressing, type RecipientHandles, type RecipientLists } from './addressing.tsx';
import type { ComposerProps } from './Composer.tsx';
import { useEditorBase, useEditorStyles } from './editor-styles.ts';
import { FilesBar } from './files-bar.tsx';
import { Foot } from './foot.tsx';
import { FormatBar } from './format-bar.tsx';
import { Head } from './head.tsx';
import { planDelayMs } from './limits.ts';
import type { Noticed } from './noticed.ts';
import { PhiPanel } from './phi-panel.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { marksOf } from './plan-words.ts';
import { ReasonTip } from './reason-tip.tsx';
import type { RecipientHandle } from './recipient-field.tsx';
import { forgotAttachment, ownText } from './reminder.ts';
import { ReviewPage } from './review-page.tsx';
import { stopFor } from './stop.ts';
import { useAutosave } from './use-draft.ts';
import { goToFinding, useEditors } from './use-editors.ts';
import { useFiles } from './use-files.ts';
import { useNoticed } from './use-noticed.ts';
import { useQuiet } from './use-quiet.ts';
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
  drop: {
    position: 'absolute',
    inset: '4px',
    zIndex: 20,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    border: `2px dashed ${tokens.colorBrandStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackgroundAlpha,
    fontSize: tokens.fontSizeBase400,
    pointerEvents: 'none',
  },
});

/** The composer with its draft at hand. */
export function Writing({ draft, onClose }: { readonly draft: Draft; readonly onClose: ComposerProps['onClose'] }) {
  useEditorBase();
  const styles = useStyles();
  const editorStyles = useEditorStyles();
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
  const [dragging, setDragging] = useState(false);
  const handles: RecipientHandles = {
    to: useRef<RecipientHandle>(null),
    cc: useRef<RecipientHandle>(null),
    bcc: useRef<RecipientHandle>(null),
  };
  const texts = useRef<HTMLDivElement>(null);
  const filePicker = useRef<HTMLInputElement>(null);
  const ended = useRef(false);

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
  const { saver, state: saved, touch } = useAutosave(draft.id, draft.updatedAt, collect);

  const valid = useMemo(
    () =>
      [...lists.to, ...lists.cc, ...lists.bcc]
        .filter(({ addr }) => isSendable(addr))
        .map(({ name, addr }) => ({ name, addr })),
    [lists],
  );
  const asked = useQuiet(valid, planDelayMs);
  const planned = useAsk(
    'draft.plan',
    { draftId: draft.id, recipients: asked },
    { enabled: asked.length > 0, keepPrevious: true },
  );
  const plan = valid.length > 0 ? planned.data?.plan : undefined;
  const marks = useMemo(() => marksOf(plan), [plan]);
  const addresses = useMemo(() => asked.map(({ addr }) => addr), [asked]);
  const fileNames = useMemo(() => files.files.map(({ name }) => name), [files.files]);
  const { noticed, rules } = useNoticed({
    phi,
    fileNames,
    plan,
    recipients: addresses,
    mustProtect: draft.mustProtect,
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
    onSent: () => {
      ended.current = true;
      saver.stop();
      onClose('sent');
    },
  });

  const tell = (words: string) => {
    setHint(words);
    announce(words);
  };
  /** Makes pills of what is still typed in any of the fields. */
  const settle = () => [handles.to, handles.cc, handles.bcc].flatMap((field) => field.current?.settle() ?? []);
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
  const isEmpty = () =>
    lists.to.length + lists.cc.length + lists.bcc.length + files.files.length === 0 && subject.isEmpty && body.isEmpty;
  const leave = (reason: 'closed' | 'discarded') => {
    ended.current = true;
    saver.stop();
    onClose(reason);
  };
  const discard = async () => {
    saver.stop();
    try {
      await ask('draft.discard', { draftId: draft.id });
      leave('discarded');
    } catch {
      saver.resume();
      tell(t.sendFailed);
    }
  };
  const close = async () => {
    if (ended.current) return;
    settle();
    if (isEmpty()) return discard();
    await new Promise((resolve) => setTimeout(resolve));
    const settled = await saver.flush();
    try {
      await ask('draft.save', { draftId: draft.id, content: newest.current(), open: false });
      leave('closed');
    } catch {
      if (settled) leave('closed');
      else tell(t.notSavedHint);
    }
  };
  act.current = { written: touch, rest: () => void saver.flush(), send, close: () => void close() };

  // Whatever takes the composer away, another message or a dialog of the frame, must not take the text with it.
  useLayoutEffect(() => {
    saver.resume();
    return () => {
      if (ended.current) return;
      const content = newest.current();
      saver.stop();
      void ask('draft.save', { draftId: draft.id, content, open: false }).catch(() => undefined);
    };
  }, [saver, draft.id]);

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
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDragging(false);
      }}
      onDrop={(event) => {
        setDragging(false);
        if (event.defaultPrevented || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        attach(event.dataTransfer.files);
      }}
    >
      <Head
        title={t.title[draft.mode]}
        saved={saved}
        empty={isEmpty}
        onClose={() => void close()}
        onCloseAnyway={() => leave('closed')}
        onDiscard={() => void discard()}
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
            <div ref={texts} style={{ display: 'contents' }}>
              {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the editor inside has the keys; the whole row takes the pointer */}
              <div className={editorStyles.subjectRow} onClick={() => subject.isFocused || subject.commands.focus()}>
                <span className={editorStyles.label} aria-hidden="true">
                  {t.field.subject}
                </span>
                <EditorContent editor={subject} className={editorStyles.subject} />
              </div>
              <FormatBar editor={body} disabled={working} />
              {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: as above */}
              <div
                className={editorStyles.body}
                onClick={(event) => {
                  if (event.target === event.currentTarget) body.commands.focus('end');
                }}
              >
                <EditorContent editor={body} className={editorStyles.inner} />
              </div>
            </div>
            <ReasonTip within={texts} />
            <FilesBar
              files={files.files}
              coming={files.coming}
              trouble={files.trouble}
              onRemove={(file) => void files.detach(file)}
              onDismiss={files.clearTrouble}
            />
            <div className={styles.foot}>
              <PlanPanel
                plan={plan}
                failed={planned.error !== null && valid.length > 0}
                waiting={valid.length > 0 && (planned.isPending || planned.isPlaceholderData || asked !== valid)}
                mustProtect={draft.mustProtect}
              />
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
      {dragging ? <div className={styles.drop}>{t.files.drop}</div> : null}
    </section>
  );
}
