import type { Extensions } from '@tiptap/core';
import { Extension, Node } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { StarterKit } from '@tiptap/starter-kit';
import type { Finding } from '../../shared/model/finding.ts';
import { maxBodyHtmlLength, maxSubjectLength } from './limits.ts';
import { type PhiState, phiPlugin } from './phi-plugin.ts';

/** What may be linked from a message: web and mail, nothing that runs or reads a disk. */
export function isLinkable(address: string): boolean {
  if (!URL.canParse(address)) return false;
  return ['http:', 'https:', 'mailto:'].includes(new URL(address).protocol);
}

export interface PhiWords {
  readonly describe: (finding: Finding) => string;
  readonly onChange: (state: PhiState) => void;
}

const phiExtension = (field: 'subject' | 'body', words: PhiWords) =>
  Extension.create({
    name: 'phi',
    addProseMirrorPlugins: () => [phiPlugin(field, words.describe, words.onChange)],
  });

/** Keeps a document within what the contract takes; a change that would break the bound is not made. */
const bounded = (most: number) =>
  Extension.create({
    name: 'bounded',
    addProseMirrorPlugins: () => [
      new Plugin({ filterTransaction: (change) => !change.docChanged || change.doc.content.size <= most + 2 }),
    ],
  });

/**
 * The markup of a message body: paragraphs, bold, italic, underline, lists, quotes, links. Whatever else is pasted
 * falls away, because the schema has no place for it; nothing in it can load anything.
 */
export function bodyExtensions(words: PhiWords): Extensions {
  return [
    StarterKit.configure({
      heading: false,
      code: false,
      codeBlock: false,
      horizontalRule: false,
      strike: false,
      trailingNode: false,
      link: {
        openOnClick: false,
        autolink: true,
        linkOnPaste: true,
        defaultProtocol: 'https',
        isAllowedUri: (url) => isLinkable(url),
        HTMLAttributes: { target: null, rel: null },
      },
    }),
    bounded(maxBodyHtmlLength / 4),
    phiExtension('body', words),
  ];
}

const singleLine = Node.create({ name: 'doc', topNode: true, content: 'paragraph' });

/** The subject: one line of plain text. */
export function subjectExtensions(words: PhiWords): Extensions {
  return [
    singleLine,
    StarterKit.configure({
      document: false,
      heading: false,
      code: false,
      codeBlock: false,
      horizontalRule: false,
      strike: false,
      blockquote: false,
      bulletList: false,
      orderedList: false,
      listItem: false,
      listKeymap: false,
      hardBreak: false,
      bold: false,
      italic: false,
      underline: false,
      link: false,
      dropcursor: false,
      gapcursor: false,
      trailingNode: false,
    }),
    bounded(maxSubjectLength),
    phiExtension('subject', words),
  ];
}
