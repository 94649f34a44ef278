import type { Field } from '../field.ts';

const maxLocal = 64;
const maxDomain = 255;
const maxUrl = 2048;
const local = /[A-Za-z0-9._%+'-]/;
const domain = /[A-Za-z0-9.-]/;

/** E-mail addresses in text, around their at sign. */
export function detectEmail(field: Field, t: number): void {
  const { text } = field;
  const at = field.startOf(t);
  let start = at;
  while (start > 0 && at - start < maxLocal && local.test(text.charAt(start - 1))) start--;
  while (start < at && /[.'-]/.test(text.charAt(start))) start++;
  let end = at + 1;
  while (end < text.length && end - at < maxDomain && domain.test(text.charAt(end))) end++;
  while (end > at && /[.-]/.test(text.charAt(end - 1))) end--;
  if (start === at || !/^(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}$/.test(text.slice(at + 1, end))) return;
  field.add(start, end, 'EMAIL', 0.3, 'email-address');
}

/** URLs from `://` on. Returns the offset behind it, or 0: numbers inside are no telephone numbers. */
export function detectUrl(field: Field, t: number): number {
  const { text } = field;
  const colon = field.startOf(t);
  if (text.charCodeAt(colon + 1) !== 0x2f || text.charCodeAt(colon + 2) !== 0x2f) return 0;
  let start = colon;
  while (start > 0 && colon - start < 12 && /[A-Za-z]/.test(text.charAt(start - 1))) start--;
  if (start === colon) return 0;
  let end = colon + 3;
  while (end < text.length && end - colon < maxUrl && text.charCodeAt(end) > 32 && !'<>"'.includes(text.charAt(end)))
    end++;
  if (end === colon + 3) return 0;
  const personal = /[?&/](?:mrn|patient(?:id)?|token|pid|dob|member(?:id)?|record)[=/]/i.test(text.slice(colon, end));
  field.add(start, end, 'URL', personal ? 0.4 : 0.1, personal ? 'url-personal' : 'url');
  return end;
}
