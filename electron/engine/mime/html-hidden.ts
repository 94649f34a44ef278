import { lettersIn, safeStyle } from './html-style.ts';

/**
 * True for an element that a reader would not see. Such elements are taken out of the view with all they hold, so that
 * what is indexed, quoted in a reply and shown is one and the same text: hidden text in a quote is how decrypted mail
 * has been talked out of people.
 */
export function isHidden(name: string, attribs: Readonly<Record<string, string>>): boolean {
  if ('hidden' in attribs) return true;
  // RFC 9788 section 4.9.2: a copy of the protected subject for readers that do not know header protection.
  if (attribs.class === 'header-protection-legacy-display') return true;
  if (name === 'input' && attribs.type === 'hidden') return true;
  const style = attribs.style;
  if (!style) return false;
  const text = style
    .toLowerCase()
    .replace(/\/\*.*?(?:\*\/|$)/gs, '')
    .replace(/\s+/g, '');
  return (
    /(?:^|;)display:none/.test(text) ||
    /(?:^|;)visibility:(?:hidden|collapse)/.test(text) ||
    /(?:^|;)mso-hide:all/.test(text) ||
    /(?:^|;)opacity:0*(?:\.0*)?(?:;|!|$)/.test(text) ||
    (/(?:^|;)(?:max-)?(?:height|width):0(?:px|pt|em)?(?:;|!|$)/.test(text) &&
      /(?:^|;)overflow(?:-[xy])?:(?:hidden|clip)/.test(text)) ||
    /(?:^|;)text-indent:-\d{3,}/.test(text) ||
    (/(?:^|;)position:(?:absolute|fixed)/.test(text) &&
      /(?:^|;)(?:left|top|right|bottom|margin-left|margin-top):-\d{3,}/.test(text))
  );
}

/** Elements whose content is no text of the page. */
export const silentElements: ReadonlySet<string> = new Set([
  'script',
  'style',
  'title',
  'textarea',
  'option',
  'select',
  'xmp',
  'noscript',
  'noembed',
  'noframes',
  'iframe',
  'object',
  'embed',
  'applet',
  'audio',
  'video',
  'canvas',
  'svg',
  'math',
  'template',
  'plaintext',
  'datalist',
  'frameset',
]);

/**
 * Follows what a reader sees while HTML is read. Hidden elements go with all they hold. Letters of no size are another
 * matter: many templates set them on a frame and give each text inside a size again, so only the text counts.
 */
export class Sight {
  #silent = 0;
  readonly #tiny: boolean[] = [];

  /** An element begins. False when it is not seen, with all it holds. */
  open(name: string, attribs: Readonly<Record<string, string>>): boolean {
    if (this.#silent > 0 || silentElements.has(name) || isHidden(name, attribs)) {
      this.#silent++;
      return false;
    }
    const around = this.#tiny.at(-1) ?? false;
    const letters = attribs.style ? lettersIn(safeStyle(attribs.style)) : null;
    const resized = letters === 'readable' || (name === 'font' && attribs.size !== undefined);
    this.#tiny.push(letters === 'tiny' || (around && !resized));
    return true;
  }

  /** An element ends. False when it was not seen. */
  close(): boolean {
    if (this.#silent > 0) {
      this.#silent--;
      return false;
    }
    this.#tiny.pop();
    return true;
  }

  /** Whether text that stands here is seen. */
  get reads(): boolean {
    return this.#silent === 0 && this.#tiny.at(-1) !== true;
  }
}
