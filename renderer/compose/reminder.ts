import type { Node } from '@tiptap/pm/model';

/** Words with which people announce a file, English and Spanish; matched at word starts, accents optional. */
const announces =
  /(?<![\p{L}\p{N}])(?:attach(?:ed|ing|ment|ments)?|enclosed|enclosing|adjunt[oa]s?|adjuntamos|adjuntar|adjuntando|anex[oa]s?|archivo adjunto)(?![\p{L}\p{N}])/iu;

/** Lines that quote somebody else say nothing about what this writer meant to add. */
function ownWords(text: string): string {
  const lines = text.split('\n');
  const quote = lines.findIndex((line) =>
    /^\s*(?:On .{4,200} wrote:|El .{4,200} escribió:|-{2,}\s*(?:Original|Mensaje))/.test(line),
  );
  return (quote < 0 ? lines : lines.slice(0, quote)).filter((line) => !/^\s*>/.test(line)).join('\n');
}

/** Whether the writer speaks of a file and none is there. */
export function forgotAttachment(subject: string, ownText: string, attachments: number): boolean {
  return attachments === 0 && announces.test(`${subject}\n${ownWords(ownText)}`);
}

/** What the writer wrote: the document without what is quoted in it, one line per paragraph. */
export function ownText(doc: Node): string {
  const lines: string[] = [];
  doc.descendants((node) => {
    if (node.type.name === 'blockquote') return false;
    if (node.isTextblock) lines.push(node.textContent);
    return !node.isTextblock;
  });
  return lines.join('\n');
}
