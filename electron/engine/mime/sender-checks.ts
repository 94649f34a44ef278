import { foldAddress } from '../../../shared/model/address.ts';
import { shownDomain } from './address.ts';
import type { InspectedAddress, SenderCheck } from './inspection.ts';
import type { MessageHeaders } from './message-headers.ts';
import { mixesScripts, posesAsLatin } from './scripts.ts';

const cut = (text: string): string => text.slice(0, 998);

/** Doubts about the sender that the header alone raises (`sender_checks` of `careseal inspect`). */
export function senderChecks(headers: MessageHeaders): SenderCheck[] {
  const checks: SenderCheck[] = [];
  const from = headers.from;
  if (from.length > 1) checks.push({ code: 'multiple-from', detail: cut(from.map(({ addr }) => addr).join(', ')) });
  if (headers.fromGrouped) checks.push({ code: 'group-syntax', detail: cut(from[0]?.group ?? '') });
  for (const sender of from.slice(0, 5)) {
    const shown = addressIn(sender.display);
    if (shown && foldAddress(shown) !== foldAddress(sender.addr))
      checks.push({ code: 'display-name-is-address', detail: cut(shown) });
    const shownAddr = readable(sender);
    if (
      mixesScripts(sender.display) ||
      mixesScripts(shownAddr) ||
      posesAsLatin(shownAddr.slice(shownAddr.lastIndexOf('@') + 1))
    ) {
      checks.push({ code: 'mixed-script', detail: cut(shownAddr) });
    }
  }
  const first = from[0];
  if (first) {
    // A list asks for answers to itself, which the message went to; that it is a list, anybody can write.
    const expected = headers.list_id === null ? from : [...from, ...headers.to, ...headers.cc];
    const elsewhere = headers.reply_to.filter(
      ({ addr_ascii }) => addr_ascii && !expected.some((one) => same(one.addr_ascii, addr_ascii)),
    );
    if (elsewhere.length > 0) {
      checks.push({ code: 'reply-to-differs', detail: cut(elsewhere.map(({ addr }) => addr).join(', ')) });
    }
    if (headers.sender?.addr_ascii && !from.some((one) => same(one.addr_ascii, headers.sender?.addr_ascii ?? ''))) {
      checks.push({ code: 'sender-differs', detail: cut(headers.sender.addr) });
    }
  }
  return checks.slice(0, 20);
}

function same(a: string, b: string): boolean {
  return foldAddress(a) === foldAddress(b);
}

/** An address inside a display name: what a hurried reader takes for the sender. */
function addressIn(display: string): string | null {
  const read = display
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC')
    .replace(/[。｡]/gu, '.')
    .replace(/ ?@ ?/g, '@');
  // Lengths are those of RFC 5321 and keep a long name without an address linear.
  return /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/u.exec(read)?.[0] ?? null;
}

function readable({ addr, addr_ascii }: InspectedAddress): string {
  const at = addr_ascii.lastIndexOf('@');
  return at < 0
    ? addr
    : `${addr.slice(0, Math.max(0, addr.lastIndexOf('@')))}@${shownDomain(addr_ascii.slice(at + 1))}`;
}
