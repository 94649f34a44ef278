import type { FindingType } from '../model/finding.ts';

const dot = '\u2022';

/** A found value as a warning may name it: enough to know it again, not enough to use it. */
export function mask(value: string, type: FindingType): string {
  const shown = value.trim();
  const digits = shown.replaceAll(/\D/g, '');
  switch (type) {
    case 'HEALTH':
    case 'FACILITY':
    case 'STAFF_NAME':
    case 'AGE90':
      return shown;
    case 'SSN':
      return `${dot.repeat(3)}-${dot.repeat(2)}-${digits.length >= 9 ? digits.slice(-4) : dot.repeat(4)}`;
    case 'DOB':
    case 'DATE': {
      const year = /(?:1[89]|20)\d{2}/.exec(shown)?.[0];
      return `${dot}${dot}/${dot}${dot}/${year ? year.slice(-2) : digits.slice(-2)}`;
    }
    case 'NAME':
      return shown
        .split(/\s+/)
        .map((word) => `${word.charAt(0).toUpperCase()}.`)
        .join(' ');
    case 'EMAIL': {
      const at = shown.lastIndexOf('@');
      return at > 0 ? `${shown.charAt(0)}${dot.repeat(3)}${shown.slice(at)}` : dot.repeat(6);
    }
    case 'PHONE':
    case 'FAX':
      return `${dot.repeat(3)} ${digits.slice(-2)}`;
    case 'ADDRESS':
      return dot.repeat(6);
    default:
      return shown.length > 5 ? `${dot.repeat(4)}${shown.slice(-2)}` : dot.repeat(4);
  }
}
