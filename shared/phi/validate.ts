/** Check digits, calendars and number plans. Every function takes the bare characters, without separators. */

/** Luhn's formula (ISO/IEC 7812-1 annex B) over a string of digits. */
export function luhn(digits: string): boolean {
  let sum = 0;
  let double = false;
  for (let i = digits.length - 1; i >= 0; i--) {
    let digit = digits.charCodeAt(i) - 48;
    if (double) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
    double = !double;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** National Provider Identifier: ten digits, first 1 or 2, Luhn over 80840 + NPI (69 FR 3434). */
export function isNpi(digits: string): boolean {
  return /^[12]\d{9}$/.test(digits) && luhn(`80840${digits}`);
}

/** DEA registration: two letters (or letter and 9), six digits and a check digit (21 CFR 1301; HL7 THO). */
export function isDea(text: string): boolean {
  const match = /^[ABCDEFGHJKLMPRSTUX][A-Z9](\d{7})$/.exec(text);
  if (!match?.[1]) return false;
  const d = Array.from(match[1], Number);
  const at = (i: number) => d[i] ?? 0;
  return (at(0) + at(2) + at(4) + 2 * (at(1) + at(3) + at(5))) % 10 === at(6);
}

/** Numbers that were printed in advertisements and leaflets and belong to nobody (SSA). */
const specimenSsn = new Set(['078051120', '219099999']);

/**
 * Social Security number: nine digits that were or can be issued (SSA POMS RM 10201.035). No check digit exists; since
 * 2011-06-25 every area but 000, 666 and 9xx is in use.
 */
export function isSsn(digits: string): boolean {
  if (!/^\d{9}$/.test(digits)) return false;
  const area = digits.slice(0, 3);
  if (area === '000' || area === '666' || area >= '900') return false;
  if (digits.slice(3, 5) === '00' || digits.slice(5) === '0000') return false;
  return !specimenSsn.has(digits) && !/^(\d)\1{8}$/.test(digits);
}

/** ABA routing number: nine digits, Federal Reserve prefix, checksum 3-7-1. */
export function isAba(digits: string): boolean {
  if (!/^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += (digits.charCodeAt(i) - 48) * ([3, 7, 1][i % 3] ?? 0);
  return sum % 10 === 0;
}

/** CMS's printed example of a Medicare card. */
const specimenMbi = '1EG4TE5MK73';

/** Medicare Beneficiary Identifier, eleven characters without dashes (CMS MBI format, letters without S L O I B Z). */
export function isMbi(text: string): boolean {
  return (
    /^[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d{2}$/.test(
      text,
    ) && text !== specimenMbi
  );
}

/** Payment card: 13 to 19 digits, prefix of a brand, Luhn; one digit repeated is a placeholder. */
export function isCard(digits: string): boolean {
  if (!/^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|6\d{15,18})$/.test(digits)) {
    return false;
  }
  return luhn(digits) && !/^(\d)\1+$/.test(digits);
}

/** North American number of ten digits: neither area code nor exchange begins with 0 or 1 or ends in 11. */
export function isNanp(digits: string): boolean {
  return /^[2-9](?!11)\d{2}[2-9](?!11)\d{6}$/.test(digits);
}

const vinValue = new Map<string, number>(
  Array.from('ABCDEFGHJKLMNPRSTUVWXYZ', (letter, i): [string, number] => [
    letter,
    [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9][i] ?? 0,
  ]),
);
const vinWeights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** Vehicle identification number with its check digit in position 9 (49 CFR 565.15). */
export function isVin(text: string): boolean {
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(text) || !/[A-Z]/.test(text)) return false;
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const char = text.charAt(i);
    sum += (vinValue.get(char) ?? Number(char)) * (vinWeights[i] ?? 0);
  }
  const check = sum % 11;
  return text.charAt(8) === (check === 10 ? 'X' : String(check));
}

/** GTIN-14 of a device identifier (GS1 general specifications, modulo 10 with weights 3 and 1). */
export function isGtin14(digits: string): boolean {
  if (!/^\d{14}$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < 14; i++) sum += (digits.charCodeAt(i) - 48) * (i % 2 ? 1 : 3);
  return sum % 10 === 0;
}

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the day exists in the Gregorian calendar; years from 1850 to 2100, or two digits. */
export function isDate(year: number, month: number, day: number): boolean {
  if (!((year >= 1850 && year <= 2100) || (year >= 0 && year <= 99))) return false;
  if (month < 1 || month > 12 || day < 1 || day > (monthDays[month - 1] ?? 0)) return false;
  if (month === 2 && day === 29 && year > 99) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return true;
}

/** Shape of an ICD-10-CM code: `E11.9`, `S72.001A`, `M1A.0110`, `Z3A.28` (CMS LTCH edit 3852). */
export function isIcd10Shape(text: string): boolean {
  return /^[A-Z]\d[0-9AB](?:\.[0-9A-Z]{1,4})?$/.test(text);
}

/** IPv4 address: four numbers from 0 to 255 without leading zeros. */
export function isIpv4(groups: readonly string[]): boolean {
  return groups.length === 4 && groups.every((g) => /^(?:0|[1-9]\d{0,2})$/.test(g) && Number(g) <= 255);
}
