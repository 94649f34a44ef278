import type { Account } from '../../shared/model/account.ts';
import type { Address } from '../../shared/model/address.ts';
import type { KeyView } from '../../shared/model/key.ts';
import type { Mailbox, MessageView, ThreadRow } from '../../shared/model/message.ts';
import type { Profile } from '../../shared/model/profile.ts';
import type { Scene } from './scenes.ts';

/** An invented clinic. Nobody here exists. */

export const clinicName = 'Harbor Lane Family Clinic';

/** The moment at which every picture is taken. */
export const now = Date.parse('2026-06-09T10:42:00');

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const profiles: readonly Profile[] = [
  { id: '00000000000000a1', displayName: 'Maria Lopez', role: 'front-desk', createdAt: '2026-02-02T08:00:00Z' },
  { id: '00000000000000a2', displayName: 'Dr. Samuel Okafor', role: 'clinician', createdAt: '2026-02-02T08:20:00Z' },
  {
    id: '00000000000000a3',
    displayName: 'Ingrid Halvorsen',
    role: 'privacy-officer',
    createdAt: '2026-02-02T09:00:00Z',
  },
];

export const accounts: readonly Account[] = [
  {
    id: 1,
    address: 'frontdesk@harborlane.example',
    displayName: 'Harbor Lane front desk',
    user: 'frontdesk@harborlane.example',
    imap: { host: 'imap.harborlane.example', port: 993, security: 'tls' },
    smtp: { host: 'smtp.harborlane.example', port: 465, security: 'tls' },
    keepDays: 365,
    keepBytes: null,
  },
  {
    id: 2,
    address: 'referrals@harborlane.example',
    displayName: 'Referrals',
    user: 'referrals@harborlane.example',
    imap: { host: 'imap.harborlane.example', port: 993, security: 'tls' },
    smtp: { host: 'smtp.harborlane.example', port: 465, security: 'tls' },
    keepDays: null,
    keepBytes: null,
  },
];

const box = (
  id: number,
  accountId: number,
  path: string,
  specialUse: Mailbox['specialUse'],
  total: number,
  unseen: number,
): Mailbox => ({ id, accountId, path, name: path.split('/').at(-1) ?? path, specialUse, total, unseen });

export const mailboxes: readonly Mailbox[] = [
  box(1, 1, 'INBOX', 'inbox', 1248, 9),
  box(2, 1, 'Sent', 'sent', 873, 0),
  box(3, 1, 'Archive', 'archive', 18_402, 0),
  box(4, 1, 'Junk', 'junk', 31, 4),
  box(5, 1, 'Trash', 'trash', 112, 0),
  box(6, 1, 'Insurance', null, 96, 2),
  box(7, 1, 'Insurance/Denied claims', null, 12, 0),
  box(8, 1, 'Lab results', null, 410, 3),
  box(9, 1, 'Patients', null, 2044, 0),
  box(11, 2, 'INBOX', 'inbox', 64, 3),
  box(12, 2, 'Sent', 'sent', 40, 0),
  box(13, 2, 'Trash', 'trash', 0, 0),
];

const person = (name: string, addr: string): Address => ({ name, addr });
export const desk = person('Harbor Lane front desk', 'frontdesk@harborlane.example');
const weiss = person('Dr. Anna Weiss', 'a.weiss@northpointlab.example');
const roe = person('Jane Roe', 'jane.roe@mailbox.example');
const doe = person('John Doe', 'jdoe61@quickmail.example');
const ruiz = person('Ana Ruiz Castellanos', 'ana.ruiz@correo.example');
const okafor = person('Dr. Samuel Okafor', 's.okafor@harborlane.example');
const insurer = person('Meridian Health Claims', 'claims@meridianhealth.example');
const supply = person('BrightCare Supplies', 'news@brightcare.example');
const phisher = person('IT Support', 'helpdesk@harborlane-login.example');
const daemon = person('Mail Delivery System', 'mailer-daemon@smtp.harborlane.example');
const cardio = person('Lakeside Cardiology, scheduling', 'scheduling@lakesidecardio.example');
const pharmacy = person('Corner Pharmacy', 'orders@cornerpharmacy.example');
const nguyen = person('Linh Nguyen', 'linh.n@mailbox.example');
const noname = person('', 'h.petrov@postbox.example');

