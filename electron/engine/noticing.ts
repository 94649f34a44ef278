import type { PayloadOf } from '../../shared/contract/index.ts';
import type { Address } from '../../shared/model/address.ts';
import { evidenceFrom } from './delivery/evidence.ts';
import type { Live } from './live.ts';
import { learnFromAccepted, learnFromMessage } from './people/contacts.ts';
import type { ReadMessage, Session } from './rooms.ts';

/**
 * What a message that has just come in tells beyond its text: evidence about something we sent, and what is to be
 * learnt of its sender. Called by the wire for every new message, once.
 */
export async function onRead(live: Live, messageId: number, read: ReadMessage): Promise<void> {
  recordEvidence(live, read);
  recordReply(live, messageId, read);
  const learnt = await learnFromMessage(live.session, read);
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
      for (const fact of evidence) {
        // A report about somebody we never wrote to in this message proves nothing (forged or misdirected).
        if (fact.recipient !== null && !copy.rcptTo.some((addr) => addr.toLowerCase() === fact.recipient)) continue;
        added = store.records.evidence.add(messageId, { ...fact, method: copy.method }) || added;
      }
    }
  }
  if (added) emit('evidence.changed', { messageId: null });
}

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
  if (item.state === 'filed') learnFromAccepted(session, item.to);
}
