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
      .trim();
    if (name === 'background' && /^[a-z0-9#(),.%\s]+$/i.test(value) && !/url/i.test(value)) {
      name = 'background-color';
      value = value.split(/ (?![^(]*\))/)[0] ?? '';
    }
    if (!allowed.has(name) || value === '' || value.length > 200 || !safeValue.test(value)) continue;
    if (/url|expression|javascript|import|attr|var|env|image|-moz|behaviou?r/i.test(value)) continue;
    if (name === 'display' && !displays.has(value.replace(/\s*!important$/i, '').toLowerCase())) continue;
    // A negative margin pulls text over other text, or out of sight.
    if (name.startsWith('margin') && value.includes('-')) continue;
    kept.push(`${name}:${value.replace(/"/g, "'")}`);
  }
  return kept.join(';');
}
