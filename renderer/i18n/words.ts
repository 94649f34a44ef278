import type { Locale } from '../../shared/model/settings.ts';

/**
 * The shape that a translation must have: every key of the English catalogue, a text where it has a text, and the
 * same parameters where it has a function. A missing or an extra key is a type error.
 */
export type Words<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : T[K] extends string
      ? string
      : Words<T[K]>;
};

/** Language tags for numbers and dates: clinics under HIPAA write dates the way the United States do. */
export const tagOf: Readonly<Record<Locale, string>> = { en: 'en-US', es: 'es-US' };

/** Makes `n(3, 'message', 'messages')` -> "3 messages", with the language's plural rule and digits grouped. */
export function counter(locale: Locale): (n: number, one: string, other: string) => string {
  const rules = new Intl.PluralRules(tagOf[locale]);
  const digits = new Intl.NumberFormat(tagOf[locale]);
  return (n, one, other) => `${digits.format(n)} ${rules.select(n) === 'one' ? one : other}`;
}

/** Makes `d(20000)` -> "20,000". */
export function digits(locale: Locale): (n: number) => string {
  const format = new Intl.NumberFormat(tagOf[locale]);
  return (n) => format.format(n);
}
