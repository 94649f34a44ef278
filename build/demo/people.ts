/** The invented clinic. Domains end in .example (RFC 2606), phone numbers are of the 555-01xx range. */
export const clinic = { name: 'Riverside Family Clinic', domain: 'riverside-clinic.example' } as const;

export interface Person {
  readonly name: string;
  readonly address: string;
}

export const people = {
  frontDesk: { name: 'Riverside front desk', address: 'frontdesk@riverside-clinic.example' },
  okafor: { name: 'Dr. James Okafor', address: 'james.okafor@riverside-clinic.example' },
  weiss: { name: 'Dr. Anna Weiss', address: 'anna.weiss@northlab.example' },
  nair: { name: 'Dr. Priya Nair', address: 'priya.nair@cardio-partners.example' },
  roe: { name: 'Jane Roe', address: 'jane.roe@mailbox.example' },
  mendez: { name: 'Lucía Méndez Ortega', address: 'lucia.mendez@correo.example' },
  tran: { name: 'Minh Tran', address: 'minh.tran@mailbox.example' },
  adeyemi: { name: 'Tolu Adeyemi', address: 'tolu.adeyemi@postbox.example' },
  kowalski: { name: 'Ewa Kowalski', address: 'ewa.kowalski@postbox.example' },
  pharmacy: { name: 'Oak Street Pharmacy', address: 'refills@oakstreet-rx.example' },
  insurer: { name: 'Meridian Health Plan', address: 'authorizations@meridianplan.example' },
  supplier: { name: 'MedSupply Weekly', address: 'news@medsupply.example' },
  association: { name: 'State Clinic Association', address: 'bulletin@clinicassoc.example' },
  it: { name: 'Harbor IT Services', address: 'support@harbor-it.example' },
  imaging: { name: 'Bayview Imaging', address: 'scheduling@bayview-imaging.example' },
} as const satisfies Record<string, Person>;

export type PersonName = keyof typeof people;

/** The two staff profiles of the demo and what opens them. They protect invented mail on a loopback server. */
export const staff = [
  {
    displayName: 'Maria Santos',
    role: 'front-desk',
    mailbox: 'frontDesk',
    passphrase: 'quiet river morning 27',
    mailPassword: 'demo-frontdesk-imap',
  },
  {
    displayName: 'Dr. James Okafor',
    role: 'clinician',
    mailbox: 'okafor',
    passphrase: 'amber window lantern 63',
    mailPassword: 'demo-okafor-imap',
  },
] as const;
