import { type Editor, useEditor } from '@tiptap/react';
import { useEffect, useRef, useState } from 'react';
import type { Draft } from '../../shared/model/draft.ts';
import type { Finding } from '../../shared/model/finding.ts';
import { useLocale, useText } from '../i18n/text.tsx';
import { bodyExtensions, subjectExtensions } from './editing.ts';
import { panelDelayMs } from './limits.ts';
import { whyWords } from './noticed.ts';
import { rangesOf } from './offsets.ts';
import { type PhiState, phiKey } from './phi-plugin.ts';

export interface EditorEvents {
  /** Something was written. */
  readonly onWritten: () => void;
  /** The caret left the text. */
  readonly onRest: () => void;
  readonly onSend: () => void;
  /** ProseMirror keeps Escape for itself, so the composer would never see it. */
  readonly onEscape: () => void;
  readonly onFiles: (files: readonly File[]) => void;
}

/** What both scans know, a moment after the last key: the marks are at once, the side line need not be. */
export interface PhiSnapshot {
  readonly subject: PhiState | null;
  readonly body: PhiState | null;
}

/** Plain text as the document of the subject; never as markup. */
function oneLine(text: string) {
  const line = text.replace(/\s+/g, ' ').trim();
  return {
    type: 'doc',
    content: [{ type: 'paragraph', ...(line === '' ? {} : { content: [{ type: 'text', text: line }] }) }],
  };
}

/** The finding that the caret stands in. */
function findingAt(editor: Editor): Finding | null {
  const { from, to } = editor.state.selection;
  const hit = phiKey.getState(editor.state)?.marks.find(from, to)[0];
  return hit ? (hit.spec as { finding: Finding }).finding : null;
}

/** Puts the caret on a finding. */
export function goToFinding(editor: Editor, finding: Finding): void {
  const state = phiKey.getState(editor.state);
  const range = state ? rangesOf(state.map, finding.start, finding.end)[0] : undefined;
  if (range) editor.chain().focus().setTextSelection(range).scrollIntoView().run();
}

/** The two editors of a draft, subject and body, with their scans. */
export function useEditors(draft: Draft, events: EditorEvents) {
  const text = useText();
  const locale = useLocale();
  const newest = useRef({ ...events, text, locale });
  newest.current = { ...events, text, locale };
  const bodyRef = useRef<Editor | null>(null);
  const [phi, setPhi] = useState<PhiSnapshot>({ subject: null, body: null });
  const [here, setHere] = useState<Finding | null>(null);
  const coming = useRef<{ state: PhiSnapshot; timer: ReturnType<typeof setTimeout> | undefined }>({
    state: phi,
    timer: undefined,
  });
  useEffect(() => () => clearTimeout(coming.current.timer), []);

  const take = (field: 'subject' | 'body') => (state: PhiState) => {
    const held = coming.current;
    held.state = { ...held.state, [field]: state };
    clearTimeout(held.timer);
    held.timer = setTimeout(() => setPhi(held.state), panelDelayMs);
  };
  const describe = (finding: Finding) => whyWords(finding, newest.current.locale, newest.current.text);
  const takeFiles = (data: DataTransfer | null): boolean => {
    const files = [...(data?.files ?? [])];
    if (files.length === 0) return false;
    newest.current.onFiles(files);
    return true;
  };
  const shared = {
    injectCSS: false,
    onUpdate: () => newest.current.onWritten(),
    onBlur: () => newest.current.onRest(),
    onSelectionUpdate: ({ editor }: { editor: Editor }) => setHere(findingAt(editor)),
  };
  const isSend = (event: KeyboardEvent) => event.key === 'Enter' && (event.ctrlKey || event.metaKey);

  const subject = useEditor(
    {
      ...shared,
      extensions: subjectExtensions({ describe, onChange: take('subject') }),
      content: oneLine(draft.content.subject),
      editorProps: {
        attributes: {
          role: 'textbox',
          'aria-label': text.compose.field.subject,
          'aria-multiline': 'false',
          spellcheck: 'true',
        },
        handleKeyDown: (_, event) => {
          if (isSend(event)) newest.current.onSend();
          else if (event.key === 'Escape') newest.current.onEscape();
          else if (event.key === 'Enter') bodyRef.current?.view.focus();
          else return false;
          return true;
        },
        handlePaste: (view, event) => {
          if (takeFiles(event.clipboardData)) return true;
          const pasted = (event.clipboardData?.getData('text/plain') ?? '').replace(/\s+/g, ' ');
          view.dispatch(view.state.tr.insertText(pasted).scrollIntoView());
          return true;
        },
        handleDrop: (_, event) => takeFiles(event.dataTransfer),
      },
    },
    [],
  );

  const body = useEditor(
    {
      ...shared,
      extensions: bodyExtensions({ describe, onChange: take('body') }),
      content: draft.content.bodyHtml,
      editorProps: {
        attributes: {
          role: 'textbox',
          'aria-label': text.compose.field.body,
          'aria-multiline': 'true',
          spellcheck: 'true',
        },
        handleKeyDown: (_, event) => {
          if (isSend(event)) newest.current.onSend();
          else if (event.key === 'Escape') newest.current.onEscape();
          else return false;
          return true;
        },
        handlePaste: (_, event) => takeFiles(event.clipboardData),
        handleDrop: (_, event) => takeFiles(event.dataTransfer),
      },
    },
    [],
  );
  bodyRef.current = body;
  return { subject, body, phi, here };
}
