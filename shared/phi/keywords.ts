import { Lexicon } from './lexicon.ts';
import { healthSets, healthTerms } from './terms.ts';

/** What a word or phrase of the lexicon means to the detectors; one bit each. */
export const flag = {
  mrn: 1 << 0,
  mrnWeak: 1 << 1,
  dob: 1 << 2,
  medicalDate: 1 << 3,
  ssn: 1 << 4,
  phone: 1 << 5,
  fax: 1 << 6,
  plan: 1 << 7,
  npi: 1 << 8,
  account: 1 << 9,
  icd: 1 << 10,
  patient: 1 << 11,
  nameLabel: 1 << 12,
  vehicle: 1 << 13,
  device: 1 << 14,
  id: 1 << 15,
  licence: 1 << 16,
  street: 1 << 17,
  month: 1 << 18,
  years: 1 << 19,
  health: 1 << 20,
  patientContext: 1 << 21,
  title: 1 << 22,
  staff: 1 << 23,
  care: 1 << 24,
  card: 1 << 26,
  dea: 1 << 27,
  streetBefore: 1 << 28,
  person: 1 << 25,
  planWeak: 1 << 29,
  ageBefore: 1 << 30,
} as const;

const lists: readonly (readonly [flags: number, phrases: string])[] = [
  [
    flag.mrn | flag.patientContext,
    `mrn, medical record number, medical record no, medical record, medical rec, med record, med rec, med rec no, medical
     record id, patient mrn, numero de historia clinica, nhc, numero de expediente medico, expediente medico, expediente
     clinico, numero de historia`,
  ],
  [
    flag.mrnWeak | flag.patientContext,
    `chart, chart number, chart no, pt id, patient id, patient number, patient no, patient identifier, pt number, hospital
     number, hospital id, record number, record no, encounter number, encounter id, visit number, case number patient,
     accession number, id del paciente, numero de paciente, numero de expediente, expediente`,
  ],
  [
    flag.dob | flag.patientContext,
    `dob, d o b, date of birth, birth date, birthdate, birthday, born, born on, bday, fecha de nacimiento, f nacimiento, fec
     nac, fecha nac, f nac, fdn, nacido, nacida, nacio, nacido el, nacida el, cumpleanos`,
  ],
  [
    flag.medicalDate,
    `date of service, dos, service date, admitted, admission, admission date, admit date, discharged, discharge, discharge
     date, died, deceased, death, date of death, dod, expired on, surgery, surgery date, operated, operation, procedure,
     seen, last seen, seen on, visit, visited, date of visit, diagnosed, treated, evaluated, presented, examined, underwent,
     hospitalized, follow up, collected, specimen collected, lab date, test date, injured, date of injury, onset, prescribed,
     vaccinated, immunized, delivered at, transferred, consulted, consultation, appointment, fecha de ingreso, ingresado,
     ingresada, ingreso hospitalario, fecha de alta, alta medica, dado de alta, fecha de servicio, fecha de la cirugia,
     operado, operada, fallecio, fallecido, fallecida, fecha de defuncion, atendido, atendida, diagnosticado, diagnosticada,
     cita, consulta, visita`,
  ],
  [
    flag.ssn,
    `ssn, ss no, ss number, ss, social security, social security number, social security no, social security card, soc sec,
     soc sec no, social, last four of social, seguro social, numero de seguro social, nss, tax id ssn`,
  ],
  [
    flag.phone,
    `phone, phone number, phone no, telephone, tel, tel no, cell, cell phone, mobile, mobile phone, home phone, work phone,
     call, call me at, text me at, reach me at, callback, callback number, contact number, whatsapp, telefono, tel fono,
     numero de telefono, celular, movil, llamar al, llame al, llamenos al`,
  ],
  [flag.fax, 'fax, fax number, fax no, facsimile, numero de fax'],
  [
    flag.plan,
    `member id, member number, member no, subscriber id, subscriber number, insurance id, insurance number, insurance no,
     insurance member id, insurance policy, insurance policy number, health insurance, health plan, health plan id, plan id, plan number, mbi, medicare, medicare
     number, medicare id, medicare beneficiary identifier, medicaid, medicaid id, medicaid number, hicn, hic number,
     beneficiary, beneficiary id, beneficiary number, health plan number, health plan beneficiary number, rxbin, rx bin, pcn,
     rxgrp, rx group, numero de afiliado, numero de asegurado, seguro medico, numero de miembro, id de miembro`,
  ],
  [
    flag.planWeak,
    `member, subscriber, insurance, ins, ins plan, insurance plan, policy, policy number, policy no, policy id, group number, group no, group id, claim
     number, claim no, claim id, numero de poliza, poliza, afiliado, asegurado`,
  ],
  [flag.npi, 'npi, npi number, npi no, national provider identifier, provider id'],
  [
    flag.account,
    `account, account number, account no, acct, acct no, acct number, guarantor, guarantor number, billing account, bank
     account, patient account, checking account, invoice account, iban, cuenta, numero de cuenta, cuenta bancaria`,
  ],
  [
    flag.card,
    `card, card number, credit card, debit card, visa, mastercard, amex, american express, discover card, cc number, tarjeta,
     tarjeta de credito, numero de tarjeta`,
  ],
  [
    flag.icd,
    `icd, icd 10, icd10, icd 10 cm, icd 9, icd code, dx, dx code, diagnosis, diagnoses, diagnosis code, dx codes, code,
     codes, assessment, cie 10, cie10, cie, diagnostico, diagnosticos, codigo`,
  ],
  [
    flag.patient | flag.nameLabel | flag.patientContext,
    `patient, patient name, patient's name, pts name, name of patient, pt, pt name, client name, resident name, member name, subscriber
     name, insured name, paciente, nombre del paciente, nombre de la paciente, nombre paciente`,
  ],
  [
    flag.nameLabel,
    `name, full name, first name, last name, legal name, parent, guardian, mother, father, spouse, emergency contact,
     next of kin, nombre, nombre completo, nombre y apellidos, apellido, apellidos, madre, padre, tutor`,
  ],
  [flag.patientContext, 'patients, pts, pacientes, my patient, our patient, this patient'],
  [flag.title, 'mr, mrs, ms, miss, mx, senor, senora, senorita, sr, sra, srta, don, dona'],
  [
    flag.staff | flag.care,
    'dr, doctor, dra, doctora, nurse, np, rn, physician, provider, md, pa c, aprn, therapist, enfermera, enfermero, medico',
  ],
  [
    flag.vehicle,
    'vin, vehicle identification number, vehicle, license plate, licence plate, plate number, placa, matricula',
  ],
  [
    flag.device,
    `udi, device id, device identifier, device serial, device serial number, serial number, serial no, implant, implant
     serial, implant serial number, pacemaker serial, imei, mac address, numero de serie`,
  ],
  [
    flag.id,
    `id, id number, id no, identifier, unique identifier, identification number, case id, case number, case no, study id, record, case,
     subject id, passport, passport number, passport no, dni, nie, curp, cedula, numero de identificacion, identificacion`,
  ],
  [
    flag.licence,
    `driver license, driver's license, drivers license, driver's licence, driving licence, driver license number, dl number,
     dl no, license number, license no, licence number, licencia de conducir, numero de licencia`,
  ],
  [
    flag.person,
    'male, female, man, woman, boy, girl, gentleman, lady, child, infant, teenager, gentleman, adult, hombre, mujer, nino, nina, varon, senor, senora',
  ],
  [flag.dea, 'dea, dea number, dea no'],
  [
    flag.street,
    `street, st, avenue, ave, road, rd, drive, dr, lane, ln, boulevard, blvd, court, ct, way, parkway, pkwy, highway, hwy,
     place, pl, terrace, ter, circle, cir, square, sq, trail, trl, turnpike, tpke, crossing, plaza, alley, loop`,
  ],
  [flag.streetBefore, 'calle, avenida, avda, paseo, carretera, camino, callejon, calzada'],
  [flag.years, 'years old, year old, years of age, yo, y o, yr old, yrs old, yr o, anos de edad, anos'],
  [flag.ageBefore, 'age, aged, edad'],
  [
    flag.care,
    `clinic, hospital, medical center, health center, medical, clinical, health, healthcare, doctor's office, treatment,
     treated, therapy, exam, checkup, check up, appointment, visit, results, result, lab, labs, test, dose, pharmacy,
     insurance, copay, deductible, eob, hipaa, phi, icd, cpt, hospice, ward, admitted, discharged, symptoms, male, female,
     m, f, clinica, hospitalario, salud, cita, resultados, farmacia, tratamiento, examen, consulta`,
  ],
];

