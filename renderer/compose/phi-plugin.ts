import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { Finding } from '../../shared/model/finding.ts';
import { createIncremental, mediumConfidence } from '../../shared/phi/index.ts';
import { lateScanDelayMs, liveScanLength } from './limits.ts';
import { mapText, rangesOf, type TextMap } from './offsets.ts';

/** What the scan of one editor knows. */
export interface PhiState {
  readonly map: TextMap;
  readonly findings: readonly Finding[];
  readonly marks: DecorationSet;
  /** The text is too long for a scan at every key, or a word is being composed: the marks are moved, not renewed. */
  readonly late: boolean;
}

export const phiKey = new PluginKey<PhiState>('phi');

/** Whether a finding is sure enough for a mark while somebody types. */
export function isMarked(finding: Finding): boolean {
  return finding.confidence >= mediumConfidence;
}

/**
 * Finds patient information at every change and marks it like a spelling checker: beneath the words, never moving them.
 * The text never leaves the window.
 *
 * @param field which field of the message the editor holds
 * @param describe words for a finding, for pointer and screen reader
 * @param onChange called after a change of the document or of what was found
 */
export function phiPlugin(
  field: 'subject' | 'body',
  describe: (finding: Finding) => string,
  onChange: (state: PhiState) => void,
): Plugin<PhiState> {
  const scan = createIncremental({ field });
  let composing = false;

  const read = (state: Pick<EditorState, 'doc'>): PhiState => {
    const map = mapText(state.doc);
    const findings = scan.update(map.text);
    const decorations: Decoration[] = [];
    findings.forEach((finding, index) => {
      if (!isMarked(finding)) return;
      for (const { from, to } of rangesOf(map, finding.start, finding.end)) {
        decorations.push(
          Decoration.inline(
            from,
            to,
            {
              class: finding.type === 'HEALTH' ? 'phi-mark phi-topic' : 'phi-mark',
              role: 'mark',
              'aria-description': describe(finding),
              'data-phi': String(index),
            },
            { finding },
          ),
        );
      }
    });
    return { map, findings, marks: DecorationSet.create(state.doc, decorations), late: false };
  };

  return new Plugin<PhiState>({
    key: phiKey,
    state: {
      init: (_, state) => read(state),
      apply(transaction: Transaction, before: PhiState): PhiState {
        if (transaction.getMeta(phiKey) === 'scan') return read(transaction);
        if (!transaction.docChanged) return before;
        // New marks beneath a word that an input method is still making would end it.
        if (composing || transaction.doc.content.size > liveScanLength) {
          return { ...before, marks: before.marks.map(transaction.mapping, transaction.doc), late: true };
        }
        return read(transaction);
      },
    },
    props: {
      decorations: (state) => phiKey.getState(state)?.marks ?? null,
      handleDOMEvents: {
        compositionstart: () => {
          composing = true;
          return false;
        },
        compositionend: () => {
          composing = false;
          return false;
        },
      },
    },
    view(view) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const first = phiKey.getState(view.state);
      if (first) onChange(first);
      return {
        update(now, before) {
          const state = phiKey.getState(now.state);
          if (!state || state === phiKey.getState(before)) return;
          onChange(state);
          clearTimeout(timer);
          if (state.late) {
            timer = setTimeout(() => {
              if (!composing) now.dispatch(now.state.tr.setMeta(phiKey, 'scan').setMeta('addToHistory', false));
            }, lateScanDelayMs);
          }
        },
        destroy: () => clearTimeout(timer),
      };
    },
  });
}
