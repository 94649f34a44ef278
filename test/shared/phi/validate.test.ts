import { describe, expect, it } from 'vitest';
import {
  isAba,
  isCard,
  isDate,
  isDea,
  isGtin14,
  isIcd10Shape,
  isMbi,
  isNanp,
  isNpi,
  isSsn,
  isVin,
  luhn,
} from '../../../shared/phi/validate.ts';

/** Vectors from the definitions of the numbers; a validator that is too kind cries wolf, one too strict is blind. */
const vectors: readonly (readonly [string, (value: string) => boolean, readonly string[], readonly string[]])[] = [
  ['Luhn', luhn, ['79927398713', '0'], ['79927398710', '']],
  ['NPI', isNpi, ['1234567893', '1245319599'], ['1234567890', '3234567893', '123456789']],
  ['DEA', isDea, ['AB1234563'], ['AB1234564', 'IB1234563']],
  [
    'SSN',
    isSsn,
    ['123456789', '899121234'],
    ['000121234', '666121234', '900121234', '123001234', '123450000', '078051120'],
  ],
  ['MBI', isMbi, ['1EG4TE5MK72'], ['1EG4TE5MK73', '1SG4TE5MK72', '0EG4TE5MK72', '1EG4TE5MK7']],
  ['card', isCard, ['4111111111111111', '378282246310005'], ['4111111111111112', '1111111111111117']],
  ['NANP', isNanp, ['2125550142'], ['1125550142', '2125110142'.replace('511', '911'), '0125550142']],
  ['VIN', isVin, ['1M8GDM9AXKP042788'], ['1M8GDM9A1KP042788', '11111111111111111', '1M8GDM9AXKP04278O']],
  ['ABA', isAba, ['021000021', '011401533'], ['021000022', '991000021']],
  ['GTIN-14', isGtin14, ['00012345678905'], ['00012345678906']],
  ['ICD-10', isIcd10Shape, ['E11.9', 'S72.001A', 'U07.1', 'M1A.0110', 'Z3A.28', 'O9A.211'], ['A1C', 'H1N1', 'E1.9']],
];

describe('validators', () => {
  it.each(vectors)('%s', (_name, valid, good, bad) => {
    for (const value of good) expect(valid(value), value).toBe(true);
    for (const value of bad) expect(valid(value), value).toBe(false);
  });

  it('a calendar with leap years', () => {
    expect(isDate(2024, 2, 29)).toBe(true);
    expect(isDate(2023, 2, 29)).toBe(false);
    expect(isDate(1900, 2, 29)).toBe(false);
    expect(isDate(60, 2, 29)).toBe(true);
    expect(isDate(2024, 4, 31)).toBe(false);
  });
});
