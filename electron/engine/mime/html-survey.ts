import { Sight } from './html-hidden.ts';
import type { HtmlVisitor } from './html-walk.ts';
import type { Link, RemoteLoad } from './inspection.ts';
import { mimeLimits } from './limits.ts';
import { describeLink, safeHref } from './links.ts';

const remoteUrl = /^(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}|^(?:https?|ftp|wss?):/i;
/** Attributes that hold an address nobody fetches by showing the page. */
const inert: ReadonlySet<string> = new Set([
  'alt',
  'title',
  'summary',
  'content',
  'value',
  'placeholder',
  'label',
  'xmlns',
  'aria-label',
  'itemtype',
  'itemid',
  'vocab',
  'prefix',
  'property',
  'about',
  'resource',
  'profile',
  'name',
  'id',
  'class',
  'cite',
]);
const activeElements: ReadonlySet<string> = new Set(['script', 'object', 'embed', 'applet', 'iframe', 'frame']);
const cssLoad = /url\(\s*["']?([^"')]{1,2000})|(?:@import|src|image-set\(|image\()\s*["']([^"']{1,2000})/gi;
const linkLike: ReadonlySet<string> = new Set(['a', 'area']);

/** Notes what untrusted HTML would load, where it links, and whether it paints, while somebody else reads it. */
export class Surveyor implements HtmlVisitor {
  readonly remote: RemoteLoad[] = [];
  readonly links: Link[] = [];
  coloured = false;
  /** Something that would run was there. */
  active = false;
  /** A form was there. */
  form = false;
  readonly #seen = new Set<string>();
  readonly #sight = new Sight();
  #inStyle = false;
  #open: { readonly href: string; readonly text: string[] } | null = null;

  open(name: string, attribs: Readonly<Record<string, string>>): void {
    this.#inStyle = name === 'style';
    const seen = this.#sight.open(name, attribs);
    if (activeElements.has(name)) this.active = true;
    if (name === 'form') this.form = true;
    for (const [attribute, value] of Object.entries(attribs)) this.#attribute(name, attribute, value);
    if (name === 'a' && seen) {
      this.#finish();
      if (attribs.href) this.#open = { href: attribs.href, text: [] };
    } else if (name === 'img' && attribs.alt) this.#open?.text.push(attribs.alt);
  }

  text(text: string): void {
    if (this.#inStyle) this.#css(text, 'style');
    else if (this.#sight.reads) this.#open?.text.push(text);
  }

  close(name: string): void {
    if (name === 'style') this.#inStyle = false;
    if (this.#sight.close() && name === 'a') this.#finish();
  }

  #attribute(name: string, attribute: string, value: string): void {
    const via = `${name}[${attribute}]`;
    if (/^on[a-z]/.test(attribute) || /^\s*(?:javascript|vbscript):/i.test(value)) this.active = true;
    if (attribute === 'style') this.#css(value, via);
    else if (attribute === 'srcset' || attribute === 'imagesrcset') {
      for (const candidate of value.split(',')) this.#load(candidate.trim().split(/\s/)[0] ?? '', via);
    } else if (attribute === 'srcdoc') {
      for (const match of value.matchAll(/(?:src|href)\s*=\s*["']?([^"'\s>]{1,2000})/gi))
        this.#load(match[1] ?? '', via);
    } else if (name === 'meta' && attribute === 'content') {
      const url = /^[^;]{0,40};\s*url\s*=\s*["']?([^"';]{1,2000})/i.exec(value)?.[1];
      if (url) this.#load(url, 'meta[refresh]');
    } else if (attribute === 'bgcolor' || attribute === 'text' || (name === 'font' && attribute === 'color')) {
      this.coloured = true;
    } else if (
      !(linkLike.has(name) && attribute.endsWith('href')) &&
      !inert.has(attribute) &&
      !attribute.startsWith('xmlns')
    ) {
      if (/url\(/i.test(value)) this.#css(value, via);
      // One separator at a time: a run of them would be read again from each of its characters.
      else for (const one of value.split(/[\s;,](?=https?:|\/\/)/i)) this.#load(withoutSeparators(one), via);
    }
  }

  #css(css: string, via: string): void {
    const text = unescapeCss(css);
    for (const match of text.matchAll(cssLoad)) this.#load(match[1] ?? match[2] ?? '', via);
    if (/(?:^|[;{\s])(?:color|background(?:-color)?)\s*:/i.test(text)) this.coloured = true;
  }

  #load(url: string, via: string): void {
    const clean = url.replace(/[\p{Cc}\s]/gu, '').slice(0, 2000);
    const key = `${via} ${clean}`;
    if (!remoteUrl.test(clean) || this.#seen.has(key) || this.remote.length >= mimeLimits.remote) return;
    this.#seen.add(key);
    this.remote.push({ url: clean, via, blocked: true });
  }

  #finish(): void {
    const href = this.#open ? safeHref(this.#open.href) : null;
    if (this.#open && href && this.links.length < mimeLimits.links) {
      this.links.push(describeLink(this.#open.text.join(''), href));
    }
    this.#open = null;
  }
}

function withoutSeparators(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s;,]/.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** CSS escapes undone far enough to see a URL; only ever counted with, never shown. */
function unescapeCss(css: string): string {
  return css
    .replace(/\/\*.*?(?:\*\/|$)/gs, '')
    .replace(/\\([0-9a-f]{1,6})\s?/gi, (_, hex: string) => {
      const code = Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    })
    .replace(/\\(.)/gs, '$1');
}