type Marks = Partial<Omit<ThreadRow, 'threadId' | 'messageId' | 'people' | 'subject' | 'date'>>;
type Line = readonly [people: readonly Address[], subject: string, ago: number, marks: Marks];

const lines: readonly Line[] = [
  [[weiss], 'Lab results: CBC and lipid panel', 6 * minute, { unseen: 1, sealed: true, hasAttachment: true }],
  [[roe, desk, roe], 'Appointment on Thursday', 24 * minute, { unseen: 1, count: 3, answered: true }],
  [
    [cardio],
    'Referral received, please send the ECG from May',
    51 * minute,
    { unseen: 1, hasAttachment: true, flagged: true },
  ],
  [[ruiz], 'Consulta sobre la receta de mi madre', 1.4 * hour, { unseen: 1 }],
  [[insurer], 'Claim 88-20417: more information needed', 2.2 * hour, { hasAttachment: true, flagged: true }],
  [[okafor, desk], 'Wednesday clinic: two rooms instead of three', 2.6 * hour, { count: 2, sealed: true }],
  [[phisher], 'URGENT: your mailbox will be closed today', 3.1 * hour, { unseen: 1 }],
  [[pharmacy], 'Refill request', 20 * hour, { unseen: 1, sealed: true }],
  [[doe, desk], 'Re: Statement of account', 21 * hour, { count: 4, answered: true, waiting: true }],
  [[daemon], 'Undelivered mail returned to sender', 22 * hour, { unseen: 1 }],
  [[supply], 'June offers: gloves, masks and exam table paper', 23 * hour, { hasAttachment: false }],
  [[nguyen], 'New patient forms', 1.2 * day, { hasAttachment: true, answered: true }],
  [[noname], '', 1.4 * day, {}],
  [[weiss, desk, weiss], 'Culture pending for specimen 4471', 2.1 * day, { count: 5, sealed: true }],
  [[insurer], 'Explanation of benefits', 2.5 * day, { hasAttachment: true }],
  [
    [cardio, desk],
    'Re: Re: Fwd: Echo report and the follow-up visit that was moved from May to late June',
    3.2 * day,
    { count: 2, waiting: true, hasAttachment: true, flagged: true, sealed: true, answered: true },
  ],
  [[ruiz, desk], 'Gracias por la cita', 4.4 * day, { count: 2 }],
  [[person('County Immunization Registry', 'noreply@registry.example')], 'Monthly upload accepted', 5.5 * day, {}],
  [[roe], 'Question about the bill', 6.3 * day, { answered: true }],
  [
    [person('Northpoint Lab', 'results@northpointlab.example')],
    'Results for 12 patients',
    8 * day,
    { sealed: true, hasAttachment: true },
  ],
  [
    [person('Dr. Petra Novak', 'novak@riverbendderm.example'), desk],
    'Consult letter',
    9 * day,
    { sealed: true, count: 2 },
  ],
  [[okafor], 'Vacation cover in July', 12 * day, {}],
  [[person('Fatima El-Sayed', 'f.elsayed@mailbox.example')], 'School physical form', 14 * day, { hasAttachment: true }],
  [[supply], 'Your order has shipped', 16 * day, {}],
  [[person('رنا الخطيب', 'rana@bareed.example')], 'موعد الأسبوع القادم', 18 * day, {}],
  [[insurer, desk], 'Prior authorization approved', 20 * day, { count: 3, hasAttachment: true }],
  [[person('Copier service', 'service@officepro.example')], 'Toner delivery on Monday', 24 * day, {}],
  [[nguyen, desk], 'Re: Directions to the clinic', 30 * day, { count: 2 }],
];

