/** Values that inline styles may have. Anything with a function other than a colour's is out: that is where URLs live. */
const safeValue = /^(?:[a-z0-9#%.,\s'"!+-]|(?:rgb|rgba|hsl|hsla)\([0-9.,%\s/deg]*\))+$/i;

/**
 * CSS properties that mail may set. Nothing that places an element outside the flow, hides it, loads, animates or makes
 * text; what a property outside this list would have done is simply not done.
 */
const allowed: ReadonlySet<string> = new Set([
  'background-color',
  'border',
  'border-bottom',
  'border-bottom-color',
  'border-bottom-style',
  'border-bottom-width',
  'border-collapse',
  'border-color',
  'border-left',
  'border-left-color',
  'border-left-style',
  'border-left-width',
  'border-radius',
  'border-right',
  'border-right-color',
  'border-right-style',
  'border-right-width',
  'border-spacing',
  'border-style',
  'border-top',
  'border-top-color',
  'border-top-style',
  'border-top-width',
  'border-width',
  'caption-side',
  'clear',
  'color',
  'direction',
  'display',
  'empty-cells',
  'float',
  'font',
  'font-family',
  'font-size',
  'font-style',
  'font-variant',
  'font-weight',
  'height',
  'letter-spacing',
  'line-height',
  'list-style-position',
  'list-style-type',
  'margin',
  'margin-bottom',
  'margin-left',
  'margin-right',
  'margin-top',
  'max-width',
  'min-width',
  'padding',
  'padding-bottom',
  'padding-left',
  'padding-right',
  'padding-top',
  'table-layout',
  'text-align',
  'text-decoration',
  'text-transform',
  'vertical-align',
  'white-space',
  'width',
  'word-break',
  'word-wrap',
  'overflow-wrap',
]);
const displays: ReadonlySet<string> = new Set([
  'block',
  'inline',
  'inline-block',
  'table',
  'table-row',
  'table-cell',
  'list-item',
]);

/** Splits at semicolons outside quotes and brackets: `url(data:a;b)` is one value. */
function declarations(style: string): string[] {
  const out: string[] = [];
  let quote = '';
  let depth = 0;
  let from = 0;
  for (let i = 0; i < style.length; i++) {
    const char = style.charAt(i);
    if (quote) {
      if (char === '\\') i++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '(') depth++;
    else if (char === ')') depth = Math.max(0, depth - 1);
    else if (char === ';' && depth === 0) {
      out.push(style.slice(from, i));
      from = i + 1;
    }
  }
  out.push(style.slice(from));
  return out;
}

/** An inline style with only harmless declarations left, or an empty string. */
export function safeStyle(style: string): string {
  // A backslash can spell any keyword in another way, and a comment can split one; neither is needed in mail.
  if (style.length > 4000 || style.includes('\\')) return '';
  const kept: string[] = [];
  for (const declaration of declarations(style.replace(/\/\*.*?(?:\*\/|$)/gs, ' '))) {
    const colon = declaration.indexOf(':');
    if (colon < 0) continue;
    let name = declaration.slice(0, colon).trim().toLowerCase();
    // Blanks are collapsed before any pattern sees them: a run of thousands takes cubic time below.
    let value = declaration
      .slice(colon + 1)
      .replace(/\s+/g, ' ')
      .replace(/ ?! ?important ?$/i, '')
      .trim();
    if (name === 'background' && /^[a-z0-9#(),.%\s]+$/i.test(value) && !/url/i.test(value)) {
      name = 'background-color';
      value = value.split(/ (?![^(]*\))/)[0] ?? '';
    }
    if (!allowed.has(name) || value === '' || value.length > 200 || !safeValue.test(value)) continue;
    if (/url|expression|javascript|import|attr|var|env|image|-moz|behaviou?r/i.test(value)) continue;
    if (name === 'display' && !displays.has(value.replace(/\s*!important$/i, '').toLowerCase())) continue;
    // What cannot be seen is not left to be quoted, searched or copied: the text stays, the trick goes.
    if (name === 'color' && isTransparent(value)) continue;
    if (name === 'letter-spacing' && /-\s*(?:[1-9]|\.[2-9]|0\.[2-9])/.test(value)) continue;
    if (name === 'line-height' && isTiny(value, 0.5)) continue;
    if (name === 'font' && value.split(/[\s/]/).some((word) => isTiny(word, 0))) continue;
    // A negative margin pulls text over other text, or out of sight.
    if (name.startsWith('margin') && value.includes('-')) continue;
    kept.push(`${name}:${value.replace(/"/g, "'")}`);
  }
  return kept.join(';');
}

function isTransparent(value: string): boolean {
  return (
    /^transparent\b/i.test(value) ||
    /^#(?:[0-9a-f]{3}0|[0-9a-f]{6}00)\b/i.test(value) ||
    /^(?:rgb|hsl)a?\([^)]*[,/]\s*(?:0*\.?0+)%?\s*\)/i.test(value.replace(/^(rgb|hsl)\([^,/)]*,[^,)]*,[^,)]*\)/i, ''))
  );
}

/** A length that nobody can read as the size of letters. `unitless` is the smallest plain number that is readable. */
function isTiny(value: string, unitless: number): boolean {
  const found = /^(\d*\.?\d+)(px|pt|em|rem|ex|ch|%)?(?![\w.])/i.exec(value);
  if (!found) return false;
  const size = Number(found[1]);
  const unit = found[2]?.toLowerCase();
  if (unit === undefined) return size === 0 || size < unitless;
  if (unit === '%') return size < 20;
  return size < (unit === 'px' || unit === 'pt' ? 2 : 0.2);
}

/** What a style that `safeStyle` let through does to the size of letters: hides them, shows them again, or neither. */
export function lettersIn(safe: string): 'tiny' | 'relative' | 'readable' | null {
  let found: 'tiny' | 'relative' | 'readable' | null = null;
  for (const declaration of safe.split(';')) {
    if (declaration.startsWith('font:')) found = /\d(?:px|pt)/i.test(declaration) ? 'readable' : 'relative';
    if (!declaration.startsWith('font-size:')) continue;
    const value = declaration.slice('font-size:'.length);
    if (isTiny(value, 0)) found = 'tiny';
    else found = /^[\d.]+(?:em|ex|ch|%)|^(?:inherit|unset|smaller|larger)/i.test(value) ? 'relative' : 'readable';
  }
  return found;
}
