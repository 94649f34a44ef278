import type { Format } from '../i18n/format.ts';

/** A moment as one would say it, always with its time: "10:42 AM", "Yesterday, 4:05 PM", "Jun 1, 4:05 PM". */
export function dateWords(format: Format, iso: string): string {
  const brief = format.brief(iso);
  const time = format.time(iso);
  return brief === '' || brief.includes(time) ? brief : `${brief}, ${time}`;
}
