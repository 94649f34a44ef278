/** Words for every reason: `en` and `es` are whole sentences without the value, for the composer's side line. */
const table = {
  'mrn-keyword': [
    'Looks like a medical record number: follows the word MRN or its like.',
    'Parece un n\u00famero de historia cl\u00ednica: sigue a MRN o a una palabra equivalente.',
  ],
  'record-keyword': [
    'May be a medical record number: follows a word like chart or patient ID.',
    'Puede ser un n\u00famero de historia cl\u00ednica: sigue a una palabra como expediente o ID del paciente.',
  ],
  'mrn-pattern': [
    "Looks like a medical record number: has the form of this clinic's numbers.",
    'Parece un n\u00famero de historia cl\u00ednica: tiene la forma de los n\u00fameros de esta cl\u00ednica.',
  ],
  'dob-keyword': [
    'Looks like a date of birth: stands beside a word like DOB or born.',
    'Parece una fecha de nacimiento: est\u00e1 junto a palabras como fecha de nacimiento o nacido.',
  ],
  'date-medical': [
    'A date of care: stands beside a word like admitted, visit or surgery.',
    'Una fecha de atenci\u00f3n: est\u00e1 junto a una palabra como ingreso, cita u operaci\u00f3n.',
  ],
  'date-patient': ['A date beside words about a patient.', 'Una fecha junto a palabras sobre un paciente.'],
  'date-plain': ['A date.', 'Una fecha.'],
  'age-90': [
    'An age of 90 or over, which can tell who someone is.',
    'Una edad de 90 a\u00f1os o m\u00e1s, que puede revelar de qui\u00e9n se trata.',
  ],
  'ssn-keyword': [
    'Looks like a Social Security number: stands beside a word that says so.',
    'Parece un n\u00famero de seguro social: est\u00e1 junto a una palabra que lo indica.',
  ],
  'ssn-format': [
    'Looks like a Social Security number: has its form and could have been issued.',
    'Parece un n\u00famero de seguro social: tiene su forma y podr\u00eda haber sido emitido.',
  ],
  'ssn-last-four': [
    'Looks like the last four digits of a Social Security number.',
    'Parecen las \u00faltimas cuatro cifras de un n\u00famero de seguro social.',
  ],
  'mbi-format': [
    'Looks like a Medicare number: has the form that Medicare uses.',
    'Parece un n\u00famero de Medicare: tiene la forma que usa Medicare.',
  ],
  'plan-keyword': [
    'Looks like an insurance number: follows a word like member ID or policy.',
    'Parece un n\u00famero de seguro m\u00e9dico: sigue a una palabra como afiliado o p\u00f3liza.',
  ],
  'npi-keyword': [
    "A provider's NPI: its check digit is right. It names staff, not a patient.",
    'El NPI de un profesional: su d\u00edgito de control es correcto. Identifica al personal, no a un paciente.',
  ],
  'dea-keyword': [
    "A prescriber's DEA number: its check digit is right.",
    'El n\u00famero DEA de quien receta: su d\u00edgito de control es correcto.',
  ],
  'licence-keyword': [
    'Looks like a licence number: follows a word that says so.',
    'Parece un n\u00famero de licencia: sigue a una palabra que lo indica.',
  ],
  'account-keyword': [
    'Looks like an account number: follows the word account or its like.',
    'Parece un n\u00famero de cuenta: sigue a la palabra cuenta o equivalente.',
  ],
  'card-keyword': [
    'Looks like a payment card number: its check digit is right and a word says so.',
    'Parece un n\u00famero de tarjeta de pago: su d\u00edgito de control es correcto y una palabra lo indica.',
  ],
  'card-format': [
    'Looks like a payment card number: form and check digit are right.',
    'Parece un n\u00famero de tarjeta de pago: su forma y su d\u00edgito de control son correctos.',
  ],
  'id-keyword': [
    'Looks like an identification number: follows the word ID or its like.',
    'Parece un n\u00famero de identificaci\u00f3n: sigue a ID o a una palabra equivalente.',
  ],
  'vehicle-keyword': [
    'Looks like a vehicle or plate number: follows a word that says so.',
    'Parece un n\u00famero de veh\u00edculo o matr\u00edcula: sigue a una palabra que lo indica.',
  ],
  'vin-format': [
    'May be a vehicle number: its check digit is right.',
    'Puede ser un n\u00famero de veh\u00edculo: su d\u00edgito de control es correcto.',
  ],
  'device-keyword': [
    'Looks like the serial number of a device: follows a word that says so.',
    'Parece el n\u00famero de serie de un dispositivo: sigue a una palabra que lo indica.',
  ],
  'udi-format': [
    'A device identifier (UDI): its check digit is right.',
    'Un identificador de dispositivo (UDI): su d\u00edgito de control es correcto.',
  ],
  'phone-number': ['A telephone number.', 'Un n\u00famero de tel\u00e9fono.'],
  'phone-patient': [
    'A telephone number beside the record of a patient.',
    'Un n\u00famero de tel\u00e9fono junto a los datos de un paciente.',
  ],
  'fax-number': ['A fax number.', 'Un n\u00famero de fax.'],
  'email-address': ['An e-mail address.', 'Una direcci\u00f3n de correo.'],
  url: ['A web address.', 'Una direcci\u00f3n web.'],
  'url-personal': ['A web address that carries an identifier.', 'Una direcci\u00f3n web que lleva un identificador.'],
  'ip-address': ['A network (IP) address.', 'Una direcci\u00f3n de red (IP).'],
  'address-street': ['Looks like a street address.', 'Parece una direcci\u00f3n postal.'],
  'address-patient': [
    'A street address beside the record of a patient.',
    'Una direcci\u00f3n postal junto a los datos de un paciente.',
  ],
  'name-patient': [
    "Looks like a patient's name: follows the word patient.",
    'Parece el nombre de un paciente: sigue a la palabra paciente.',
  ],
  'name-label': [
    'Looks like a name: follows a label such as Name.',
    'Parece un nombre: sigue a una etiqueta como Nombre.',
  ],
  'name-title': [
    'Looks like a name: follows a title such as Mrs.',
    'Parece un nombre: sigue a un tratamiento como Sra.',
  ],
  'name-beside': [
    'Looks like a name: stands right before a birth date or record number.',
    'Parece un nombre: est\u00e1 justo antes de una fecha de nacimiento o un n\u00famero de historia.',
  ],
  'name-clinical': [
    "Looks like a patient's name: stands in clinical text about a person.",
    'Parece el nombre de un paciente: est\u00e1 en un texto cl\u00ednico sobre una persona.',
  ],
  'ssn-label': [
    'Follows the words Social Security number, though no such number has been issued.',
    'Sigue a las palabras seguro social, aunque no se ha emitido un n\u00famero as\u00ed.',
  ],
  'name-staff': [
    'Looks like the name of a doctor. It names staff, not a patient.',
    'Parece el nombre de un m\u00e9dico. Identifica al personal, no a un paciente.',
  ],
  'icd10-label': [
    'Looks like a diagnosis code (ICD-10): a word beside it says so.',
    'Parece un c\u00f3digo de diagn\u00f3stico (CIE-10): una palabra cercana lo indica.',
  ],
  'icd10-context': [
    'May be a diagnosis code (ICD-10) in text about care.',
    'Puede ser un c\u00f3digo de diagn\u00f3stico (CIE-10) en un texto sobre atenci\u00f3n m\u00e9dica.',
  ],
  'health-diagnosis': ['Names an illness or symptom.', 'Nombra una enfermedad o un s\u00edntoma.'],
  'health-drug': ['Names a medicine.', 'Nombra un medicamento.'],
  'health-lab': ['Names a test or its result.', 'Nombra una prueba o su resultado.'],
  'health-care': ['Speaks of medical care.', 'Habla de atenci\u00f3n m\u00e9dica.'],
  'health-sud': [
    'Speaks of substance use or its treatment, which the law protects specially.',
    'Habla del consumo de sustancias o su tratamiento, que la ley protege especialmente.',
  ],
  'health-psychotherapy': [
    'Speaks of mental health, which needs special care.',
    'Habla de salud mental, que requiere especial cuidado.',
  ],
  'health-hiv-sti': [
    'Speaks of HIV or another sexually transmitted infection, which needs special care.',
    'Habla del VIH o de otra infecci\u00f3n de transmisi\u00f3n sexual, que requiere especial cuidado.',
  ],
  'health-reproductive': [
    'Speaks of reproductive health, which needs special care.',
    'Habla de salud reproductiva, que requiere especial cuidado.',
  ],
  'health-genetic': [
    'Speaks of genetic information, which the law protects specially.',
    'Habla de informaci\u00f3n gen\u00e9tica, que la ley protege especialmente.',
  ],
  // what the findings of a message amount to
  'high-identifier': [
    'Holds an identifier that points to one patient.',
    'Contiene un identificador que se\u00f1ala a un paciente concreto.',
  ],
  'identifier-with-health': [
    'Says who someone is and something about their health.',
    'Dice qui\u00e9n es alguien y algo sobre su salud.',
  ],
  'several-identifiers': [
    'Holds several things that together tell who someone is.',
    'Contiene varios datos que juntos dicen qui\u00e9n es alguien.',
  ],
  'several-people': ['Seems to be about more than one patient.', 'Parece tratar de m\u00e1s de un paciente.'],
  'identifier-alone': [
    'Holds something that may tell who someone is.',
    'Contiene algo que puede decir qui\u00e9n es alguien.',
  ],
  'weak-identifiers-with-health': [
    'Holds contact details beside words about health.',
    'Contiene datos de contacto junto a palabras sobre salud.',
  ],
  'sensitive-health': [
    'Speaks of a kind of health information that needs special care.',
    'Habla de un tipo de informaci\u00f3n de salud que requiere especial cuidado.',
  ],
} as const;

/** Why a finding was made, or what findings amount to. Stable: stored in the audit log, printed by the command line. */
export type ReasonCode = keyof typeof table;

/** Words for a reason code in English and Spanish. */
export interface ReasonWords {
  readonly en: string;
  readonly es: string;
}

/** All reason codes with their words. */
export const phiReasons: Readonly<Record<ReasonCode, ReasonWords>> = Object.fromEntries(
  Object.entries(table).map(([code, [en, es]]) => [code, { en, es }]),
) as Record<ReasonCode, ReasonWords>;

/** Words for a code that may come from elsewhere (a stored finding, another version); `undefined` when unknown. */
export function reasonWords(code: string): ReasonWords | undefined {
  return Object.hasOwn(phiReasons, code) ? phiReasons[code as ReasonCode] : undefined;
}
