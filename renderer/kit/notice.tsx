import {
  Link,
  makeStyles,
  Toast,
  Toaster,
  ToastTitle,
  ToastTrigger,
  useId,
  useToastController,
} from '@fluentui/react-components';
import { createContext, type ReactNode, useCallback, useContext, useRef } from 'react';
import { useShortcut } from './shortcuts.ts';

/** A line that appears at the foot of the window and goes away by itself. */
export interface Notice {
  readonly words: string;
  /** What can be done about it: undo, mostly. Ctrl+Z does the newest one. */
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly tone?: 'info' | 'success' | 'warning' | 'error';
  /** Milliseconds; 8 s with an action, else 4 s. The clock stands still while the pointer or focus is on it. */
  readonly lasts?: number;
}

const useStyles = makeStyles({
  // One line where it fits; Fluent's own width would break most sentences.
  notices: { width: 'max-content', minWidth: '260px', maxWidth: 'min(560px, calc(100vw - 32px))' },
});

/** Above the status line, so that it stays readable. */
const offset = { vertical: 36 };

const NoticeContext = createContext<(notice: Notice) => void>(() => undefined);

/** Holds the notices of the window; one is shown at a time per action so that the list is never covered by a pile. */
export function NoticeProvider({ children }: { readonly children: ReactNode }) {
  const styles = useStyles();
  const toasterId = useId('notices');
  const { dispatchToast, dismissAllToasts, dismissToast } = useToastController(toasterId);
  const undoable = useRef<{ id: string; run: () => void } | null>(null);
  const counter = useRef(0);

  const notify = useCallback(
    (notice: Notice) => {
      counter.current += 1;
      const id = `notice-${counter.current}`;
      const { action } = notice;
      const run = action
        ? () => {
            undoable.current = null;
            dismissToast(id);
            action.run();
          }
        : undefined;
      undoable.current = run ? { id, run } : null;
      dismissAllToasts();
      dispatchToast(
        <Toast>
          <ToastTitle
            action={
              run ? (
                <ToastTrigger>
                  <Link as="button" onClick={run}>
                    {action?.label}
                  </Link>
                </ToastTrigger>
              ) : null
            }
          >
            {notice.words}
          </ToastTitle>
        </Toast>,
        {
          toastId: id,
          intent: notice.tone ?? 'info',
          timeout: notice.lasts ?? (action ? 8000 : 4000),
          pauseOnHover: true,
          pauseOnWindowBlur: true,
          politeness: notice.tone === 'error' ? 'assertive' : 'polite',
          onStatusChange: (_, data) => {
            if (data.status === 'unmounted' && undoable.current?.id === id) undoable.current = null;
          },
        },
      );
    },
    [dispatchToast, dismissAllToasts, dismissToast],
  );

  useShortcut('Ctrl+Z', () => undoable.current?.run());

  return (
    <NoticeContext value={notify}>
      {children}
      <Toaster className={styles.notices} toasterId={toasterId} position="bottom" offset={offset} limit={2} />
    </NoticeContext>
  );
}

/** `const notify = useNotice(); notify({ words: 'Moved to Archive', action: { label: t.common.undo, run } })`. */
export function useNotice(): (notice: Notice) => void {
  return useContext(NoticeContext);
}
