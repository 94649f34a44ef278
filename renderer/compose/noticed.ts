import type { Finding } from '../../shared/model/finding.ts';
import type { Locale } from '../../shared/model/settings.ts';
import { mask, reasonWords, scanText } from '../../shared/phi/index.ts';
import type { Catalogue } from '../i18n/en/index.ts';
import { isMarked } from './phi-plugin.ts';

/** Fields of a draft as the window scans them. */
export interface DraftText {
  readonly subject: string;
  readonly body: string;
  readonly fileNames: readonly string[];
}

/** One kind of thing that was noticed, with how often and where. */
export interface Noticed {
  readonly key: string;
  readonly field: 'subject' | 'body' | 'attachment';
  readonly type: Finding['type'];
  readonly what: string;
  /** Why, as a sentence without the value. */
  readonly why: string;
  readonly times: number;
  /** The first of them, to go to. */
  readonly first: Finding;
  /** Masked values, each once. */
  readonly masked: readonly string[];
}

/** Findings of the names of the attached files. */
export function scanFileNames(names: readonly string[]): Finding[] {
  return names.flatMap((name) => scanText(name, { field: 'attachment' }));
}

/** Words for why a finding was made; the type alone when the code is newer than the words. */
export function whyWords(finding: Pick<Finding, 'reason' | 'type'>, locale: Locale, text: Catalogue): string {
  return reasonWords(finding.reason)?.[locale] ?? text.compose.phi.type[finding.type];
}

function foundText(finding: Finding, draft: DraftText): string {
  if (finding.field === 'subject') return draft.subject.slice(finding.start, finding.end);
  if (finding.field === 'body') return draft.body.slice(finding.start, finding.end);
  return '';
}

/**
 * Groups findings by place, type and reason, in the order in which they stand. Topics of health come last, because they
 * matter only beside something that says who it is.
 */
export function groupFindings(
  findings: readonly Finding[],
  draft: DraftText,
  locale: Locale,
  text: Catalogue,
): Noticed[] {
  const groups = new Map<string, Noticed & { masked: string[]; times: number }>();
  for (const finding of findings) {
    if (!isMarked(finding)) continue;
    const field = finding.field === 'html' ? 'body' : finding.field;
    const key = `${field} ${finding.type} ${finding.reason}`;
    const value = foundText(finding, draft);
    const masked = value === '' ? '' : mask(value, finding.type);
    const group = groups.get(key);
    if (group) {
      group.times += 1;
      if (masked !== '' && !group.masked.includes(masked)) group.masked.push(masked);
    } else {
      groups.set(key, {
        key,
        field,
        type: finding.type,
        what: text.compose.phi.type[finding.type],
        why: whyWords(finding, locale, text),
        times: 1,
        first: finding,
        masked: masked === '' ? [] : [masked],
      });
    }
  }
  const order = (one: Noticed) => (one.type === 'HEALTH' ? 1 : 0);
  return [...groups.values()].sort((a, b) => order(a) - order(b));
}
