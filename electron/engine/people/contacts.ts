import { type Address, addrSpecSchema, foldAddress } from '../../../shared/model/address.ts';
import type { SpecialUse } from '../../../shared/model/message.ts';
import type { ReadMessage, Session } from '../rooms.ts';
import { learnAutocrypt } from './autocrypt.ts';

/** What a message has taught. */
export interface Learnt {
  /** The key list is not what it was: verdicts and plans may read differently now. */
  readonly keyChanged: boolean;
}

type Books = Pick<Session, 'store' | 'now'>;

/**
 * Takes what a message that came in says about its sender: address, preference and key. A message of our own that was
 * sent from elsewhere counts as written to its recipients; `where` is the use of the folder in which it lies. Nothing here makes an address a suggestion by itself: that
 * takes two messages to it or a contact saved by hand, so that a mistyped or spoofed address never comes back.
 */
export async function learnFromMessage(session: Books, read: ReadMessage, where: SpecialUse | null): Promise<Learnt> {
  const { records } = session.store;
  const { facts } = read;
  const [sender] = facts.from;
  if (!sender || facts.from.length !== 1 || !isAddress(sender.addr)) return { keyChanged: false };
  if (records.accounts.list().some((account) => foldAddress(account.address) === foldAddress(sender.addr))) {
    // What left through our own outbox is counted when the server has accepted it. Elsewhere than in Sent, our own name
    // may be anybody's: two forged messages to a look-alike would make it a suggestion.
    if (where === 'sent' && !records.outbox.byMessageId(facts.messageId))
      countSent(session, [...facts.to, ...facts.cc]);
    return { keyChanged: false };
  }
  // A forger's first message must not settle which key an address has (Autocrypt 1.1 section 2.3).
  if (where === 'junk') return { keyChanged: false };
  // Reports are written by machines, whose addresses nobody writes to (Autocrypt 1.1 section 2.3 leaves them out too).
  if (read.reports.length > 0) return { keyChanged: false };
  const known = records.contacts.get(sender.addr);
  // Who sends may call themselves anything: the name of somebody we write to is not theirs to change.
  const name = known && known.sentCount > 0 && known.name !== '' ? '' : sender.name;
  records.contacts.seen(sender.addr, name, read.autocrypt ? { preferEncrypt: read.autocrypt.preferEncrypt } : {});
  return { keyChanged: read.autocrypt ? await learnAutocrypt(session, read, read.autocrypt) : false };
}

/**
 * Counts a message as written to these people. To be called when the server has accepted it, never before: an address
 * that was mistyped and refused must not be learnt.
 */
export function learnFromAccepted(session: Books, recipients: readonly Address[]): void {
  countSent(session, recipients);
}

function countSent(session: Books, recipients: readonly Address[]): void {
  const counted = new Set<string>();
  for (const { addr, name } of recipients) {
    const folded = foldAddress(addr);
    if (counted.has(folded) || !isAddress(addr)) continue;
    counted.add(folded);
    session.store.records.contacts.seen(addr, name, { sent: true });
  }
}

function isAddress(addr: string): boolean {
  return addrSpecSchema.safeParse(addr).success;
}
