import { describe, expect, it } from 'vitest';
import { groupFindings, scanFileNames, whyWords } from '../../../renderer/compose/noticed.ts';
import { en } from '../../../renderer/i18n/en/index.ts';
import { es } from '../../../renderer/i18n/es/index.ts';
import { findingTypes } from '../../../shared/model/finding.ts';
import { phiReasons, scanText } from '../../../shared/phi/index.ts';

const draft = {
  subject: 'Result for MRN 00482913',
  body: 'MRN 00482913 again, MRN 00771204, DOB 03/04/1960. Her diabetes is under control.',
  fileNames: ['MRN 00482913.pdf'],
};
const findings = [
  ...scanText(draft.subject, { field: 'subject' }),
  ...scanText(draft.body, { field: 'body' }),
  ...scanFileNames(draft.fileNames),
];

describe('groupFindings', () => {
  const groups = groupFindings(findings, draft, 'en', en);

  it('shows no found value, only masked ones', () => {
    const shown = JSON.stringify(groups.map(({ masked, what, why }) => [masked, what, why]));
    for (const value of ['00482913', '00771204', '03/04/1960', '1960']) expect(shown).not.toContain(value);
    expect(groups.some(({ masked }) => masked.length > 0)).toBe(true);
  });

  it('says where: subject, text and file name are apart', () => {
    const records = groups.filter(({ type }) => type === 'MRN');
    expect(records.map(({ field }) => field)).toEqual(['subject', 'body', 'attachment']);
    expect(records[1]?.times).toBe(2);
  });

  it('puts topics of health after what says who it is', () => {
    const types = groups.map(({ type }) => type);
    const topic = types.indexOf('HEALTH');
    if (topic >= 0) expect(types.slice(topic).every((type) => type === 'HEALTH')).toBe(true);
  });

  it('has words for every type and reason in both languages', () => {
    for (const [locale, text] of [
      ['en', en],
      ['es', es],
    ] as const) {
      for (const type of findingTypes) expect(text.compose.phi.type[type]).toBeTruthy();
      for (const reason of Object.keys(phiReasons))
        expect(whyWords({ reason, type: 'MRN' }, locale, text)).toBeTruthy();
      expect(whyWords({ reason: 'from-another-version', type: 'MRN' }, locale, text)).toBe(text.compose.phi.type.MRN);
    }
  });
});
