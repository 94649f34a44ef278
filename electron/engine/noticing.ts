import type { PayloadOf } from '../../shared/contract/index.ts';
import { type Address, sameAddress } from '../../shared/model/address.ts';
import type { Evidence } from '../../shared/model/evidence.ts';
import { evidenceFrom } from './delivery/evidence.ts';
import { EVIDENCE_FROM_OTHERS } from './limits.ts';
import type { Live } from './live.ts';
import { learnFromAccepted, learnFromMessage } from './people/contacts.ts';
import type { ReadMessage, Session } from './rooms.ts';
import type { OutboxCopy } from './store/types.ts';

/**
 * What a message that has just come in tells beyond its text: evidence about something we sent, and what is to be
 * learnt of its sender. Called by the wire for every new message, once.
 */
export async function onRead(live: Live, messageId: number, read: ReadMessage): Promise<void> {
  recordEvidence(live, read);
  recordReply(live, messageId, read);
  const { cache } = live.session.store;
  const mailboxId = cache.messages.get(messageId)?.mailboxId;
  const mailbox = mailboxId === undefined ? undefined : cache.mailboxes.get(mailboxId);
  const learnt = await learnFromMessage(live.session, read, mailbox?.specialUse ?? null);
  if (learnt.keyChanged) {
    live.opened.clear();
    live.session.emit('key.changed', {});
  }
}

function recordEvidence(live: Live, read: ReadMessage): void {
  const { store, now, emit } = live.session;
  let added = false;
  for (const report of read.reports) {
    for (const { messageId, evidence } of evidenceFrom(report, now().toISOString())) {
      const copy = store.records.outbox.byMessageId(messageId);
      if (!copy) continue;
      let room = EVIDENCE_FROM_OTHERS - store.records.evidence.list(messageId).length;
      for (const stated of evidence) {
        const fact = believable(live, copy, stated, read);
        if (!fact || room <= 0) continue;
        if (!store.records.evidence.add(messageId, { ...fact, method: copy.method })) continue;
        room -= 1;
        added = true;
      }
    }
  }
  if (added) emit('evidence.changed', { messageId: null });
}

/**
 * What is kept of a stated fact. Anybody who knows a Message-ID can write a report about it (RFC 3464 section 4, RFC
 * 8098 section 6), other recipients of the message above all. So nothing is kept about people we did not write to, no good
 * news that we did not ask for, and a receipt that somebody else wrote is not that person's.
 */
function believable(live: Live, copy: OutboxCopy, fact: Evidence, read: ReadMessage): Evidence | undefined {
  if (fact.recipient !== null && !copy.rcptTo.some((addr) => sameAddress(addr, fact.recipient ?? ''))) return undefined;
  if (fact.source === 'dsn') return unaskedGoodNews.has(fact.kind) && !copy.askDsn ? undefined : fact;
  if (!live.session.store.records.outbox.send(copy.sendId)?.draft.content.askMdn) return undefined;
  const [sender] = read.facts.from;
  const own = read.facts.from.length === 1 && sender && sameAddress(sender.addr, fact.recipient ?? '');
  return own ? fact : { ...fact, kind: 'mdn-other', detail: `${fact.detail.slice(0, 450)}; from another address` };
}

/** RFC 3461 section 4.1: servers tell of these only where NOTIFY=SUCCESS was asked for. */
const unaskedGoodNews: ReadonlySet<Evidence['kind']> = new Set<Evidence['kind']>(['delivered', 'relayed', 'expanded']);

/** An answer from one of the recipients is evidence too, and often the only one. */
function recordReply(live: Live, id: number, read: ReadMessage): void {
  const { store, emit } = live.session;
  const { inReplyTo, from, date } = read.facts;
  if (!inReplyTo || read.reports.length > 0) return;
  const copy = store.records.outbox.byMessageId(inReplyTo);
  const sender: Address | undefined = from[0];
  if (!copy || !sender || from.length !== 1) return;
  const recipient = copy.rcptTo.find((addr) => addr.toLowerCase() === sender.addr.toLowerCase());
  if (!recipient) return;
  const added = store.records.evidence.add(inReplyTo, {
    kind: 'replied',
    at: date,
    recipient,
    method: copy.method,
    detail: '',
    source: 'message',
  });
  if (added) emit('evidence.changed', { messageId: id });
}

/**
 * Learns whom one writes to when a send has reached its end: accepted for everybody, and filed. Earlier would learn
 * addresses that a server refused, and so offer a typing mistake again.
 */
export function learnFromSent(session: Session, { item }: PayloadOf<'outbox.changed'>): void {
  if (item.state !== 'filed') return;
  // A receipt goes wherever the sender of a message pointed it: nobody has written to that address.
  if (session.store.records.outbox.copies(item.id).every(({ mailFrom }) => mailFrom === '')) return;
  learnFromAccepted(session, item.to);
}
