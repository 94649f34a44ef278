import { Button, Link, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ChevronDown16Regular, ChevronUp16Regular } from '@fluentui/react-icons';
import { useMemo, useState } from 'react';
import { useText } from '../i18n/text.tsx';
import { textShownAtOnce } from './limits.ts';
import { findLinks } from './links.ts';
import { splitQuotes } from './quotes.ts';

const useStyles = makeStyles({
  text: {
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontSize: tokens.fontSizeBase300,
    lineHeight: '21px',
    maxWidth: '100ch',
    tabSize: 4,
  },
  // Each line takes its own direction, so that one Arabic line does not turn the others round.
  run: { unicodeBidi: 'plaintext', textAlign: 'start' },
  quote: {
    color: tokens.colorNeutralForeground3,
    borderInlineStartWidth: '2px',
    borderInlineStartStyle: 'solid',
    borderInlineStartColor: tokens.colorNeutralStroke1,
    paddingInlineStart: tokens.spacingHorizontalS,
  },
  fold: { display: 'flex', width: 'fit-content', marginTop: '2px', marginBottom: '2px', marginLeft: '-8px' },
  link: { font: 'inherit', display: 'inline', textAlign: 'start', overflowWrap: 'anywhere' },
});

type OnTextLink = (href: string, shown: string, element: HTMLElement) => void;

function Linked({ text, onLink }: { readonly text: string; readonly onLink: OnTextLink }) {
  const styles = useStyles();
  const pieces = useMemo(() => findLinks(text), [text]);
  return pieces.map((piece, index) =>
    piece.kind === 'plain' ? (
      piece.text
    ) : (
      <Link
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a fixed text have no other name
        key={index}
        as="button"
        className={styles.link}
        onClick={(event) => onLink(piece.href, piece.text, event.currentTarget as HTMLElement)}
      >
        {piece.text}
      </Link>
    ),
  );
}

function Quoted({
  text,
  lines,
  open,
  onLink,
}: {
  readonly text: string;
  readonly lines: number;
  readonly open: boolean;
  readonly onLink: OnTextLink;
}) {
  const styles = useStyles();
  const t = useText().reader.block;
  const [shown, setShown] = useState(open);
  return (
    <>
      {open ? null : (
        <Button
          className={styles.fold}
          size="small"
          appearance="subtle"
          aria-expanded={shown}
          icon={shown ? <ChevronUp16Regular /> : <ChevronDown16Regular />}
          onClick={() => setShown(!shown)}
        >
          {shown ? t.hideQuoted : t.showQuoted(lines)}
        </Button>
      )}
      {shown ? (
        <div className={mergeClasses(styles.run, styles.quote)}>
          <Linked text={text} onLink={onLink} />
        </div>
      ) : null}
    </>
  );
}

/** Plain text as text nodes: nothing in it is ever markup. Links are recognised, long quotes fold. */
export function TextBlock({
  content,
  onLink,
  unfolded = false,
}: {
  readonly content: string;
  readonly onLink: OnTextLink;
  /** Quotes stay open, and nothing is cut: for paper. */
  readonly unfolded?: boolean;
}) {
  const styles = useStyles();
  const t = useText().reader.block;
  const [whole, setWhole] = useState(unfolded);
  const cut = !whole && content.length > textShownAtOnce;
  const runs = useMemo(() => splitQuotes(cut ? content.slice(0, textShownAtOnce) : content), [content, cut]);
  return (
    <div className={styles.text}>
      {runs.map((run, index) =>
        run.kind === 'quoted' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: runs of a fixed text have no other name
          <Quoted key={index} text={run.text} lines={run.lines} open={unfolded} onLink={onLink} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: runs of a fixed text have no other name
          <div key={index} className={styles.run}>
            <Linked text={run.text} onLink={onLink} />
          </div>
        ),
      )}
      {cut ? (
        <Button className={styles.fold} size="small" onClick={() => setWhole(true)}>
          {t.showAll}
        </Button>
      ) : null}
    </div>
  );
}
