import type { Address } from '../../shared/model/address.ts';

/** What a person is called in a list: the name, else the part of the address before `@`, else the address. */
export function shortName(address: Address): string {
  const name = address.name.trim();
  if (name !== '') return name;
  const at = address.addr.indexOf('@');
  return at > 0 ? address.addr.slice(0, at) : address.addr;
}

/** "Ana Ruiz <ana@example.org>", or the bare address. */
export function fullName(address: Address): string {
  const name = address.name.trim();
  return name === '' ? address.addr : `${name} <${address.addr}>`;
}

/** Up to two initials for an avatar; titles ("Dr.", "Sra.") are nobody's initial. */
export function initials(address: Address): string {
  const words = shortName(address)
    .split(/[\s._-]+/)
    .filter((word) => /^\p{L}/u.test(word) && !/^(dr|dra|mr|mrs|ms|sr|sra|prof)$/i.test(word));
  const first = words[0] ?? '';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return (Array.from(first)[0] ?? '?').concat(Array.from(last)[0] ?? '').toUpperCase();
}