const later = ['Follow-up', 'Records request', 'Lab slip', 'Insurance card', 'Thank you', 'Question', 'Form signed'];
const writers = [roe, doe, ruiz, weiss, insurer, cardio, pharmacy, nguyen, okafor];

const longName = person(
  'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Maximiliana Konstantina (Department of Very Long Titles)',
  'maximiliana.konstantina.wolfeschlegelsteinhausenbergerdorff@departmentofverylongtitles.example',
);
const longSubject =
  'Follow-up regarding the previously discussed authorization for the extended outpatient rehabilitation programme, part two of seven, with attachments';

/** Row number `index` of a list: the written ones first, then as many invented ones as there are asked for. */
export function threadAt(index: number, scene: Scene): ThreadRow {
  const line = lines[index];
  const writer = writers[index % writers.length] ?? roe;
  const [people, subject, ago, marks]: Line = line ?? [
    [writer],
    `${later[index % later.length]} ${index}`,
    32 * day + index * 3.7 * hour,
    {
      count: 1 + (index % 3),
      hasAttachment: index % 5 === 0,
      sealed: index % 7 === 0,
      answered: index % 4 === 0,
      flagged: index % 23 === 0,
    },
  ];
  const long = scene.longNames && index % 2 === 0;
  return {
    threadId: index + 1,
    messageId: index + 1,
    count: 1,
    people: long ? [longName, ...people] : [...people],
    subject: long ? longSubject : subject,
    date: new Date(now - ago).toISOString(),
    unseen: 0,
    flagged: false,
    answered: false,
    hasAttachment: false,
    sealed: false,
    waiting: false,
    preview: scene.preview
      ? 'Good morning, thank you for the quick answer. I have one more question about the visit'
      : '',
    ...marks,
  };
}

export const writtenThreads = lines.length;

const labText = `Dear colleagues,

the results for the specimen of June 8 are attached. The lipid panel is within the expected range. The hemoglobin is
slightly below it; please see the comment on page 2.

If you have questions, call the laboratory at extension 4471.

Dr. Anna Weiss
Northpoint Laboratory`;

const plainText = `Good morning,

thank you for moving the appointment. Thursday at 3:15 works for me. Should I bring the medication list again, or do
you still have it from the last visit?

Kind regards
Jane`;

/** A message as the reader shows it: sealed rows are signed and encrypted, the phishing one carries its doubts. */
export function viewOf(row: ThreadRow, part: number): MessageView {
  const from = row.people[part % row.people.length] ?? desk;
  const phishing = from.addr === phisher.addr;
  const own = from.addr === desk.addr;
  return {
    id: messageIdOf(row, part),
    threadId: row.threadId,
    mailboxId: own ? 2 : 1,
    accountId: 1,
    from: [from],
    to: [own ? (row.people[0] ?? roe) : desk],
    cc: row.count > 3 ? [okafor] : [],
    replyTo: [],
    subject: row.subject,
    date: new Date(Date.parse(row.date) - (row.count - 1 - part) * 5 * hour).toISOString(),
    seen: row.unseen === 0 || part < row.count - 1,
    flagged: row.flagged && part === row.count - 1,
    answered: row.answered,
    verdict: row.sealed
      ? {
          encryption: 'full',
          signature: 'valid',
          signer_shown: from.addr,
          covers_all_visible: true,
          technology: 'openpgp',
          reasons: [],
        }
      : {
          encryption: 'none',
          signature: 'none',
          signer_shown: null,
          covers_all_visible: false,
          technology: 'none',
          reasons: [],
        },
    signatures: row.sealed
      ? [
          {
            status: 'valid',
            identity_match: true,
            name: from.name,
            emails: [from.addr],
            fingerprint: '8C1F2A4470B95D3E6A1129C4D7E0F3B25A6C9D18',
            trust: 'verified',
            signed_at: row.date,
          },
        ]
      : [],
    sealTone: row.sealed ? 'proven' : phishing ? 'stop' : 'none',
    bodyMissing: false,
    blocks: [
      {
        part: '1',
        kind: 'text',
        content: from.addr === weiss.addr ? labText : plainText,
        encrypted: row.sealed,
        signed: row.sealed,
        signatureStatus: row.sealed ? 'valid' : null,
        label: null,
      },
    ],
    attachments: row.hasAttachment
      ? [
          {
            part: '2',
            name: 'results-2026-06-08.pdf',
            type: 'application/pdf',
            size: 184_220,
            encrypted: row.sealed,
            signed: row.sealed,
            risk: 'none',
          },
        ]
      : [],
    remoteBlocked: from.addr === supply.addr ? 6 : 0,
    senderChecks: phishing ? [{ code: 'lookalike-domain', detail: 'harborlane.example' }] : [],
    warnings: [],
    mdn: { requested: false, to: null, answered: null },
    evidence: [],
    sentBy: own ? [{ addr: roe.addr, method: 'plain' }] : [],
  };
}

