import { makeStyles } from '@fluentui/react-components';
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';

const useStyles = makeStyles({
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    margin: '-1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

const AnnounceContext = createContext<(words: string) => void>(() => undefined);

/** One polite live region for the whole window: screen readers drop words when several regions speak at once. */
export function AnnounceProvider({ children }: { readonly children: ReactNode }) {
  const styles = useStyles();
  const [words, setWords] = useState('');
  const turn = useRef(false);
  const announce = useCallback((next: string) => {
    // A trailing no-break space makes the same words news again.
    turn.current = !turn.current;
    setWords(turn.current ? next : `${next}\u00a0`);
  }, []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div className={styles.hidden} role="status" aria-live="polite">
        {words}
      </div>
    </AnnounceContext>
  );
}

/** Says something to screen readers without moving the focus. */
export function useAnnounce(): (words: string) => void {
  return useContext(AnnounceContext);
}
