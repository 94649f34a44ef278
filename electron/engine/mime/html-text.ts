import { Sight } from './html-hidden.ts';
import { walkHtml } from './html-walk.ts';

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
 * Collects the text that a reader of HTML sees, LF line ends: hidden elements and their content left out, quotes marked
 * with `> `, list items with `- `. Pieces are joined once per line, so that a page of a million scraps stays linear.
 */
export class TextCollector {
  readonly #withLinks: boolean;
  readonly #lines: string[] = [];
  #line: string[] = [];
  /** The line holds nothing but blanks so far. */
  #bare = true;
  #endsInBlank = false;
  #quote = 0;
  /** Depth of quoting of the line before. */
  #lastQuote = 0;
  #pre = 0;
  #blankDue = false;
  readonly #links: { readonly href: string; readonly from: number }[] = [];

  constructor(withLinks: boolean) {
    this.#withLinks = withLinks;
  }

  /** An element that is shown begins; hidden and silent ones are kept away by the caller. */
  open(name: string, attribs: Readonly<Record<string, string>>): void {
    if (name === 'br') {
      if (this.#bare) this.#lines.push(this.#mark().trimEnd());
      this.#flush();
    } else if (name === 'hr') {
      this.#flush();
      this.#add('---');
      this.#flush();
    } else if (name === 'td' || name === 'th') {
      if (!this.#bare) this.#add('\t');
    } else if (blocks.has(name)) {
      this.#flush();
      if (spaced.has(name)) this.#blankDue = true;
      if (name === 'blockquote') this.#quote++;
      if (name === 'pre') this.#pre++;
      if (name === 'li') this.#line.push('- ');
    } else if (name === 'img' && attribs.alt) this.#add(attribs.alt);
    if (name === 'a') this.#links.push({ href: attribs.href ?? '', from: this.#line.length });
  }

  text(text: string): void {
    if (this.#pre > 0) {
      text.split('\n').forEach((row, index) => {
        if (index > 0) {
          if (this.#line.length === 0) this.#lines.push('');
          this.#flush();
        }
        if (row) this.#add(row);
      });
      return;
    }
    const clean = text.replace(/[\u200b\u200c\u00ad\ufeff]|\u034f/g, '').replace(/\s+/g, ' ');
    const piece = this.#endsInBlank || this.#bare ? clean.replace(/^ /, '') : clean;
    if (piece) this.#add(piece);
  }

  close(name: string): void {
    if (name === 'a') {
      const link = this.#links.pop();
      if (this.#withLinks && link && /^(?:https?|mailto):/i.test(link.href)) {
        const shown = this.#line.slice(link.from).join('').trim();
        const target = link.href.replace(/^mailto:/i, '');
        if (shown !== '' && !target.includes(shown)) this.#add(` <${target}>`);
      }
    }
    if (!blocks.has(name)) return;
    this.#flush();
    if (spaced.has(name)) this.#blankDue = true;
    if (name === 'blockquote') this.#quote = Math.max(0, this.#quote - 1);
    if (name === 'pre') this.#pre = Math.max(0, this.#pre - 1);
  }

  result(): string {
    this.#flush();
    return this.#lines
      .join('\n')
      .replace(/\u00a0/g, ' ')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
  }

  #add(piece: string): void {
    this.#line.push(piece);
    if (this.#bare && piece.trim() !== '') this.#bare = false;
    this.#endsInBlank = piece.endsWith(' ');
  }

  #mark(): string {
    return this.#quote > 0 ? `${'>'.repeat(Math.min(this.#quote, 20))} ` : '';
  }

  #flush(): void {
    if (!this.#bare) {
      const joined = this.#line.join('');
      const text = this.#pre > 0 ? joined.trimEnd() : joined.trim();
      if (this.#blankDue && this.#lines.length > 0 && this.#lines.at(-1) !== '') {
        // Between two depths of quoting the blank line belongs to the shallower.
        this.#lines.push('>'.repeat(Math.min(this.#quote, this.#lastQuote, 20)));
      }
      this.#lastQuote = this.#quote;
      this.#blankDue = false;
      this.#lines.push(this.#mark() + text);
    }
    this.#line = [];
    this.#bare = true;
    this.#endsInBlank = false;
  }
}

/** The visible text of HTML. `withLinks` adds a link's address after its text, for a plain alternative. */
export function textOfHtml(html: string, options: { readonly withLinks?: boolean } = {}): string {
  const collector = new TextCollector(options.withLinks ?? false);
  const sight = new Sight();
  walkHtml(html, {
    open(name, attribs) {
      if (sight.open(name, attribs)) collector.open(name, sight.reads ? attribs : {});
    },
    text(text) {
      if (sight.reads) collector.text(text);
    },
    close(name) {
      if (sight.close()) collector.close(name);
    },
  });
  return collector.result();
}
