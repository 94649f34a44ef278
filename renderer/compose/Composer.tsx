import { makeStyles, tokens } from '@fluentui/react-components';
import { useText } from '../i18n/text.tsx';
import { Waiting } from '../kit/blank.tsx';
import { ProblemPage } from '../kit/problem.tsx';
import { useStoredDraft } from './use-draft.ts';
import { Writing } from './writing.tsx';

const useStyles = makeStyles({ page: { padding: tokens.spacingHorizontalXXL } });

export interface ComposerProps {
  readonly draftId: string;
  /** Started a moment ago and shown for the first time. */
  readonly fresh: boolean;
  /** `untouched`: nobody had written anything, and nothing is left of it. */
  readonly onClose: (reason: 'sent' | 'closed' | 'discarded' | 'untouched') => void;
}

/** Writes a message. Takes the reader's place; the draft is kept whatever happens. */
export function Composer({ draftId, fresh, onClose }: ComposerProps) {
  const styles = useStyles();
  const text = useText();
  const { draft, error, retry } = useStoredDraft(draftId);
  if (error !== null) return <ProblemPage className={styles.page} error={error} onRetry={retry} />;
  if (draft === null) return <Waiting words={text.compose.opening} />;
  return <Writing key={draft.id} draft={draft} fresh={fresh} onClose={onClose} />;
}
