import { Parser } from 'htmlparser2';
import { mimeLimits } from './limits.ts';

/** What happens while untrusted HTML is read; every `open` has exactly one `close`, implied ends and voids included. */
export interface HtmlVisitor {
  open(name: string, attribs: Readonly<Record<string, string>>): void;
  /** Text with character references decoded; may come in several pieces. */
  text(text: string): void;
  close(name: string): void;
}

/** Fed in pieces so that reading can stop: the parser's stack of open elements costs quadratic time when it grows deep. */
const PIECE = 16 * 1024;

/** Reads HTML piece by piece. Returns true when it stopped early because of length or depth. */
export function walkHtml(html: string, visitor: HtmlVisitor): boolean {
  let depth = 0;
  const parser = new Parser(
    {
      onopentag(name, attribs) {
        depth++;
        visitor.open(name, attribs);
      },
      ontext: (text) => visitor.text(text),
      onclosetag(name) {
        depth--;
        visitor.close(name);
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  const end = Math.min(html.length, mimeLimits.htmlChars);
  let at = 0;
  while (at < end && depth <= mimeLimits.htmlOpenElements) {
    parser.write(html.slice(at, Math.min(end, at + PIECE)));
    at += PIECE;
  }
  parser.end();
  return at < html.length;
}
