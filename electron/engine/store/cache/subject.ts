const replyPrefixes = 're|aw|antw|antwort|sv|vs|odp|rif|res|resp|ref|rép|réf';
const forwardPrefixes = 'fw|fwd|wg|rv|tr|enc|vl';
const counter = '(?:\\s*[[(]\\d{1,4}[\\])])?';
const reply = new RegExp(`^\\s*(?:${replyPrefixes})${counter}\\s*[:：]`, 'iu');
const anyPrefix = new RegExp(`^\\s*(?:${replyPrefixes}|${forwardPrefixes})${counter}\\s*[:：]\\s*`, 'iu');

/** True for a subject that says it answers something ("Re:", "AW:", "Re[2]:"); a forward is not an answer. */
export function isReplySubject(subject: string): boolean {
  return reply.test(subject);
}

/** The subject without reply and forward prefixes, folded for comparison (RFC 5256 section 2.1, in its spirit). */
export function baseSubject(subject: string): string {
  let rest = subject.slice(0, 2000).normalize('NFC');
  for (let round = 0; round < 20; round += 1) {
    const shorter = rest.replace(anyPrefix, '');
    if (shorter === rest) break;
    rest = shorter;
  }
  return rest.replace(/\s+/g, ' ').trim().toLowerCase();
}
