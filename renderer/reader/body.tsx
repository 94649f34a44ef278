import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { LockClosed16Regular, Mail16Regular, ShieldDismiss16Regular, Signature16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { Block, MessageView } from '../../shared/model/message.ts';
import { useText } from '../i18n/text.tsx';
import { protectionWords, signatureOf } from './block-words.ts';
import type { FollowedLink } from './frame.ts';
import { HtmlBlock } from './html-block.tsx';
import { TextBlock } from './text-block.tsx';

const useStyles = makeStyles({
  body: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  parts: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  labelled: {
    borderInlineStartWidth: '3px',
    borderInlineStartStyle: 'solid',
    borderInlineStartColor: tokens.colorNeutralStroke1,
    paddingInlineStart: tokens.spacingHorizontalM,
  },
  bad: { borderInlineStartColor: tokens.colorStatusDangerBorder2 },
  label: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    marginBottom: tokens.spacingVerticalXS,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  empty: { color: tokens.colorNeutralForeground3, fontStyle: 'italic' },
});

export type OnLink = (link: FollowedLink, frame: HTMLIFrameElement | null) => void;

function blockIcon(block: Block): ReactNode {
  if (signatureOf(block) === 'bad') return <ShieldDismiss16Regular />;
  if (block.encrypted) return <LockClosed16Regular />;
  return signatureOf(block) === 'good' ? <Signature16Regular /> : <Mail16Regular />;
}

/** Whether blocks differ in what protects them, so that each must say its own. */
export function isMixed(blocks: readonly Block[]): boolean {
  const [first] = blocks;
  return blocks.some(
    (block) =>
      block.encrypted !== first?.encrypted ||
      block.signed !== first.signed ||
      block.signatureStatus !== first.signatureStatus,
  );
}

/** The parts of a message that are read, each by itself: one part's markup can never reach into another. */
export function Body({
  view,
  onLink,
  onFrameReady,
  paper = false,
}: {
  readonly view: Pick<MessageView, 'id' | 'blocks'>;
  readonly onLink: OnLink;
  readonly onFrameReady?: () => void;
  readonly paper?: boolean;
}) {
  const styles = useStyles();
  const text = useText();
  const t = text.reader.block;
  const mixed = isMixed(view.blocks);
  if (view.blocks.length === 0) return <p className={styles.empty}>{text.reader.body.empty}</p>;
  return (
    <div className={styles.body}>
      {view.blocks.map((block, index) => {
        const heading =
          block.label !== null && Object.hasOwn(t.label, block.label) ? t.label[block.label as 'forwarded'] : null;
        const labelled = mixed || heading !== null;
        const isBad = signatureOf(block) === 'bad';
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: text around inline PGP is several blocks of one part
            key={`${block.part} ${block.kind} ${index}`}
            className={mergeClasses(labelled && styles.labelled, labelled && isBad && styles.bad)}
          >
            {labelled ? (
              <div className={styles.label}>
                {blockIcon(block)}
                <span>
                  {heading === null ? '' : `${heading} - `}
                  {heading === null ? protectionWords(block, text) : protectionWords(block, text).toLowerCase()}
                </span>
              </div>
            ) : null}
            {block.kind === 'html' ? (
              <HtmlBlock
                content={block.content}
                remember={`${paper ? 'paper' : 'pane'} ${view.id}/${block.part}`}
                bare={paper}
                onLink={onLink}
                {...(onFrameReady ? { onReady: onFrameReady } : {})}
              />
            ) : (
              <TextBlock
                content={block.content}
                unfolded={paper}
                onLink={(href, shown, element) => onLink({ href, text: shown, element }, null)}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