/** The newest message of a thread has the row's id; earlier ones get ids of their own. */
export function messageIdOf(row: ThreadRow, part: number): number {
  return part === row.count - 1 ? row.messageId : 1_000_000 + row.threadId * 10 + part;
}

export const keys: readonly KeyView[] = [
  {
    fingerprint: '4B0E92D1C7A35F6810DD44E2B9137CA5F0862D3E',
    userIds: ['Harbor Lane front desk <frontdesk@harborlane.example>'],
    emails: ['frontdesk@harborlane.example'],
    algorithm: 'Curve25519',
    createdAt: '2026-02-02T08:10:00Z',
    expiresAt: '2029-02-02T08:10:00Z',
    revoked: false,
    secret: true,
    trust: 'own',
    source: 'made',
  },
  {
    fingerprint: '8C1F2A4470B95D3E6A1129C4D7E0F3B25A6C9D18',
    userIds: ['Dr. Anna Weiss <a.weiss@northpointlab.example>'],
    emails: ['a.weiss@northpointlab.example'],
    algorithm: 'RSA 4096',
    createdAt: '2023-09-14T00:00:00Z',
    expiresAt: null,
    revoked: false,
    secret: false,
    trust: 'verified',
    source: 'import',
  },
  {
    fingerprint: '19E7C0553FA2864BD1100C7E5B94A3D2F7781E06',
    userIds: ['Dr. Samuel Okafor <s.okafor@harborlane.example>'],
    emails: ['s.okafor@harborlane.example'],
    algorithm: 'Curve25519',
    createdAt: '2025-11-03T00:00:00Z',
    expiresAt: '2027-11-03T00:00:00Z',
    revoked: false,
    secret: false,
    trust: 'seen',
    source: 'autocrypt',
  },
  {
    fingerprint: 'A2D96B1F0C4E87735D20F1B86E39C4A7D5102B9C',
    userIds: ['Corner Pharmacy <orders@cornerpharmacy.example>'],
    emails: ['orders@cornerpharmacy.example'],
    algorithm: 'RSA 3072',
    createdAt: '2026-06-08T00:00:00Z',
    expiresAt: null,
    revoked: false,
    secret: false,
    trust: 'changed',
    source: 'autocrypt',
  },
  {
    fingerprint: '77F0DD3A9B215C64E8A01B2F93C6D47E5580A19B',
    userIds: ['Dr. Petra Novak <novak@riverbendderm.example>'],
    emails: ['novak@riverbendderm.example'],
    algorithm: 'RSA 2048',
    createdAt: '2021-03-01T00:00:00Z',
    expiresAt: '2026-03-01T00:00:00Z',
    revoked: false,
    secret: false,
    trust: 'new',
    source: 'attachment',
  },
];
