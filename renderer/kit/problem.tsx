import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { problemOf } from '../bridge/client.ts';
import { problemWords } from '../i18n/problem-words.ts';
import { useText } from '../i18n/text.tsx';
import { useNotice } from './notice.tsx';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalS,
    maxWidth: '420px',
  },
  words: { whiteSpace: 'normal' },
  hint: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
});

interface ProblemProps {
  /** What was thrown by `ask`, or the error of a query or act. */
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
  readonly className?: string;
}

/** Copies the code and nothing else: it is all that support may see. */
function useCopyDetails(error: unknown): () => void {
  const text = useText();
  const notify = useNotice();
  return () => {
    const problem = problemOf(error);
    const numbers = Object.entries(problem.details ?? {}).map(([name, value]) => `${name}=${value}`);
    void navigator.clipboard
      .writeText([`careseal problem ${problem.code}`, ...numbers].join(' '))
      .then(() => notify({ words: text.common.detailsCopied }));
  };
}

/** A problem as a bar inside a page or above a form: what happened, what is safe, the next step. */
export function ProblemBar({ error, onRetry, className }: ProblemProps) {
  const text = useText();
  const styles = useStyles();
  const problem = problemOf(error);
  const words = problemWords(text, problem);
  const copy = useCopyDetails(error);
  return (
    <MessageBar intent="error" layout="multiline" role="alert" {...(className ? { className } : {})}>
      <MessageBarBody className={styles.words}>
        <MessageBarTitle>{words.message}</MessageBarTitle> {words.hint}
      </MessageBarBody>
      <MessageBarActions>
        {onRetry && problem.retryable ? (
          <Button size="small" onClick={onRetry}>
            {text.common.retry}
          </Button>
        ) : null}
        <Button size="small" appearance="transparent" onClick={copy}>
          {text.common.copyDetails}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}

/** A problem in place of a page's content: always offers another try. */
export function ProblemPage({ error, onRetry, className }: ProblemProps) {
  const text = useText();
  const styles = useStyles();
  const words = problemWords(text, problemOf(error));
  const copy = useCopyDetails(error);
  return (
    <div className={mergeClasses(styles.page, className)} role="alert">
      <strong>{words.message}</strong>
      <span className={styles.hint}>{words.hint}</span>
      <div className={styles.actions}>
        {onRetry ? <Button onClick={onRetry}>{text.common.retry}</Button> : null}
        <Button appearance="transparent" onClick={copy}>
          {text.common.copyDetails}
        </Button>
      </div>
    </div>
  );
}

/** One line beneath a field: only the words, announced when they appear. */
export function ProblemLine({ error, id }: { readonly error: unknown; readonly id?: string }) {
  const text = useText();
  const words = problemWords(text, problemOf(error));
  return (
    <span role="alert" {...(id ? { id } : {})}>
      {words.message} {words.hint}
    </span>
  );
}
