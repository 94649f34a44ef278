import { makeStaticStyles, makeStyles } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { MessageView } from '../../shared/model/message.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { fullName } from '../kit/people.ts';
import { Body } from './body.tsx';
import { paperWidth } from './limits.ts';
import { sealWords } from './seal.ts';

const usePaper = makeStaticStyles({
  '@page': { margin: '15mm' },
  '@media print': {
    'body:has(> .message-sheet) > #root': { display: 'none' },
  },
});

const useStyles = makeStyles({
  sheet: {
    position: 'absolute',
    top: 0,
    left: '-10000px',
    width: `${paperWidth}px`,
    padding: 0,
    color: '#000',
    backgroundColor: '#fff',
    colorScheme: 'light',
    fontFamily: 'system-ui, sans-serif',
    fontSize: '14px',
    '@media print': { position: 'static', left: 0 },
  },
  subject: { margin: '0 0 8px', fontSize: '18px' },
  head: {
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    columnGap: '12px',
    rowGap: '2px',
    margin: '0 0 12px',
    paddingBottom: '8px',
    borderBottom: '1px solid #000',
  },
  term: { fontWeight: 600 },
  value: { margin: 0, overflowWrap: 'anywhere' },
});

/** A frame that never loads must not keep the paper waiting for ever. */
const patienceMs = 4000;

/** The opened message set for paper: who, when, what, and every quote open. Prints as soon as its frames have loaded. */
export function PrintSheet({ view, onDone }: { readonly view: MessageView; readonly onDone: () => void }) {
  usePaper();
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const t = text.reader.head;
  const frames = view.blocks.filter(({ kind }) => kind === 'html').length;
  const [ready, setReady] = useState(0);
  const [late, setLate] = useState(false);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (ready < frames && !late) return;
    // Two turns of the frame clock, so that the last measured height is laid out.
    let turn = requestAnimationFrame(() => {
      turn = requestAnimationFrame(() => {
        window.print();
        done.current();
      });
    });
    return () => cancelAnimationFrame(turn);
  }, [ready, frames, late]);
  const rows: readonly (readonly [string, string])[] = [
    [t.from, view.from.map(fullName).join(', ')],
    [t.to, view.to.map(fullName).join(', ')],
    [t.cc, view.cc.map(fullName).join(', ')],
    [t.date, format.full(view.date)],
    [text.reader.seal.label, sealWords(view, text)],
    [text.reader.files.label(view.attachments.length), view.attachments.map(({ name }) => name).join(', ')],
  ];
  return createPortal(
    <div className={`print-sheet message-sheet ${styles.sheet}`} aria-hidden="true">
      <h1 className={styles.subject} dir="auto">
        {view.subject.trim() === '' ? text.common.noSubject : view.subject}
      </h1>
      <dl className={styles.head}>
        {rows
          .filter(([, value]) => value !== '')
          .map(([term, value]) => (
            <div key={term} style={{ display: 'contents' }}>
              <dt className={styles.term}>{term}</dt>
              <dd className={styles.value} dir="auto">
                {value}
              </dd>
            </div>
          ))}
      </dl>
      <Body view={view} paper onLink={() => undefined} onFrameReady={() => setReady((count) => count + 1)} />
    </div>,
    document.body,
  );
}
