import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useText } from '../i18n/text.tsx';
import { type FollowedLink, holdFrame } from './frame.ts';
import { frameHeightFirst } from './limits.ts';

const useStyles = makeStyles({
  paper: {
    backgroundColor: '#ffffff',
    colorScheme: 'light',
    padding: '8px 10px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
  },
  bare: { padding: 0, border: 'none', borderRadius: 0 },
  frame: { display: 'block', width: '100%', border: 'none', backgroundColor: '#ffffff' },
  unseen: { opacity: 0 },
});

/** Heights of frames seen before, so that going back to a message does not make the page jump. Holds no content. */
const heights = new Map<string, number>();
const heightsKept = 200;

/**
 * A sanitised document in a frame that cannot run anything: no scripts, no forms, no popups, no way to the top window.
 * Same origin only so that the window can measure it and catch its links. White paper in every theme, because mail
 * is written for it.
 */
export function HtmlBlock({
  content,
  remember,
  onLink,
  onReady,
  bare,
}: {
  readonly content: string;
  /** Name under which the height is kept, e.g. `12/1.2`. */
  readonly remember: string;
  readonly onLink: (link: FollowedLink, frame: HTMLIFrameElement) => void;
  readonly onReady?: () => void;
  readonly bare?: boolean;
}) {
  const styles = useStyles();
  const text = useText();
  const frame = useRef<HTMLIFrameElement>(null);
  const letGo = useRef<() => void>(() => undefined);
  const newest = useRef({ onLink, onReady });
  const [loaded, setLoaded] = useState(false);
  const [height, setHeight] = useState(() => heights.get(remember) ?? frameHeightFirst);

  useEffect(() => {
    newest.current = { onLink, onReady };
  });
  useEffect(() => () => letGo.current(), []);

  const onLoad = useCallback(() => {
    const element = frame.current;
    if (!element) return;
    letGo.current();
    letGo.current = holdFrame(element, {
      onLink: (link) => newest.current.onLink(link, element),
      onHeight: (pixels) => {
        heights.delete(remember);
        heights.set(remember, pixels);
        const oldest = heights.keys().next().value;
        if (heights.size > heightsKept && oldest !== undefined) heights.delete(oldest);
        setHeight(pixels);
      },
    });
    setLoaded(true);
    newest.current.onReady?.();
  }, [remember]);

  return (
    <div className={mergeClasses(styles.paper, bare && styles.bare)}>
      <iframe
        ref={frame}
        title={text.reader.block.frame}
        sandbox="allow-same-origin"
        referrerPolicy="no-referrer"
        srcDoc={content}
        // Until its links are caught, nothing in it can be clicked or focused.
        inert={!loaded}
        className={mergeClasses(styles.frame, !loaded && styles.unseen)}
        style={{ height }}
        onLoad={onLoad}
      />
    </div>
  );
}
