import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ChevronDown16Regular,
  ChevronUp16Regular,
  MailRead20Regular,
  Send20Regular,
  ShieldCheckmark20Filled,
  ShieldDismiss20Filled,
  ShieldError20Regular,
} from '@fluentui/react-icons';
import { type ReactNode, useId, useState } from 'react';
import type { MessageView } from '../../shared/model/message.ts';
import { useText } from '../i18n/text.tsx';
import { sealToneShown, sealWords } from './seal.ts';
import { SealDetails } from './seal-details.tsx';
import { type Tone, useToneStyles } from './tones.ts';

const useStyles = makeStyles({
  strip: { border: '1px solid transparent', borderRadius: tokens.borderRadiusMedium, overflow: 'hidden' },
  line: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    width: '100%',
    minHeight: '36px',
    margin: 0,
    padding: `6px ${tokens.spacingHorizontalM}`,
    border: 'none',
    backgroundColor: 'transparent',
    color: 'inherit',
    font: 'inherit',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textAlign: 'start',
    cursor: 'pointer',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    ':hover': { textDecorationLine: 'none' },
  },
  icon: { flexShrink: 0, display: 'inline-flex' },
  words: { flex: '1 1 auto', minWidth: 0, overflowWrap: 'anywhere', fontWeight: tokens.fontWeightSemibold },
  quiet: { fontWeight: tokens.fontWeightRegular },
  more: {
    flexShrink: 0,
    display: 'inline-flex',
    alignItems: 'center',
    gap: '2px',
    fontSize: tokens.fontSizeBase200,
  },
});

const icons: Readonly<Record<Tone, ReactNode>> = {
  none: <MailRead20Regular />,
  proven: <ShieldCheckmark20Filled />,
  look: <ShieldError20Regular />,
  stop: <ShieldDismiss20Filled />,
};

/** The line that every opened message begins with: what is known about its protection, and one click for why. */
export function SealStrip({ view }: { readonly view: MessageView }) {
  const styles = useStyles();
  const tones = useToneStyles();
  const text = useText();
  const panel = useId();
  const [open, setOpen] = useState(false);
  const tone = sealToneShown(view);
  const sent = view.sentBy.length > 0 && tone === 'none';
  return (
    <section className={mergeClasses(styles.strip, tones[tone])} aria-label={text.reader.seal.label}>
      <button
        type="button"
        className={styles.line}
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        <span className={styles.icon} role="img" aria-label={text.reader.seal.tone[tone]}>
          {sent ? <Send20Regular /> : icons[tone]}
        </span>
        <span className={mergeClasses(styles.words, tone === 'none' && styles.quiet)} dir="auto">
          {sealWords(view, text)}
        </span>
        <span className={styles.more}>
          {text.reader.seal.details}
          {open ? <ChevronUp16Regular /> : <ChevronDown16Regular />}
        </span>
      </button>
      <div id={panel} hidden={!open}>
        {open ? <SealDetails view={view} /> : null}
      </div>
    </section>
  );
}
