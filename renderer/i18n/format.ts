import type { Locale } from '../../shared/model/settings.ts';
import type { Catalogue } from './en/index.ts';
import { tagOf } from './words.ts';

/** Dates, sizes and numbers as a person reads them. Every `iso` is RFC 3339; an unreadable one gives ''. */
export interface Format {
  number(n: number): string;
  /** "184 KB": decimal units, as the file managers of Windows and macOS print them to people. */
  size(bytes: number): string;
  /** "10:42 AM". */
  time(iso: string): string;
  /** For lists: the time today, "Yesterday", the weekday within six days, else the date. */
  brief(iso: string): string;
  /** "Monday, June 1, 2026 at 10:42 AM". */
  full(iso: string): string;
  /** "Jun 1, 2026". */
  date(iso: string): string;
  /** "0:17" or "12:05": minutes and seconds of a wait. */
  clock(seconds: number): string;
}

const DAY = 86_400_000;

function midnight(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

/** Builds the formatters of one language; they are made once because making one costs about a millisecond. */
export function makeFormat(locale: Locale, text: Catalogue): Format {
  const tag = tagOf[locale];
  const number = new Intl.NumberFormat(tag);
  const oneDigit = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const time = new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit' });
  const weekday = new Intl.DateTimeFormat(tag, { weekday: 'short', hour: 'numeric', minute: '2-digit' });
  const thisYear = new Intl.DateTimeFormat(tag, { month: 'short', day: 'numeric' });
  const otherYear = new Intl.DateTimeFormat(tag, { year: 'numeric', month: '2-digit', day: '2-digit' });
  const date = new Intl.DateTimeFormat(tag, { dateStyle: 'medium' });
  const full = new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeStyle: 'short' });

  function shown(iso: string, format: Intl.DateTimeFormat): string {
    const at = Date.parse(iso);
    return Number.isNaN(at) ? '' : format.format(at);
  }

  function brief(iso: string): string {
    const at = Date.parse(iso);
    if (Number.isNaN(at)) return '';
    const now = Date.now();
    const days = Math.round((midnight(now) - midnight(at)) / DAY);
    if (days === 0) return time.format(at);
    if (days === 1) return text.common.yesterday;
    if (days > 1 && days < 7) return weekday.format(at);
    return (new Date(at).getFullYear() === new Date(now).getFullYear() ? thisYear : otherYear).format(at);
  }

  function size(bytes: number): string {
    if (bytes < 1000) return `${number.format(bytes)} B`;
    if (bytes < 1_000_000) return `${number.format(Math.round(bytes / 1000))} KB`;
    return `${oneDigit.format(bytes / 1_000_000)} MB`;
  }

  return {
    number: (n) => number.format(n),
    size,
    time: (iso) => shown(iso, time),
    brief,
    full: (iso) => shown(iso, full),
    date: (iso) => shown(iso, date),
    clock: (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`,
  };
}
