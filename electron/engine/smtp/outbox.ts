import { ProblemError } from '../../../shared/contract/problem.ts';
import { foldAddress } from '../../../shared/model/address.ts';
import type { OutboxItem } from '../../../shared/model/draft.ts';
import type { Evidence, OutboxState } from '../../../shared/model/evidence.ts';
import type { Session } from '../rooms.ts';
import type { OutboxCopy, Store, StoredDraft } from '../store/types.ts';
import { replyCharacters } from './limits.ts';

/** What a send shows when its copies differ: what needs somebody first, then what is furthest behind. */
const shown: readonly OutboxState[] = [
  'needs-you',
  'bounced',
  'sending',
  'queued',
  'held',
  'accepted',
  'filed',
  'undone',
];

/** One line of the outbox: a send with the state of all its copies. Throws `not-found`. */
export function outboxItem(store: Store, sendId: string): OutboxItem {
  const send = store.records.outbox.send(sendId);
  const copies = store.records.outbox.copies(sendId);
  if (!send || copies.length === 0) throw gone();
  const state = shown.find((one) => copies.some((copy) => copy.state === one)) ?? 'queued';
  const speaking = copies.filter((copy) => copy.state === state);
  const holds = speaking.map((copy) => copy.holdUntil).sort();
  const reply = speaking.map((copy) => copy.reply).find((one) => one !== null) ?? null;
  return {
    id: sendId,
    subject: send.subject.slice(0, 2000),
    to: send.to.slice(0, 1500),
    state,
    needsYou: state === 'needs-you' ? (speaking.find((copy) => copy.needsYou !== null)?.needsYou ?? null) : null,
    holdUntil: state === 'held' ? (holds.at(-1) ?? null) : null,
    reply: reply === null ? null : reply.slice(0, replyCharacters),
    copies: copies.length,
  };
}

/** Recipients of a copy for whom no server has taken it yet, by the stored evidence. */
export function recipientsLeft(copy: OutboxCopy, evidence: readonly Evidence[]): string[] {
  const accepted = evidence.filter((one) => one.kind === 'accepted');
  if (accepted.some((one) => one.recipient === null)) return [];
  const taken = new Set(accepted.map((one) => foldAddress(one.recipient ?? '')));
  return copy.rcptTo.filter((recipient) => !taken.has(foldAddress(recipient)));
}

/**
 * Takes a held send back into a draft and returns the draft's id. Works while every copy is still held, or was held
 * when Careseal stopped. Throws `already-sent` when a copy has left the hold.
 */
export function undoSend(session: Session, sendId: string): string {
  const { store } = session;
  const item = outboxItem(store, sendId);
  const copies = store.records.outbox.copies(sendId);
  const held = copies.every(
    (copy) => copy.state === 'held' || (copy.state === 'needs-you' && copy.needsYou === 'hold-interrupted'),
  );
  const draft = held ? store.records.outbox.backToDraft(sendId, ['held', 'needs-you']) : undefined;
  if (!draft) {
    throw new ProblemError(
      'already-sent',
      'This message has already left and cannot be taken back.',
      'Write to the recipient if something was wrong in it.',
    );
  }
  session.emit('outbox.changed', { item: { ...item, state: 'undone', needsYou: null, holdUntil: null } });
  return draft.id;
}

/**
 * Answers what the outbox asks. `send` submits again what has not been accepted, `was-sent` takes the user's word and
 * files the copy, `to-draft` puts the draft back without the recipients whom a server has already taken. Returns the
 * draft's id for `to-draft`, else `null`. Throws `conflict` when the answer does not fit the question.
 */
export function resolveSend(session: Session, sendId: string, answer: 'send' | 'was-sent' | 'to-draft'): string | null {
  const { store } = session;
  const { outbox } = store.records;
  const item = outboxItem(store, sendId);
  const asking = outbox.copies(sendId).filter((copy) => copy.state === 'needs-you');
  if (asking.length === 0) throw unfit();
  if (answer === 'to-draft') return toDraft(session, item, sendId);
  for (const copy of asking) {
    const evidence = store.records.evidence.list(copy.messageId);
    if (answer === 'send') {
      outbox.move(copy.id, ['needs-you'], {
        state: 'queued',
        needsYou: null,
        dataStarted: false,
        attempts: 0,
        nextAttempt: null,
        reply: null,
      });
      continue;
    }
    // Only who cannot know may be told: a message that a server refused was certainly not sent to everybody.
    const partly = recipientsLeft(copy, evidence).length < copy.rcptTo.length;
    if (copy.needsYou !== 'outcome-unknown' && !(copy.needsYou === 'recipient-refused' && partly)) throw unfit();
    const filed = evidence.some((one) => one.kind === 'filed');
    outbox.move(copy.id, ['needs-you'], { state: filed ? 'filed' : 'accepted', needsYou: null, nextAttempt: null });
  }
  session.emit('outbox.changed', { item: outboxItem(store, sendId) });
  return null;
}

function toDraft(session: Session, item: OutboxItem, sendId: string): string {
  const { store } = session;
  const { outbox } = store.records;
  // Whom a server has taken is no business of the draft any more. Their copies go on: to Sent if they are not there yet,
  // and to the evidence that is still to come.
  const kept = outbox.copies(sendId).flatMap((copy) => {
    const evidence = store.records.evidence.list(copy.messageId);
    const left = new Set(recipientsLeft(copy, evidence));
    const rcptTo = copy.rcptTo.filter((recipient) => !left.has(recipient));
    const filed = evidence.some((one) => one.kind === 'filed');
    return rcptTo.length > 0
      ? [{ id: copy.id, rcptTo, state: filed ? ('filed' as const) : ('accepted' as const) }]
      : [];
  });
  const draft = outbox.backToDraft(sendId, ['needs-you', 'held', 'bounced', 'filed'], kept);
  // A copy that is on its way at this moment must reach its end first.
  if (!draft) throw unfit();
  const taken = new Set(kept.flatMap(({ rcptTo }) => rcptTo.map(foldAddress)));
  if (taken.size > 0) store.records.drafts.put(withoutRecipients(draft, taken));
  const undone = { ...item, state: 'undone' as const, needsYou: null, holdUntil: null };
  session.emit('outbox.changed', { item: kept.length > 0 ? outboxItem(store, sendId) : undone });
  return draft.id;
}

/** Nobody gets a message twice because another recipient was refused. */
function withoutRecipients(draft: StoredDraft, taken: ReadonlySet<string>): StoredDraft {
  const keep = <T extends { readonly addr: string }>(list: readonly T[]): T[] =>
    list.filter(({ addr }) => !taken.has(foldAddress(addr)));
  const { to, cc, bcc } = draft.content;
  return { ...draft, content: { ...draft.content, to: keep(to), cc: keep(cc), bcc: keep(bcc) } };
}

function gone(): ProblemError {
  return new ProblemError('not-found', 'This message is no longer in the outbox.', 'Look for it in Sent.');
}

function unfit(): ProblemError {
  return new ProblemError(
    'conflict',
    'The outbox has gone on in the meantime, so this answer does not fit any more.',
    'Look at the message in the outbox again.',
  );
}
