const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Obsolete zones of RFC 5322 section 4.3, in minutes. */
const zones: Readonly<Record<string, number>> = {
  ut: 0,
  gmt: 0,
  z: 0,
  utc: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
};

/** A Date field (RFC 5322 section 3.3, obsolete forms included), or `null` when it is none. */
export function parseDate(value: string): Date | null {
  const text = value
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100);
  const match =
    /^(?:[a-z]{3,9},? )?(\d{1,2})[ -]([a-z]{3})[a-z]*[ -](\d{2,4}),? (\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?: ?(am|pm))?(?: ?([+-]\d{4}|[a-z]{1,5}))?/i.exec(
      text,
    );
  if (!match) {
    const iso = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) ? new Date(text) : null;
    return iso && !Number.isNaN(iso.getTime()) ? iso : null;
  }
  const [, day, month, yearText, hour, minute, second, half, zone] = match;
  const monthIndex = months.indexOf((month ?? '').toLowerCase());
  if (monthIndex < 0) return null;
  let year = Number(yearText);
  if ((yearText ?? '').length === 2) year += year < 50 ? 2000 : 1900;
  else if ((yearText ?? '').length === 3) year += 1900;
  let hours = Number(hour);
  if (half) hours = (hours % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  if (Number(day) > 31 || Number(day) < 1 || hours > 23 || Number(minute) > 59 || Number(second ?? 0) > 60) return null;
  let offset = 0;
  if (zone && /^[+-]/.test(zone)) {
    offset = (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5)));
  } else if (zone) offset = zones[zone.toLowerCase()] ?? 0;
  const time = Date.UTC(year, monthIndex, Number(day), hours, Number(minute), Number(second ?? 0)) - offset * 60_000;
  return Number.isNaN(time) || Math.abs(time) > 8.64e15 ? null : new Date(time);
}

/** RFC 3339 in UTC without fractions. */
export function isoSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
