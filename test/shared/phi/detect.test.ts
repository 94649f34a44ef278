import { describe, expect, it } from 'vitest';
import type { FindingType } from '../../../shared/model/finding.ts';
import { scanText } from '../../../shared/phi/index.ts';

/** Findings of a text as `TYPE value`, so that offsets are tested with every case. */
function found(text: string, field: 'body' | 'html' | 'subject' = 'body'): string[] {
  return scanText(text, { field }).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`);
}

function has(text: string, type: FindingType, value: string): void {
  expect(found(text), text).toContain(`${type} ${value}`);
}

function lacks(text: string, ...types: FindingType[]): void {
  const kinds = scanText(text, { field: 'body' }).map(({ type }) => type);
  for (const type of types) expect(kinds, text).not.toContain(type);
}

describe('identifiers that must not leave unseen', () => {
  it('medical record numbers behind their label', () => {
    has('MRN 00482913', 'MRN', '00482913');
    has('mrn: 00482913', 'MRN', '00482913');
    has('MRN\n00482913', 'MRN', '00482913');
    has('Medical record number is 00482913.', 'MRN', '00482913');
    has('MRN#UCSF-12345', 'MRN', 'UCSF-12345');
    has('chart no. 448812', 'MRN', '448812');
    has('historia cl\u00ednica n\u00famero 4488120, expediente 77120', 'MRN', '77120');
    has('https://portal.example/view?mrn=00482913', 'MRN', '00482913');
  });

  it('a clinic pattern without any label', () => {
    const text = 'see H-448812 from yesterday, not H-4488123';
    const hits = scanText(text, { field: 'body', mrnPattern: 'H-######' });
    expect(hits.map(({ start, end, type, reason }) => [text.slice(start, end), type, reason])).toEqual([
      ['H-448812', 'MRN', 'mrn-pattern'],
    ]);
  });

  it('dates of birth in the ways that people write them', () => {
    has('DOB 03/04/1960', 'DOB', '03/04/1960');
    has('D.O.B.: 3-4-60', 'DOB', '3-4-60');
    has('born March 4, 1960', 'DOB', 'March 4, 1960');
    has('born on the 4th of March 1960', 'DOB', '4th of March 1960');
    has('date of birth:\n1960-03-04', 'DOB', '1960-03-04');
    const answer = 'born 03/04/1960) is within range.\nOn 2026-11-21 19:07, Jane Roe wrote:';
    expect(found(answer).filter((one) => one.startsWith('DOB'))).toEqual(['DOB 03/04/1960']);
    has('fecha de nacimiento 04/03/1960', 'DOB', '04/03/1960');
    has('nacida el 4 de marzo de 1960', 'DOB', '4 de marzo de 1960');
  });

  it('dates that exist only, and plain dates are not birth dates', () => {
    expect(found('DOB 02/30/1960')).toEqual([]);
    expect(found('DOB 13/13/1960')).toEqual([]);
    lacks('The meeting is on 03/04/2026.', 'DOB');
    lacks('version 1.2.26 and ratio 3/4', 'DATE', 'DOB');
  });

  it('Social Security numbers with and without a label', () => {
    has('SSN 123-45-6789', 'SSN', '123-45-6789');
    has('his social security number is 123456789', 'SSN', '123456789');
    has('123-45-6789', 'SSN', '123-45-6789');
    has('last four of social: 6789', 'SSN', '6789');
    lacks('000-12-3456 666-12-3456 123-00-4567 123-45-0000', 'SSN');
    lacks('078-05-1120 and 219-09-9999 are printed in advertisements', 'SSN');
    lacks('order 123456789 shipped', 'SSN');
    lacks('part 1123-45-67891', 'SSN');
    // Nobody writes the label over anything else: a slip of a digit does not make it safe.
    has('SSN: 987-65-4321', 'SSN', '987-65-4321');
  });

  it('Medicare numbers by their form alone, the printed specimen apart', () => {
    has('her card says 1EG4-TE5-MK72', 'HEALTH_PLAN', '1EG4-TE5-MK72');
    has('1EG4TE5MK72', 'HEALTH_PLAN', '1EG4TE5MK72');
    lacks('1EG4-TE5-MK73', 'HEALTH_PLAN');
    lacks('1SG4-TE5-MK72', 'HEALTH_PLAN');
    has('Member ID: XYZ123456789', 'HEALTH_PLAN', 'XYZ123456789');
    has('p\u00f3liza 99812345', 'HEALTH_PLAN', '99812345');
  });

  it('telephone and fax', () => {
    has('call (212) 555-0142', 'PHONE', '(212) 555-0142');
    has('212.555.0142', 'PHONE', '212.555.0142');
    has('tel +34 612 345 678', 'PHONE', '+34 612 345 678');
    has('Fax: 212-555-0199', 'FAX', '212-555-0199');
    lacks('911-555-0142 112-555-0142', 'PHONE');
  });

  it('NPI only with label and right check digit', () => {
    has('NPI 1234567893', 'NPI', '1234567893');
    lacks('NPI 1234567890', 'NPI');
  });

  it('diagnosis codes in company, not vitamins and rooms', () => {
    has('dx E11.9 and S72.001A', 'HEALTH', 'S72.001A');
    has('ICD-10: I10', 'HEALTH', 'I10');
    expect(found('take B12 in room E10 with H1N1')).toEqual([]);
  });

  it('names behind a label, in either order and in capitals', () => {
    has('Patient: Jane Roe, seen today', 'NAME', 'Jane Roe');
    has('Patient Name: ROE, JANE', 'NAME', 'ROE, JANE');
    has('pt Maria Del Carmen Soto was here', 'NAME', 'Maria Del Carmen Soto');
    has('paciente: Juana P\u00e9rez', 'NAME', 'Juana P\u00e9rez');
    has('Patient: jane roe', 'NAME', 'jane roe');
    lacks('Patient Portal and Patient Services are open', 'NAME');
    lacks('patient was seen', 'NAME');
  });

  it('ages of 90 and over, addresses, accounts, vehicles', () => {
    has('a 93-year-old woman', 'AGE90', '93-year-old');
    lacks('a 67-year-old woman, 95 years ago', 'AGE90');
    has(
      'lives at 12 North Main Street, Springfield, IL 62704',
      'ADDRESS',
      '12 North Main Street, Springfield, IL 62704',
    );
    has('Calle Mayor 12', 'ADDRESS', 'Calle Mayor 12');
    has('card 4111 1111 1111 1111', 'ACCOUNT', '4111 1111 1111 1111');
    lacks('card 4111 1111 1111 1112', 'ACCOUNT');
    has('VIN 1M8GDM9AXKP042788', 'VEHICLE', '1M8GDM9AXKP042788');
  });

  it('words of health in both languages, with the sensitive ones named', () => {
    const reasons = (text: string) => scanText(text, { field: 'body' }).map(({ reason }) => reason);
    expect(reasons('Crohn\u2019s disease')).toEqual(['health-diagnosis']);
    expect(reasons('she is HIV positive')).toEqual(['health-hiv-sti']);
    expect(reasons('cl\u00ednica de metadona')).toEqual(['health-sud']);
    expect(reasons('DIABETES TIPO 2')).toEqual(['health-diagnosis']);
    expect(reasons('BRCA1')).toEqual(['health-genetic']);
  });
});

describe('disguises that reach the reader but not a naive pattern', () => {
  const number = '123-45-6789';
  it.each([
    ['no-break hyphen', '123\u201145\u20116789'],
    ['en dash', '123\u201345\u20136789'],
    ['zero-width space', '12\u200b3-45-67\u200b89'],
    ['soft hyphen', '123\u00ad-45-6789'],
    ['full width', '\uff11\uff12\uff13\uff0d\uff14\uff15\uff0d\uff16\uff17\uff18\uff19'],
    ['quoted', number],
  ])('%s', (name, value) => {
    const text = `${name === 'quoted' ? '> > ' : ''}SSN ${value} end`;
    has(text, 'SSN', value);
  });

  it('no-break blanks and wrapped lines', () => {
    has('DOB\u00a003/04/1960', 'DOB', '03/04/1960');
    has('this line is long enough to have been wrapped, born March\n4, 1960 in Ohio', 'DOB', 'March\n4, 1960');
    has('> quoted line that is long enough to be wrapped, born March\n> 4, 1960', 'DOB', 'March\n> 4, 1960');
  });

  it('HTML, with offsets into the markup as given', () => {
    const html = '<p class="x">MRN&nbsp;<b>0048</b>2913</p><style>MRN 99999999</style><!-- MRN 88888888 -->';
    expect(found(html, 'html')).toEqual(['MRN 0048</b>2913']);
    expect(found('<td>DOB</td><td>03/04/1960</td>', 'html')).toEqual(['DOB 03/04/1960']);
    expect(found('<p>SSN 123-<i>45</i>-6789', 'html')).toEqual(['SSN 123-<i>45</i>-6789']);
    expect(found('&#49;23-45-6789', 'html')).toEqual(['SSN &#49;23-45-6789']);
    expect(found('a < b MRN 00482913', 'html')).toEqual(['MRN 00482913']);
  });
});

describe('what belongs to the clinic', () => {
  it('is not reported when it is on the allow list, however it is written', () => {
    const options = { field: 'body' as const, allow: ['212-555-0142', 'Front.Desk@clinic.example'] };
    expect(scanText('Call (212) 555 0142 or front.desk@clinic.example', options)).toEqual([]);
  });
});
