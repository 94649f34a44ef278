/** Text of an HTML field with the place where each of its code units came from. */
export interface MappedText {
  readonly text: string;
  /** Start in the source of the code unit at the same index; one entry more at the end. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

const blockTags = new Set(
  'address article aside blockquote body br center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol option p pre section select summary table tbody td tfoot th thead title tr ul'.split(
    ' ',
  ),
);
/** Elements whose text nobody reads. */
const silentTags = new Set(['script', 'style', 'template']);
const cellTags = new Set(['td', 'th']);

const entities = new Map<string, string>(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
    ensp: ' ',
    emsp: ' ',
    thinsp: ' ',
    shy: '',
    zwnj: '',
    zwj: '',
    ndash: '-',
    mdash: '-',
    minus: '-',
    lsquo: "'",
    rsquo: "'",
    ldquo: '"',
    rdquo: '"',
    hellip: '...',
    bull: '*',
    middot: '.',
    num: '#',
    colon: ':',
    sol: '/',
    period: '.',
    commat: '@',
    deg: '\u00b0',
    ordm: '\u00ba',
    ordf: '\u00aa',
    aacute: '\u00e1',
    eacute: '\u00e9',
    iacute: '\u00ed',
    oacute: '\u00f3',
    uacute: '\u00fa',
    ntilde: '\u00f1',
    uuml: '\u00fc',
    ccedil: '\u00e7',
    Aacute: '\u00c1',
    Eacute: '\u00c9',
    Iacute: '\u00cd',
    Oacute: '\u00d3',
    Uacute: '\u00da',
    Ntilde: '\u00d1',
    Uuml: '\u00dc',
    iexcl: '\u00a1',
    iquest: '\u00bf',
  }),
);
const entityShape = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}\d{0,2}));?/y;

/**
 * Text of HTML as a reader would see it, in one pass. It need not be a parser of the standard: it only must never hide
 * text from the detectors that a browser would show, so anything unclear stays text. Inline tags leave no gap
 * (`123-<b>45</b>-6789` is one number), block tags make a line end, table cells a blank.
 */
export function htmlToText(html: string): MappedText {
  // No piece of text is longer than the markup that it came from.
  const starts = new Uint32Array(html.length + 1);
  const ends = new Uint32Array(html.length + 1);
  let count = 0;
  const out: string[] = [];
  const put = (piece: string, start: number, end: number): void => {
    for (let i = 0; i < piece.length; i++) {
      starts[count] = start;
      ends[count++] = end;
    }
    if (piece !== '') out.push(piece);
  };
  const length = html.length;
  // Where a search for a closing sign was in vain once, it is in vain for the rest: keeps hostile input linear.
  let noTagEndFrom = length;
  let i = 0;
  while (i < length) {
    const code = html.charCodeAt(i);
    if (code === 0x3c) {
      if (html.startsWith('<!--', i)) {
        const close = html.indexOf('-->', i + 4);
        i = close === -1 ? length : close + 3;
        continue;
      }
      const name = tagName(html, i + 1);
      if (name !== '' && i < noTagEndFrom) {
        const close = tagEnd(html, i + 1);
        if (close === -1) noTagEndFrom = i;
        else {
          const closing = html.charCodeAt(i + 1) === 0x2f;
          if (!closing && silentTags.has(name)) {
            i = skipSilent(html, close + 1, name);
            continue;
          }
          if (cellTags.has(name)) put(closing ? '  ' : '', i, close + 1);
          else if (blockTags.has(name)) put('\n', i, close + 1);
          i = close + 1;
          continue;
        }
      }
      put('<', i, i + 1);
      i++;
      continue;
    }
    if (code === 0x26) {
      entityShape.lastIndex = i;
      const match = entityShape.exec(html);
      const decoded = match ? decode(match) : undefined;
      if (match && decoded !== undefined) {
        put(decoded, i, i + match[0].length);
        i += match[0].length;
        continue;
      }
    }
    // A line end in HTML source is a blank to the reader.
    if (code === 10 || code === 13 || code === 9) {
      put(' ', i, i + 1);
      i++;
      continue;
    }
    const run = i;
    do {
      starts[count] = i;
      ends[count++] = i + 1;
      i++;
    } while (i < length && isPlain(html.charCodeAt(i)));
    out.push(html.slice(run, i));
  }
  starts[count] = length;
  ends[count] = length;
  return { text: out.join(''), starts, ends };
}

function isPlain(code: number): boolean {
  return code !== 0x3c && code !== 0x26 && code !== 10 && code !== 13 && code !== 9;
}

/** Lower-case name of the tag whose name or slash begins at `at`; empty when a browser would not see a tag. */
function tagName(html: string, at: number): string {
  let i = at;
  const first = html.charCodeAt(i);
  if (first === 0x21 || first === 0x3f) return '!';
  if (first === 0x2f) i++;
  const start = i;
  while (i < html.length && i - start < 20) {
    const code = html.charCodeAt(i) | 0x20;
    if ((code >= 97 && code <= 122) || (i > start && code >= 48 && code <= 57)) i++;
    else break;
  }
  return html.slice(start, i).toLowerCase();
}

/** Index of the `>` that ends a tag, quoted attribute values apart; -1 when there is none. */
function tagEnd(html: string, at: number): number {
  let quote = 0;
  for (let i = at; i < html.length; i++) {
    const code = html.charCodeAt(i);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 0x3e) return i;
    else if ((code === 0x22 || code === 0x27) && html.charCodeAt(i - 1) === 0x3d) quote = code;
  }
  return -1;
}

/** Index after the end tag of a silent element. Without an end tag, browsers swallow the rest: so does this. */
function skipSilent(html: string, at: number, name: string): number {
  for (let i = html.indexOf('</', at); i !== -1; i = html.indexOf('</', i + 2)) {
    if (tagName(html, i + 1) === name) {
      const close = html.indexOf('>', i);
      return close === -1 ? html.length : close + 1;
    }
  }
  return html.length;
}

function decode(match: RegExpExecArray): string | undefined {
  const [, decimal, hex, name] = match;
  if (name !== undefined) return entities.get(name) ?? entities.get(name.toLowerCase());
  const code = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number(decimal);
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return ' ';
  if (code === 10 || code === 13) return ' ';
  return String.fromCodePoint(code);
}
