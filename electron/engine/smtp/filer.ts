import { setTimeout as sleep } from 'node:timers/promises';
import { sameAddress } from '../../../shared/model/address.ts';
import type { Session } from '../rooms.ts';
import type { Ledger } from './ledger.ts';
import { lastReplyMs } from './limits.ts';
import { recipientsLeft } from './outbox.ts';

/** How the outbox reaches the account's Sent folder; the IMAP side answers. Both throw a ProblemError when it cannot. */
export interface Filing {
  /** How many messages with this Message-ID are in Sent and in INBOX. */
  look(accountId: number, messageId: string): Promise<{ sent: number; inbox: number }>;
  /** Files unless Sent holds more than `already` with this Message-ID. */
  file(
    accountId: number,
    copy: { readonly messageId: string; readonly raw: Uint8Array; readonly already: number; readonly date: Date },
  ): Promise<void>;
}

/** Files what was accepted, and looks for what nobody knows about. */
export interface Filer {
  /** Files the account's accepted copies, one run at a time. */
  fileSoon(accountId: number): void;
  /** The fate of this copy is unknown: look for it now and whenever there is a chance. */
  doubt(copyId: string, accountId: number): void;
  lookSoon(accountId: number): void;
  /** A message with this Message-ID came in: is it one of those in doubt? */
  seen(accountId: number, messageId: string): void;
  stop(): Promise<void>;
}

export function createFiler(session: Session, ledger: Ledger, filing: Filing): Filer {
  const { store } = session;
  const { outbox } = store.records;
  const { addEvidence, changed } = ledger;
  const doubtful = new Set<string>();
  const filingNow = new Map<number, Promise<void>>();
  const looking = new Set<Promise<void>>();
  let ended = false;

  /** Files accepted copies of an account, one run at a time. */
  const fileSoon = (accountId: number) => {
    if (ended || filingNow.has(accountId)) return;
    const done = fileAll(accountId)
      // Without a connection the account's return to the net starts this again.
      .catch(() => undefined)
      .finally(() => {
        filingNow.delete(accountId);
      });
    filingNow.set(accountId, done);
  };

  const fileAll = async (accountId: number): Promise<void> => {
    for (;;) {
      const copies = outbox.copies().filter((copy) => copy.accountId === accountId);
      const copy = copies.find((one) => one.state === 'accepted');
      if (!copy || ended) return;
      const raw = outbox.raw(copy.id);
      // Copies of one send may share a Message-ID; those filed before do not count as this one.
      const already = copies.filter((one) => one.messageId === copy.messageId && one.state === 'filed').length;
      if (raw) {
        const date = session.now();
        await filing.file(accountId, { messageId: copy.messageId, raw, already, date });
      }
      addEvidence(copy, { kind: 'filed', recipient: null, detail: '', source: 'imap' });
      const left = recipientsLeft(copy, store.records.evidence.list(copy.messageId)).length;
      const partly = left > 0 && left < copy.rcptTo.length;
      // Some recipients were refused for good: the message is in Sent, and somebody has to hear about the others.
      const change = partly
        ? ({ state: 'needs-you', needsYou: 'recipient-refused' } as const)
        : ({ state: 'filed', needsYou: null } as const);
      if (!outbox.move(copy.id, ['accepted'], change)) return;
      changed(copy);
    }
  };

  const lookSoon = (accountId: number) => {
    const done = lookAtDoubtful(accountId).catch(() => undefined);
    looking.add(done);
    void done.finally(() => looking.delete(done));
  };

  /** Looks for messages whose fate is unknown: what is in Sent or came back to INBOX was accepted. */
  const lookAtDoubtful = async (accountId: number): Promise<void> => {
    for (const id of [...doubtful]) {
      const copy = outbox.copy(id);
      if (copy?.state !== 'needs-you' || copy.needsYou !== 'outcome-unknown') {
        doubtful.delete(id);
        continue;
      }
      if (copy.accountId !== accountId || ended) continue;
      try {
        const found = await filing.look(accountId, copy.messageId);
        const filed = outbox.copies().filter((one) => one.messageId === copy.messageId && one.state === 'filed').length;
        // Copies of one send may share a Message-ID: INBOX proves only the one that was addressed to ourselves.
        const back = found.inbox > 0 && copy.rcptTo.some((recipient) => sameAddress(recipient, copy.mailFrom));
        if (found.sent <= filed && !back) continue;
        for (const recipient of copy.rcptTo) {
          addEvidence(copy, { kind: 'accepted', recipient, detail: 'Found on the server', source: 'imap' });
        }
        if (outbox.move(id, ['needs-you'], { state: 'accepted', needsYou: null })) changed(copy);
        doubtful.delete(id);
      } catch {
        // Not reachable: asked again when the account is back.
        return;
      }
    }
    fileSoon(accountId);
  };

  return {
    fileSoon,
    lookSoon,
    doubt(copyId, accountId) {
      doubtful.add(copyId);
      lookSoon(accountId);
    },
    seen(accountId, messageId) {
      if (doubtful.size === 0 || messageId === '') return;
      const bare = messageId.replace(/[<>]/g, '');
      if ([...doubtful].some((id) => outbox.copy(id)?.messageId.replace(/[<>]/g, '') === bare)) lookSoon(accountId);
    },
    async stop() {
      ended = true;
      await Promise.race([
        Promise.all([...filingNow.values(), ...looking]),
        sleep(lastReplyMs, undefined, { ref: false }),
      ]);
    },
  };
}
