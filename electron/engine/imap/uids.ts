/** UIDs as an IMAP sequence set (RFC 9051 section 9), runs joined: `1:4,7`. Order does not matter. */
export function sequenceSet(uids: readonly number[]): string {
  const sorted = [...new Set(uids)].sort((a, b) => a - b);
  const parts: string[] = [];
  let first: number | undefined;
  let last: number | undefined;
  const close = () => {
    if (first !== undefined && last !== undefined) parts.push(first === last ? `${first}` : `${first}:${last}`);
  };
  for (const uid of sorted) {
    if (last !== undefined && uid === last + 1) {
      last = uid;
      continue;
    }
    close();
    first = uid;
    last = uid;
  }
  close();
  return parts.join(',');
}

/** A Message-ID without angle brackets and blanks, so that two spellings of one compare equal. */
export function bareMessageId(messageId: string): string {
  return messageId.replace(/[<>\s]/g, '');
}

/** Flags as they are kept: without `\Recent`, which belongs to a session and not to a message. */
export function keptFlags(flags: Iterable<string> | undefined): string[] {
  return [...(flags ?? [])].filter((flag) => flag.toLowerCase() !== '\\recent');
}
