import { Parser } from 'htmlparser2';
import { isHidden, silentElements } from './html-hidden.ts';
import { mimeLimits } from './limits.ts';

const blocks = new Set([
  'address',
  'article',
  'aside',
  'blockquote',
  'body',
  'caption',
  'center',
  'dd',
  'details',
  'div',
  'dl',
  'dt',
  'figcaption',
  'figure',
  'footer',
  'form',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hr',
  'html',
  'li',
  'main',
  'nav',
  'ol',
  'p',
  'pre',
  'section',
  'summary',
  'table',
  'tbody',
  'tfoot',
  'thead',
  'tr',
  'ul',
]);
const spaced = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'dl', 'pre', 'table']);

/**
 * The text that a reader of this HTML sees, LF line ends: hidden elements and their content left out, quotes marked with
 * `> `, list items with `- `. `withLinks` adds the address of a link after its text, for a plain alternative.
 */
export function textOfHtml(html: string, options: { readonly withLinks?: boolean } = {}): string {
  const source = html.length > mimeLimits.htmlChars ? html.slice(0, mimeLimits.htmlChars) : html;
  const lines: string[] = [];
  let line = '';
  let quote = 0;
  let pre = 0;
  let blanksDue = 0;
  /** Depth inside an element that is not shown; 0 when outside. */
  let silent = 0;
  const links: { href: string; from: number }[] = [];

  const flush = (): void => {
    const text = pre > 0 ? line.trimEnd() : line.trim();
    if (text !== '') {
      const mark = quote > 0 ? `${'>'.repeat(Math.min(quote, 20))} ` : '';
      if (blanksDue > 0 && lines.length > 0 && lines.at(-1) !== '') lines.push(mark.trimEnd());
      blanksDue = 0;
      lines.push(mark + text);
    }
    line = '';
  };
  const parser = new Parser(
    {
      onopentag(name, attribs) {
        if (silent > 0 || silentElements.has(name) || isHidden(name, attribs)) {
          silent++;
          return;
        }
        if (name === 'br') {
          if (line.trim() === '') lines.push(quote > 0 ? '>'.repeat(Math.min(quote, 20)) : '');
          flush();
        } else if (name === 'hr') {
          flush();
          line = '---';
          flush();
        } else if (name === 'td' || name === 'th') {
          if (line.trim() !== '') line += '\t';
        } else if (blocks.has(name)) {
          flush();
          if (spaced.has(name)) blanksDue = 1;
          if (name === 'blockquote') quote++;
          if (name === 'pre') pre++;
          if (name === 'li') line = '- ';
        } else if (name === 'img' && attribs.alt) line += attribs.alt;
        if (name === 'a') links.push({ href: attribs.href ?? '', from: line.length });
      },
      ontext(text) {
        if (silent > 0) return;
        if (pre > 0) {
          const rows = text.split('\n');
          rows.forEach((row, index) => {
            if (index > 0) {
              if (line === '') lines.push('');
              flush();
            }
            line += row;
          });
        } else {
          const clean = text.replace(/[\u200b\u200c\u00ad\ufeff]|\u034f/g, '').replace(/\s+/g, ' ');
          line += line.endsWith(' ') ? clean.replace(/^ /, '') : clean;
        }
      },
      onclosetag(name) {
        if (silent > 0) {
          silent--;
          return;
        }
        if (name === 'a') {
          const link = links.pop();
          const shown = link ? line.slice(link.from).trim() : '';
          if (
            options.withLinks &&
            link &&
            /^(?:https?|mailto):/i.test(link.href) &&
            !link.href.includes(shown || '\0')
          ) {
            line += ` <${link.href.replace(/^mailto:/i, '')}>`;
          }
        }
        if (blocks.has(name)) {
          flush();
          if (spaced.has(name)) blanksDue = 1;
          if (name === 'blockquote') quote = Math.max(0, quote - 1);
          if (name === 'pre') pre = Math.max(0, pre - 1);
        }
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.write(source);
  parser.end();
  flush();
  return lines
    .join('\n')
    .replace(/\u00a0/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
