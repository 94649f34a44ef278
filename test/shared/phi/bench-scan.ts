import { createIncremental, judge, scanMessage, scanText } from '../../../shared/phi/index.ts';

/** Numbers of the PHI scan, in milliseconds and megabytes (UTF-16 code units / 1e6) per second. */
export interface ScanNumbers {
  /** Full scan and judgement of a 20 kB message. */
  readonly message: { readonly p50: number; readonly p99: number };
  /** One keystroke in the middle of a 20 kB message. */
  readonly keystroke: { readonly p50: number; readonly p99: number };
  readonly bulkMBperSecond: number;
  /** Slowest of the hostile patterns, 200,000 characters each. */
  readonly hostile200k: number;
}

const sentences = [
  'Thank you for calling the clinic yesterday; we have moved the appointment to Tuesday at 10:30. ',
  'Please bring the insurance card and a list of everything that you take, including vitamins. ',
  'Patient: Jane Roe, DOB 03/04/1960, MRN 00482913, was seen for diabetes and hypertension. ',
  'Her hemoglobin A1c was 7.2 and the lipid panel is pending; metformin was increased. ',
  'You can reach the front desk at (212) 555-0142 or write to desk@clinic.example at any time. ',
  'The lot for patients is behind the building at 12 North Main Street, Springfield, IL 62704. ',
  'La paciente Juana P\u00e9rez, nacida el 4 de marzo de 1960, tiene cita con la doctora Soto. ',
  'Best regards, and please do not hesitate to ask when anything is unclear about the bill. ',
];

/** A message of about `length` characters: eight sentences in turn, a paragraph of three to five each. */
export function sampleMessage(length: number): string {
  let text = '';
  for (let i = 0; text.length < length; i++) {
    text += sentences[(i * 5 + (i >> 3)) % sentences.length] ?? '';
    if (i % 4 === 3) text += '\n\n';
  }
  return text.slice(0, length);
}

function percentiles(times: number[]): { p50: number; p99: number } {
  times.sort((a, b) => a - b);
  const at = (p: number) => times[Math.min(times.length - 1, Math.floor(times.length * p))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

function time(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Measures the scan on this machine; takes about two seconds. */
export function benchScan(): ScanNumbers {
  const text = sampleMessage(20_000);
  const full = () => {
    const message = { subject: 'Re: your visit', body: text };
    judge(scanMessage(message), { message });
  };
  for (let i = 0; i < 100; i++) full();
  const message = percentiles(Array.from({ length: 300 }, () => time(full)));

  const scan = createIncremental();
  let typed = text;
  scan.update(typed);
  const keys: number[] = [];
  const word = 'the MRN is 00482913 and ';
  for (let i = 0; i < 1300; i++) {
    const at = 9_000 + i;
    typed = typed.slice(0, at) + word.charAt(i % word.length) + typed.slice(at);
    const given = typed;
    const ms = time(() => scan.update(given));
    if (i >= 300) keys.push(ms);
  }

  const bulk = sampleMessage(4_000_000);
  const bulkMs = Math.min(...[0, 1].map(() => time(() => scanText(bulk, { field: 'body' }))));
  const hostile = ['1 ', '\n', 'MRN 1 ', '123-45-678', 'a@', '://', 'Mr. A '].map((pattern) => {
    const long = pattern.repeat(200_000 / pattern.length);
    return Math.min(...[0, 1, 2].map(() => time(() => scanText(long, { field: 'body' }))));
  });
  return {
    message,
    keystroke: percentiles(keys),
    bulkMBperSecond: bulk.length / 1000 / bulkMs,
    hostile200k: Math.max(...hostile),
  };
}
