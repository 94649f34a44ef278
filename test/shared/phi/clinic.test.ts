import { describe, expect, it } from 'vitest';
import { judge, scanMessage, scanText } from '../../../shared/phi/index.ts';

/** Mail of an ordinary day at a clinic that is about no patient. A page that stops these teaches people to click it away. */
const harmless = [
  'Flu shots are available now. Call the front desk at (212) 555-0142 or write to desk@clinic.example. 12 Main Street, Springfield, IL 62704',
  'Dr. Weiss is out on March 3, 2026; patients will be seen by Dr. Soto. Please tell the nurses.',
  'Dear Patient, our new portal is open. Patient Portal: https://portal.clinic.example. Regards, Ana Weiss, MD, Cardiology. Tel 212-555-0142, Fax 212-555-0199',
  'Please order 200 boxes of gloves, item 12345678, PO number 99812345, and 3 ultrasound gel packs. Invoice 20261121.',
  'Medication recall: metformin lot 123456789 expires 03/2027. NDC 0093-7214-01. See https://fda.example/recall?id=12345678',
  'NPI 1234567893 for Dr. Weiss, please update the directory.',
  'Staff meeting on 03/04/2026 at 10:30 about diabetes education. Room E10. Dial 646-558-8656, meeting ID 812 3456 7890.',
  'La cl\u00ednica cierra el 25 de diciembre de 2026. Llame al 212-555-0142 para cambiar su cita.',
  'Policy update: from January 1, 2027 the plan covers telehealth visits. Policy number 2026-14. Questions: hr@clinic.example',
  'Our account 0012345678 at First Bank was charged twice for the lab supplies.',
  'Tracking 1Z999AA10123456784 arrives Monday. Order 123-4567890-1234567',
  'Mr. Alvarez from the vaccine vendor will visit on Tuesday. His cell is 212-555-0177.',
  'Please review the HIPAA training. Name: required. Patient name: required. DOB: mm/dd/yyyy',
  'Attached is the MRI machine service report, serial number 445566778, model X200, serviced 03/04/2026.',
  'Ms. Green called about the insurance contract for the cardiology department.',
];

/** The same day, about somebody. */
const patients = [
  'Jane Roe DOB 3/4/60 needs refill of lisinopril',
  'MRI results for Jane Roe (MRN 445566) attached',
  'pt John Q. Smith, 54 yo M with CHF, admitted 3/4/2026',
  'SSN 123-45-6789',
  'su hijo Carlos P\u00e9rez, nacido el 3 de mayo de 2015, tiene asma',
  "Mrs. Green's biopsy came back positive for carcinoma",
  'Patient ROE, JANE   DOB 03/04/1960   Acct 00123456',
  'Hi Jane, your A1c is 9.2, please come in. Member ID W123456789',
  'expediente 448812 paciente Mar\u00eda L\u00f3pez diabetes',
  'Please send records for Maria Lopez, date of birth 5/6/1971',
];

describe('a day at the clinic', () => {
  it.each(harmless)('is not stopped: %s', (body) => {
    expect(judge(scanMessage({ body })).level).not.toBe('likely');
  });

  it.each(patients)('is seen: %s', (body) => {
    expect(judge(scanMessage({ body })).level).toBe('likely');
  });

  it('reads the same as text in the composer and as HTML at the send gate', () => {
    const markup = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    for (const lines of [harmless, patients, [...patients, ...harmless]]) {
      const text = lines.join('\n');
      const html = lines.map((line) => `<p>${markup(line)}</p>`).join('');
      const ofText = scanText(text, { field: 'body' }).map(({ type, start, end }) => [type, text.slice(start, end)]);
      const ofHtml = scanText(html, { field: 'html' }).map(({ type, start, end }) => [type, html.slice(start, end)]);
      expect(ofHtml).toEqual(ofText.map(([type, value]) => [type, markup(value ?? '')]));
    }
  });
});