const monthNames = [
  'january jan enero ene',
  'february feb febrero',
  'march mar marzo',
  'april apr abril abr',
  'may mayo',
  'june jun junio',
  'july jul julio',
  'august aug agosto ago',
  'september sep sept septiembre setiembre',
  'october oct octubre',
  'november nov noviembre',
  'december dec diciembre dic',
];

function* phrases(list: string): Generator<string> {
  for (const phrase of list.split(',')) {
    const trimmed = phrase.replaceAll(/\s+/g, ' ').trim();
    if (trimmed !== '') yield trimmed;
  }
}

function* entries(): Generator<readonly [string, number, number]> {
  for (const [flags, list] of lists) for (const phrase of phrases(list)) yield [phrase, flags, 0];
  for (const [index, names] of monthNames.entries()) {
    for (const name of names.split(' ')) yield [name, flag.month, index + 1];
  }
  // Sensitive sets come last in healthSets, and a later value wins: methadone is SUD before it is a drug.
  for (const [index, set] of healthSets.entries()) {
    for (const phrase of phrases(healthTerms[set])) yield [phrase, flag.health, index + 1];
  }
}

const fillerWords = `no, nos, num, number, numbers, nr, is, are, was, id, the, es, de, del, numero, nro, on, el, la, ending, in,
  ends, last, four, code, of, at, as, my, her, his, en, a, date, fecha, for, to`;

/** Words that may stand between a label and its value: "MRN number is 00482913". */
export const fillers = new Lexicon(Array.from(phrases(fillerWords), (word): [string, number, number] => [word, 1, 0]));

/** The one lexicon of all detectors. */
export const lexicon = new Lexicon(entries());
