import { asBuffer } from './bytes.ts';
import { Sight } from './html-hidden.ts';
import { safeStyle } from './html-style.ts';
import { Surveyor } from './html-survey.ts';
import { TextCollector } from './html-text.ts';
import { walkHtml } from './html-walk.ts';
import type { Link, RemoteLoad } from './inspection.ts';
import { mimeLimits } from './limits.ts';
import { safeHref } from './links.ts';

/** An image that a `cid:` may name: only parts of the same message, sealed by the same envelope. */
export type CidResolver = (cid: string) => Uint8Array | undefined;

export interface SafeHtml {
  /** A whole document for a frame without scripts; it loads nothing. */
  readonly document: string;
  /** The text that the document shows. */
  readonly text: string;
  readonly links: readonly Link[];
  readonly remote: readonly RemoteLoad[];
  readonly cidUnresolved: readonly string[];
  /** Active content or a form was taken out. */
  readonly active: boolean;
  readonly form: boolean;
  /** The source was too long and its end is not shown. */
  readonly cut: boolean;
}

const tags: ReadonlySet<string> = new Set([
  'a',
  'abbr',
  'address',
  'article',
  'aside',
  'b',
  'bdi',
  'big',
  'blockquote',
  'br',
  'caption',
  'center',
  'cite',
  'code',
  'col',
  'colgroup',
  'dd',
  'del',
  'dfn',
  'div',
  'dl',
  'dt',
  'em',
  'figcaption',
  'figure',
  'font',
  'footer',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hr',
  'i',
  'ins',
  'kbd',
  'li',
  'main',
  'mark',
  'nav',
  'ol',
  'p',
  'pre',
  'q',
  's',
  'samp',
  'section',
  'small',
  'span',
  'strike',
  'strong',
  'sub',
  'sup',
  'table',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'tr',
  'tt',
  'u',
  'ul',
  'var',
  'wbr',
]);
const voids: ReadonlySet<string> = new Set(['br', 'col', 'hr', 'wbr']);
const measure = /^\d{1,4}(?:\.\d{1,3})?(?:px|%)?$/;
const count = /^\d{1,3}$/;
const colour = /^#?[a-z0-9]{1,30}$/i;
/** What each attribute that survives may look like. No id, name, class or handler is among them. */
const attributes: Readonly<Record<string, RegExp>> = {
  align: /^(?:left|right|center|justify|middle|top|bottom)$/i,
  valign: /^(?:top|middle|bottom|baseline)$/i,
  width: measure,
  height: measure,
  bgcolor: colour,
  color: colour,
  border: count,
  cellpadding: count,
  cellspacing: count,
  colspan: count,
  rowspan: count,
  span: count,
  start: /^-?\d{1,6}$/,
  size: /^[+-]?\d{1,2}$/,
  face: /^[a-z0-9 ,'-]{1,100}$/i,
  dir: /^(?:ltr|rtl|auto)$/i,
  lang: /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i,
  nowrap: /^(?:nowrap)?$/i,
};

/**
 * Makes mail HTML harmless and calm. The page is read and written anew from an allow-list of elements, attributes and
 * CSS properties: nothing remote, nothing that runs, posts, nests or names itself; hidden elements go with their text.
 * What comes out is well-formed and holds no element that a browser reads by other rules (no raw text, no foreign
 * content, no template, no comment), so it cannot turn into something else when it is read again. The document carries
 * its own policy (`default-src 'none'`), so that a gap in the list would still load nothing.
 *
 * Own code over htmlparser2: a general sanitiser needs quadratic time on deep or scrappy input and drops hidden elements
 * only after having kept their text; here one pass gives view, visible text, links and remote loads, so they agree.
 */
export function sanitiseHtml(source: string, resolveCid: CidResolver = () => undefined): SafeHtml {
  const surveyor = new Surveyor();
  const collector = new TextCollector(false);
  const images = new Images(resolveCid);
  const out: string[] = [];
  /** What closes each open element; empty for elements that were not written. */
  const closing: string[] = [];
  let written = 0;
  const sight = new Sight();

  const cut = walkHtml(source, {
    open(name, attribs) {
      surveyor.open(name, attribs);
      if (!sight.open(name, attribs)) return;
      collector.open(name, sight.reads ? attribs : {});
      const tag = name === 'body' ? 'div' : name;
      if (name === 'img') {
        out.push(imageTag(sight.reads ? attribs : { ...attribs, alt: '' }, images));
        closing.push('');
      } else if (tags.has(tag) && written < mimeLimits.htmlDepth) {
        out.push(`<${tag}${attributesOf(name, attribs)}>`);
        closing.push(voids.has(tag) ? '' : `</${tag}>`);
        if (!voids.has(tag)) written++;
      } else closing.push('');
    },
    text(text) {
      surveyor.text(text);
      if (!sight.reads) return;
      collector.text(text);
      out.push(escapeText(text));
    },
    close(name) {
      surveyor.close(name);
      if (!sight.close()) return;
      collector.close(name);
      const end = closing.pop();
      if (end) {
        out.push(end);
        written--;
      }
    },
  });
  return {
    document: page(out.join(''), surveyor.coloured),
    text: collector.result(),
    links: surveyor.links,
    remote: surveyor.remote,
    cidUnresolved: images.unresolved,
    active: surveyor.active,
    form: surveyor.form,
    cut,
  };
}

function attributesOf(name: string, given: Readonly<Record<string, string>>): string {
  let out = '';
  for (const [attribute, value] of Object.entries(given)) {
    if (Object.hasOwn(attributes, attribute) && attributes[attribute]?.test(value)) {
      out += ` ${attribute}="${escapeAttribute(value)}"`;
    }
  }
  const style = given.style ? safeStyle(given.style) : '';
  if (style) out += ` style="${escapeAttribute(style)}"`;
  const href = name === 'a' && given.href ? safeHref(given.href) : null;
  if (href) out += ` href="${escapeAttribute(href)}" rel="noopener noreferrer nofollow"`;
  return out;
}

/** A remote image leaves its words behind, and nothing where it had none: no hole for a tracking pixel. */
function imageTag(given: Readonly<Record<string, string>>, images: Images): string {
  const source = given.src ? images.source(given.src) : null;
  const alt = given.alt?.trim().slice(0, 500) ?? '';
  if (!source) return escapeText(alt);
  return `<img${attributesOf('img', given)} alt="${escapeAttribute(alt)}" src="${source}">`;
}

/** Hands out images as data URIs, and keeps count of their bytes. */
class Images {
  readonly unresolved: string[] = [];
  readonly #resolve: CidResolver;
  #bytes = 0;

  constructor(resolve: CidResolver) {
    this.#resolve = resolve;
  }

  source(src: string): string | null {
    const cid = /^\s*cid:(.{1,998})$/is.exec(src)?.[1]?.trim();
    if (cid !== undefined) {
      const uri = this.#uri(this.#resolve(decodeCid(cid)));
      if (!uri && this.unresolved.length < 100) this.unresolved.push(cid.slice(0, 250));
      return uri;
    }
    const inline = /^\s*data:image\/[a-z+]{2,12};base64,([A-Za-z0-9+/=\s]+)$/i.exec(src)?.[1];
    return inline === undefined ? null : this.#uri(Buffer.from(inline, 'base64'));
  }

  #uri(bytes: Uint8Array | undefined): string | null {
    const type = bytes ? imageType(bytes) : null;
    if (!bytes || !type || bytes.length > mimeLimits.inlineImageBytes) return null;
    this.#bytes += bytes.length;
    if (this.#bytes > mimeLimits.inlineImagesBytes) return null;
    return `data:${type};base64,${asBuffer(bytes).toString('base64')}`;
  }
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function escapeAttribute(text: string): string {
  return escapeText(text).replace(/"/g, '&quot;');
}

/** Bitmap formats by their first bytes; the declared type decides nothing, and SVG is a program. */
function imageType(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(16, bytes.byteLength)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (/^GIF8[79]a/.test(head)) return 'image/gif';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp';
  if (head.startsWith('BM')) return 'image/bmp';
  return null;
}

function decodeCid(cid: string): string {
  try {
    return decodeURIComponent(cid);
  } catch {
    return cid;
  }
}

const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Mail that paints is shown on paper in either theme, because its colours were chosen for it; mail that does not, follows. */
function page(body: string, coloured: boolean): string {
  const scheme = coloured ? 'light' : 'light dark';
  return (
    '<!doctype html><html><head><meta charset="utf-8">' +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">` +
    `<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="${scheme}"><style>` +
    `:root{color-scheme:${scheme}}` +
    'html{background:Canvas;color:CanvasText}' +
    'body{margin:0;padding:2px;font:15px/1.5 "Segoe UI",system-ui,-apple-system,"Helvetica Neue",Arial,sans-serif;' +
    'overflow-wrap:anywhere;word-break:normal;overflow-x:auto}' +
    'img{max-width:100%;height:auto}table{max-width:100%}td,th{overflow-wrap:break-word}' +
    'pre,code,samp,kbd,tt{font-family:ui-monospace,Consolas,Menlo,monospace;font-size:.95em}pre{white-space:pre-wrap}' +
    'blockquote{margin:.5em 0;padding-left:.8em;border-left:3px solid GrayText}' +
    'a{color:LinkText}p{margin:.6em 0}hr{border:0;border-top:1px solid GrayText}' +
    `</style></head><body>${body}</body></html>`
  );
}
