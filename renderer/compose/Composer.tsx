import { makeStyles, tokens } from '@fluentui/react-components';
import { useText } from '../i18n/text.tsx';
import { Waiting } from '../kit/blank.tsx';
import { ProblemPage } from '../kit/problem.tsx';
import { useStoredDraft } from './use-draft.ts';
import { Writing } from './writing.tsx';

const useStyles = makeStyles({ page: { padding: tokens.spacingHorizontalXXL } });

export interface ComposerProps {
  readonly draftId: string;
  readonly onClose: (reason: 'sent' | 'closed' | 'discarded') => void;
}

/** Writes a message. Takes the reader's place; the draft is kept whatever happens. */
export function Composer({ draftId, onClose }: ComposerProps) {
  const styles = useStyles();
  const text = useText();
  const { draft, error, retry } = useStoredDraft(draftId);
  if (error !== null) return <ProblemPage className={styles.page} error={error} onRetry={retry} />;
  if (draft === null) return <Waiting words={text.compose.opening} />;
  return <Writing key={draft.id} draft={draft} onClose={onClose} />;
}
