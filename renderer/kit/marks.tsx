import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowReply16Regular,
  Attach16Regular,
  Flag16Filled,
  HourglassHalf16Regular,
  Shield16Regular,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';

const useStyles = makeStyles({
  mark: { display: 'inline-flex', flexShrink: 0, color: tokens.colorNeutralForeground3 },
  flag: { color: tokens.colorPaletteRedForeground1 },
  sealed: { color: tokens.colorBrandForeground1 },
});

export type MarkName = 'attachment' | 'sealed' | 'flagged' | 'answered' | 'waiting';

const icons: Readonly<Record<MarkName, ReactNode>> = {
  attachment: <Attach16Regular />,
  // No padlock: a message that is only signed has this mark too, and anybody could read it.
  sealed: <Shield16Regular />,
  flagged: <Flag16Filled />,
  answered: <ArrowReply16Regular />,
  waiting: <HourglassHalf16Regular />,
};

/** A mark of a message or thread: an icon whose meaning is also a word, for the ear and under the pointer. */
export function Mark({ name }: { readonly name: MarkName }) {
  const styles = useStyles();
  const text = useText();
  return (
    <span
      className={mergeClasses(styles.mark, name === 'flagged' && styles.flag, name === 'sealed' && styles.sealed)}
      role="img"
      aria-label={text.common.mark[name]}
      title={text.common.mark[name]}
    >
      {icons[name]}
    </span>
  );
}
