import { textPdf } from './pdf.ts';
import type { PersonName } from './people.ts';

/** A message to be made for the demo mailbox. Times are hours before the demo starts. */
export interface Sample {
  readonly id: string;
  readonly from: PersonName;
  readonly to: readonly PersonName[];
  readonly cc?: readonly PersonName[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly hoursAgo: number;
  readonly answers?: string;
  readonly seen?: boolean;
  readonly flagged?: boolean;
  readonly mailbox?: 'INBOX' | 'Sent' | 'Archive' | 'Junk';
  readonly files?: readonly { readonly name: string; readonly type: string; readonly content: Buffer | string }[];
  readonly seal?: 'signed' | 'encrypted' | 'signed-encrypted';
  readonly headers?: Readonly<Record<string, string>>;
}

const d = 24;

const report = (patient: string, lines: readonly string[]) => ({
  name: `Report ${patient}.pdf`,
  type: 'application/pdf',
  content: textPdf(['NORTHLAB DIAGNOSTICS', `Patient: ${patient}`, '', ...lines, '', 'Released by Dr. Anna Weiss']),
});

const newsletter = (title: string, items: readonly string[]) => `<!doctype html><html><body style="background:#eef2f5">
<table width="600" align="center" cellpadding="16" style="background:#ffffff;border:1px solid #d5dde3">
<tr><td style="background:#12586b;color:#ffffff"><h1 style="margin:0;font-size:22px">${title}</h1></td></tr>
<tr><td><img src="https://img.medsupply.example/banner.png" width="560" height="90" alt="Banner">
${items.map((item) => `<h3 style="color:#12586b">${item}</h3><p>Stock is limited to what is on the shelf this week. <a href="https://shop.medsupply.example/${encodeURIComponent(item)}">See the offer</a></p>`).join('\n')}
<img src="https://track.medsupply.example/open?id=8841" width="1" height="1" alt=""></td></tr>
<tr><td style="font-size:11px;color:#667">You receive this because you ordered from us.
<a href="https://shop.medsupply.example/unsubscribe">Unsubscribe</a></td></tr></table></body></html>`;

const conversations: readonly Sample[] = [
  {
    id: 'lab-1',
    from: 'weiss',
    to: ['frontDesk'],
    subject: 'Results ready: R. and three others',
    text: 'Good morning,\n\nThe lipid panel of Jane Roe (DOB 03/04/1960, MRN 00482913) is within range. LDL 104 mg/dL, HDL 58 mg/dL.\nThe other three follow this afternoon.\n\nAnna Weiss\nNorthlab',
    hoursAgo: 1,
    seal: 'signed-encrypted',
    files: [report('Jane Roe', ['LDL cholesterol 104 mg/dL', 'HDL cholesterol 58 mg/dL', 'Triglycerides 121 mg/dL'])],
  },
  {
    id: 'lab-2',
    from: 'weiss',
    to: ['frontDesk'],
    subject: 'Courier times next week',
    text: 'The courier comes at 11:30 instead of 12:00 on Tuesday and Thursday.\n\nAnna Weiss',
    hoursAgo: 5,
    seal: 'signed',
    seen: true,
  },
  {
    id: 'roe-1',
    from: 'roe',
    to: ['frontDesk'],
    subject: 'My appointment on Thursday',
    text: 'Hello,\n\ncan I come at 3 pm instead of 2:15? My bus is late on Thursdays.\n\nThank you\nJane Roe',
    hoursAgo: 27,
    seen: true,
  },
  {
    id: 'roe-2',
    from: 'frontDesk',
    to: ['roe'],
    subject: 'Re: My appointment on Thursday',
    text: 'Dear Ms. Roe,\n\n3 pm is fine, we changed it.\n\nRiverside front desk',
    hoursAgo: 26,
    answers: 'roe-1',
    mailbox: 'Sent',
    seen: true,
  },
  {
    id: 'roe-3',
    from: 'roe',
    to: ['frontDesk'],
    subject: 'Re: My appointment on Thursday',
    text: 'Wonderful, thank you. Will my blood test be back by then?\n\nJane',
    hoursAgo: 2,
    answers: 'roe-2',
  },
  {
    id: 'mendez-1',
    from: 'mendez',
    to: ['frontDesk'],
    subject: 'Cita para mi hija y receta del inhalador',
    text: 'Buenos días:\n\nNecesito una cita para mi hija Sofía, que tiene tos desde el lunes, y la receta del inhalador.\n¿Puede ser el miércoles por la tarde, después de la escuela?\n\nMuchas gracias,\nLucía Méndez Ortega',
    hoursAgo: 3,
  },
  {
    id: 'mendez-2',
    from: 'frontDesk',
    to: ['mendez'],
    subject: 'Re: Cita anual',
    text: 'Estimada señora Méndez:\n\nSu cita anual queda para el 4 de diciembre a las 9:30.\n\nRecepción',
    hoursAgo: 9 * d,
    mailbox: 'Sent',
    seen: true,
  },
  {
    id: 'nair-1',
    from: 'nair',
    to: ['frontDesk'],
    cc: ['okafor'],
    subject: 'Referral for echocardiogram',
    text: 'Dear colleagues,\n\nplease send the last ECG with the referral. Thursday next week is possible.\n\nPriya Nair\nCardio Partners',
    hoursAgo: 7,
    seal: 'signed',
    flagged: true,
    headers: { 'Disposition-Notification-To': '<priya.nair@cardio-partners.example>' },
  },
  {
    id: 'nair-2',
    from: 'frontDesk',
    to: ['nair'],
    subject: 'Re: Referral for echocardiogram',
    text: 'Dear Dr. Nair,\n\nthe ECG follows this afternoon.\n\nRiverside front desk',
    hoursAgo: 6,
    answers: 'nair-1',
    mailbox: 'Sent',
    seen: true,
  },
  {
    id: 'tran-1',
    from: 'tran',
    to: ['frontDesk'],
    subject:
      'Question about the invoice from October, the second one that I received for the same visit, and who to call',
    text: 'Hello,\n\nI have two invoices for the visit on October 12. Which one is right?\n\nMinh Tran',
    hoursAgo: 30,
  },
  {
    id: 'tran-2',
    from: 'frontDesk',
    to: ['tran'],
    subject:
      'Re: Question about the invoice from October, the second one that I received for the same visit, and who to call',
    text: 'Dear Mr. Tran,\n\nthe second one replaces the first. Please ignore the first.\n\nRiverside front desk',
    hoursAgo: 29,
    answers: 'tran-1',
    mailbox: 'Sent',
    seen: true,
  },
  {
    id: 'adeyemi-1',
    from: 'adeyemi',
    to: ['frontDesk'],
    subject: 'Sick note',
    text: 'Hi,\n\ncould you send the sick note to me as a PDF?\n\nTolu Adeyemi',
    hoursAgo: 33,
    seen: true,
  },
  {
    id: 'kowalski-1',
    from: 'kowalski',
    to: ['frontDesk'],
    subject: 'Change of address',
    text: 'Good afternoon,\n\nwe moved to 14 Harbor Lane. Everything else stays the same.\n\nEwa Kowalski',
    hoursAgo: 50,
    seen: true,
  },
  {
    id: 'pharmacy-1',
    from: 'pharmacy',
    to: ['frontDesk'],
    subject: 'Refill request needs a signature',
    text: 'A refill of lisinopril 10 mg needs the signature of Dr. Okafor.\n\nOak Street Pharmacy\n(202) 555-0142',
    hoursAgo: 4,
    files: [{ name: 'refill-request.csv', type: 'text/csv', content: 'drug,strength,quantity\nlisinopril,10 mg,90\n' }],
  },
  {
    id: 'pharmacy-2',
    from: 'pharmacy',
    to: ['frontDesk'],
    subject: 'Opening hours over the holidays',
    text: 'We are open from 9 to 13 on the 24th and closed on the 25th.',
    hoursAgo: 4 * d,
    seen: true,
  },
  {
    id: 'insurer-1',
    from: 'insurer',
    to: ['frontDesk'],
    subject: 'Prior authorization 88-2041 approved',
    text: 'The authorization is approved for 12 sessions until March 31.',
    hoursAgo: 28,
    files: [
      {
        name: 'authorization.pdf',
        type: 'application/pdf',
        content: textPdf(['MERIDIAN HEALTH PLAN', 'Authorization 88-2041: approved']),
      },
    ],
  },
  {
    id: 'insurer-2',
    from: 'insurer',
    to: ['frontDesk'],
    subject: 'Missing information for claim 77-1903',
    text: 'Please send the date of service and the referring provider.',
    hoursAgo: 53,
    flagged: true,
    seen: true,
  },
  {
    id: 'supplier-1',
    from: 'supplier',
    to: ['frontDesk'],
    subject: 'Gloves, masks and one surprise',
    text: 'This week: nitrile gloves, masks, thermometers.',
    html: newsletter('MedSupply Weekly', [
      'Nitrile gloves, size M',
      'Surgical masks, 50 pieces',
      'Forehead thermometers',
    ]),
    hoursAgo: 20,
    headers: {
      'List-Unsubscribe': '<https://shop.medsupply.example/unsubscribe>',
      'List-Id': '<weekly.medsupply.example>',
    },
  },
  {
    id: 'supplier-2',
    from: 'supplier',
    to: ['frontDesk'],
    subject: 'Your order 5521 is on its way',
    text: 'Your parcel leaves today.',
    html: newsletter('Order 5521', ['Exam table paper, 12 rolls']),
    hoursAgo: 3 * d,
    seen: true,
  },
  {
    id: 'association-1',
    from: 'association',
    to: ['frontDesk'],
    subject: 'Bulletin: vaccination days, parking, and the annual meeting',
    text: 'Three things this month.',
    html: newsletter('State Clinic Association', [
      'Vaccination days',
      'New parking rules',
      'Annual meeting in February',
    ]),
    hoursAgo: 5 * d,
    seen: true,
    headers: { 'List-Id': '<bulletin.clinicassoc.example>' },
  },
  {
    id: 'imaging-1',
    from: 'imaging',
    to: ['frontDesk'],
    subject: 'Images available',
    text: 'The images of the knee are available. Please use the reference 20-7741.',
    hoursAgo: 31,
    seen: true,
  },
  {
    id: 'it-1',
    from: 'it',
    to: ['frontDesk', 'okafor'],
    subject: 'Maintenance on Saturday, 6 to 8 in the morning',
    text: 'The mail server restarts once on Saturday morning. You need not do anything.',
    hoursAgo: 2 * d,
    seen: true,
  },
  {
    id: 'okafor-1',
    from: 'okafor',
    to: ['frontDesk'],
    subject: 'Please book room 3',
    text: 'For Friday from 10 to 11, two people.\n\nJames',
    hoursAgo: 8,
    seal: 'encrypted',
  },
  {
    id: 'weiss-okafor',
    from: 'weiss',
    to: ['okafor'],
    subject: 'Second opinion',
    text: 'Dear James,\n\nplease have a look at the slides when you have a minute.\n\nAnna',
    hoursAgo: 9,
    seal: 'signed-encrypted',
  },
];

const reminders: readonly Sample[] = Array.from({ length: 16 }, (_, index) => ({
  id: `routine-${index}`,
  from:
    (['roe', 'tran', 'adeyemi', 'kowalski', 'mendez', 'imaging', 'pharmacy', 'insurer'] as const)[index % 8] ?? 'roe',
  to: ['frontDesk'] as const,
  subject:
    [
      'Confirming my appointment',
      'Thank you',
      'Form attached',
      'Running ten minutes late',
      'Pregunta sobre la cita',
      'Slot on Monday is free again',
      'Delivery delayed by a day',
      'Coverage letter',
    ][index % 8] ?? 'Hello',
  text: [
    'I confirm my appointment. See you then.',
    'Thank you for the quick help today.',
    'Here is the form, signed.',
    'The train is late, I will be there ten minutes after the hour.',
    '¿Tengo que venir en ayunas?',
    'If somebody can come on Monday at 8:15, the slot is free.',
    'The delivery comes tomorrow instead of today.',
    'The letter you asked for is attached to your portal message.',
  ][index % 8] as string,
  hoursAgo: (6 + index) * d + index,
  seen: true,
  ...(index % 8 === 2
    ? {
        files: [
          { name: 'intake form (signed).pdf', type: 'application/pdf', content: textPdf(['Intake form', 'Signed']) },
        ],
      }
    : {}),
  ...(index > 11 ? { mailbox: 'Archive' as const } : {}),
}));

/** Everything that is in the demo mailboxes, apart from the raw messages of raw.ts. */
export const samples: readonly Sample[] = [...conversations, ...reminders];
