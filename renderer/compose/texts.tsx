import { type Editor, EditorContent } from '@tiptap/react';
import { useRef } from 'react';
import { useText } from '../i18n/text.tsx';
import { useEditorStyles } from './editor-styles.ts';
import { FormatBar } from './format-bar.tsx';
import { ReasonTip } from './reason-tip.tsx';

/** What is written: subject, the buttons of the body, body. */
export function Texts({
  subject,
  body,
  working,
}: {
  readonly subject: Editor;
  readonly body: Editor;
  readonly working: boolean;
}) {
  const styles = useEditorStyles();
  const t = useText().compose;
  const texts = useRef<HTMLDivElement>(null);
  return (
    <>
      <div ref={texts} style={{ display: 'contents' }}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the editor inside has the keys; the whole row takes the pointer */}
        <div className={styles.subjectRow} onClick={() => subject.isFocused || subject.commands.focus()}>
          <span className={styles.label} aria-hidden="true">
            {t.field.subject}
          </span>
          <EditorContent editor={subject} className={styles.subject} />
        </div>
        <FormatBar editor={body} disabled={working} />
        {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: as above */}
        <div
          className={styles.body}
          onClick={(event) => {
            if (event.target === event.currentTarget) body.commands.focus('end');
          }}
        >
          <EditorContent editor={body} className={styles.inner} />
        </div>
      </div>
      <ReasonTip within={texts} />
    </>
  );
}
