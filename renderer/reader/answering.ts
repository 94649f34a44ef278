import { type Address, foldAddress } from '../../shared/model/address.ts';
import type { MessageHead } from '../../shared/model/message.ts';

/** Whom "Reply all" would reach. */
export interface Audience {
  /** Distinct people besides ourselves. */
  readonly count: number;
  /** How many of them are not at one of our own domains. */
  readonly outside: number;
}

function domainOf(addr: string): string {
  return foldAddress(addr).slice(addr.lastIndexOf('@') + 1);
}

/** Counts the audience of a reply to all, so that it is known before it is chosen. */
export function audienceOf(
  { from, to, cc }: Pick<MessageHead, 'from' | 'to' | 'cc'>,
  replyTo: readonly Address[],
  own: ReadonlySet<string>,
): Audience {
  const sender = replyTo.length > 0 ? replyTo : from;
  const people = new Set(
    [...sender, ...to, ...cc].map(({ addr }) => foldAddress(addr)).filter((addr) => !own.has(addr)),
  );
  const domains = new Set([...own].map(domainOf));
  return {
    count: people.size,
    outside: [...people].filter((addr) => !domains.has(domainOf(addr))).length,
  };
}
