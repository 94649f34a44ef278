import { Button, makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { OutputOf } from '../../shared/contract/index.ts';
import type { MessageHead, MessageView } from '../../shared/model/message.ts';
import { problemOf } from '../bridge/client.ts';
import { useText } from '../i18n/text.tsx';
import { useAnnounce } from '../kit/announce.tsx';
import { useLater } from '../kit/blank.tsx';
import { ProblemPage } from '../kit/problem.tsx';
import { Attachments } from './attachments.tsx';
import { Body } from './body.tsx';
import { EvidenceTimeline } from './evidence.tsx';
import { MessageHeader } from './header.tsx';
import { useLinkAsk } from './link-ask.tsx';
import { Note } from './note.tsx';
import { ReceiptBar } from './receipt-bar.tsx';
import { codeWords, sealWords } from './seal.ts';
import { SealStrip } from './seal-strip.tsx';

const useStyles = makeStyles({
  message: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  waitingStrip: { height: '38px', borderRadius: tokens.borderRadiusMedium },
  lines: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, maxWidth: '80ch' },
  missing: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalL} 0`,
    color: tokens.colorNeutralForeground2,
  },
  detail: { fontWeight: tokens.fontWeightSemibold },
  missingTitle: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
});

/** The place of the strip while a message is being opened: the same height, so that nothing jumps when it comes. */
function OpeningStrip() {
  const styles = useStyles();
  const text = useText();
  const late = useLater(150);
  if (!late) return <div className={styles.waitingStrip} aria-busy="true" />;
  return (
    <Skeleton aria-label={text.reader.opening}>
      <SkeletonItem className={styles.waitingStrip} />
    </Skeleton>
  );
}

/** The place of its text. */
function OpeningText() {
  const styles = useStyles();
  const late = useLater(150);
  if (!late) return null;
  return (
    <Skeleton className={styles.lines} aria-hidden="true">
      <SkeletonItem size={16} style={{ width: '92%' }} />
      <SkeletonItem size={16} style={{ width: '97%' }} />
      <SkeletonItem size={16} style={{ width: '64%' }} />
    </Skeleton>
  );
}

function Missing({
  title,
  hint,
  onLoad,
}: {
  readonly title: string;
  readonly hint: string;
  readonly onLoad?: () => void;
}) {
  const styles = useStyles();
  const text = useText();
  return (
    <div className={styles.missing}>
      <span className={styles.missingTitle}>{title}</span>
      <span>{hint}</span>
      {onLoad ? <Button onClick={onLoad}>{text.reader.body.load}</Button> : null}
    </div>
  );
}

const nothing: ReadonlySet<string> = new Set();
const notOpenedCodes: ReadonlySet<string> = new Set(['not-opened', 'envelope-not-opened', 'no-key']);

function Notes({ view }: { readonly view: MessageView }) {
  const styles = useStyles();
  const text = useText();
  // What the strip and the text below say in full is not said a third time.
  const said = view.verdict.encryption === 'failed' ? notOpenedCodes : nothing;
  const warnings = [...new Set(view.warnings)].filter((code) => !said.has(code));
  return (
    <>
      {view.senderChecks.map(({ code, detail }) => (
        <Note
          key={`${code} ${detail}`}
          tone={code === 'lookalike-domain' || code === 'display-name-is-address' ? 'stop' : 'look'}
        >
          {text.reader.sender[code]} {detail === '' ? null : <bdi className={styles.detail}>{detail}</bdi>}
        </Note>
      ))}
      {warnings.length > 0 ? (
        <Note tone="look">
          {warnings.map((code) => (
            <div key={code}>{codeWords(text.reader.warning, code, text.reader.warningUnknown)}</div>
          ))}
        </Note>
      ) : null}
      {view.remoteBlocked > 0 ? <Note tone="none">{text.reader.remoteBlocked(view.remoteBlocked)}</Note> : null}
    </>
  );
}

/** The opened message of a thread: seal strip first, then who and what, then everything that deserves a look, then the text. */
export function OpenMessage({
  head,
  opened,
  own,
}: {
  readonly head: MessageHead;
  readonly opened: UseQueryResult<OutputOf<'message.open'>>;
  readonly own: ReadonlySet<string>;
}) {
  const styles = useStyles();
  const text = useText();
  const announce = useAnnounce();
  const view = opened.data?.view;
  const { askAbout, popover } = useLinkAsk(head.id);
  useEffect(() => {
    if (view) announce(sealWords(view, text));
  }, [view, announce, text]);

  const problem = opened.error ? problemOf(opened.error) : null;
  const offline = problem?.code === 'offline' || problem?.code === 'server-unreachable' || problem?.code === 'timeout';
  const failedOpen = view?.verdict.encryption === 'failed' && view.blocks.length === 0;
  return (
    <div className={styles.message}>
      {view ? <SealStrip key={view.id} view={view} /> : problem ? null : <OpeningStrip />}
      <MessageHeader head={view ?? head} own={own} {...(view ? { replyTo: view.replyTo } : {})} />
      {view ? (
        <>
          <Notes view={view} />
          <ReceiptBar key={view.id} view={view} />
          <EvidenceTimeline view={view} />
          <Attachments key={`files ${view.id}`} messageId={view.id} attachments={view.attachments} />
          {view.bodyMissing ? (
            <Missing
              title={text.reader.body.missing}
              hint={text.reader.body.missingHint}
              onLoad={() => void opened.refetch()}
            />
          ) : failedOpen ? (
            <Missing title={text.reader.body.notOpened} hint={text.reader.body.notOpenedHint} />
          ) : (
            <Body view={view} onLink={askAbout} />
          )}
        </>
      ) : null}
      {!view && !problem ? <OpeningText /> : null}
      {problem && !view ? (
        offline ? (
          <Missing
            title={text.reader.body.missing}
            hint={text.reader.body.missingHint}
            onLoad={() => void opened.refetch()}
          />
        ) : (
          <ProblemPage error={opened.error} onRetry={() => void opened.refetch()} />
        )
      ) : null}
      {popover}
    </div>
  );
}
