import { ProblemError } from '../../shared/contract/problem.ts';
import { type Address, addrSpecSchema, foldAddress } from '../../shared/model/address.ts';
import type { OutboxItem } from '../../shared/model/draft.ts';
import type { Finding, ScanDecision } from '../../shared/model/finding.ts';
import type { Decision, Justification, Plan } from '../../shared/model/plan.ts';
import { judge, scanMessage } from '../../shared/phi/index.ts';
import { decide, isSettled } from '../../shared/policy/decide.ts';
import { defaultPolicy } from '../../shared/policy/default.ts';
import { resolvePlan } from './delivery/resolve.ts';
import { newId, requireDraft } from './drafts.ts';
import { keysWithUse, ownKey } from './keyring.ts';
import { type Live, requireAccount } from './live.ts';
import { buildCopy } from './outgoing.ts';
import { isWeakerThanShown } from './shown.ts';
import { outboxItem } from './smtp/outbox.ts';
import type { OutboxCopy, StoredDraft } from './store/types.ts';

export interface Review {
  readonly plan: Plan;
  readonly findings: Finding[];
  readonly scan: ScanDecision;
  readonly decision: Decision;
}

/** Everyone a draft goes to, each address once, To before Cc before Bcc. */
export function recipientsOf(draft: StoredDraft): Address[] {
  const { to, cc, bcc } = draft.content;
  const seen = new Set<string>();
  return [...to, ...cc, ...bcc].filter(({ addr }) => {
    const folded = foldAddress(addr);
    return seen.has(folded) ? false : seen.add(folded);
  });
}

/** How each recipient would be reached. */
export async function planFor(live: Live, accountId: number, recipients: readonly Address[], bcc: readonly Address[]) {
  const account = requireAccount(live, accountId);
  const self = await ownKey(live, account.address);
  const addresses = recipients.map(({ addr }) => addr);
  return resolvePlan({
    recipients,
    hidden: bcc.map(({ addr }) => foldAddress(addr)),
    keys: await keysWithUse(live, addresses),
    sign: live.session.store.records.settings.get().signByDefault,
    selfKey: self,
  });
}

/** The send gate without sending: scan, resolve, decide (ARCHITECTURE.md, "A message's way out"). Runs on what is stored, not on what the window says. */
export async function reviewDraft(live: Live, draftId: string): Promise<Review> {
  const draft = requireDraft(live, draftId);
  const { content } = draft;
  const attachments = live.session.store.records.drafts.attachments(draftId);
  const message = {
    subject: content.subject,
    html: content.bodyHtml,
    attachments: attachments.map(({ name }) => ({ text: name })),
  };
  const findings = scanMessage(message);
  const scan = judge(findings, { message });
  const plan = await planFor(live, content.accountId, recipientsOf(draft), content.bcc);
  const decision = decide({
    findings,
    scan,
    plan,
    recipients: recipientsOf(draft).map(({ addr }) => addr),
    role: live.session.profile.role,
    policy: defaultPolicy,
    mustProtect: draft.mustProtect,
  });
  return { plan, findings, scan, decision };
}

/**
 * Sends a draft: the gate again, then every copy is built and sealed, and all of them go into the outbox in one
 * transaction that takes the draft away. Nothing is left half sent by a crash.
 */
export async function sendDraft(live: Live, draftId: string, justification: Justification | null): Promise<OutboxItem> {
  const { store, audit, now, emit } = live.session;
  const draft = requireDraft(live, draftId);
  const before = fingerprintOf(live, draft);
  const recipients = recipientsOf(draft);
  requireSendable(recipients);
  const review = await reviewDraft(live, draftId);
  requireProtected(live, draft, review.plan);
  requireAllowed(review.decision, justification);

  const sendId = newId();
  const createdAt = now().toISOString();
  const copies = await sealCopies(live, draft, review.plan, sendId, createdAt);
  // Sealing takes a while. From here to the transaction nothing else runs, so what is sent is what is stored now, and a
  // second press of Send finds no draft any more.
  if (fingerprintOf(live, requireDraft(live, draftId)) !== before) throw changedMeanwhile();
  store.records.outbox.add(
    {
      id: sendId,
      draftId,
      subject: draft.content.subject,
      to: recipients,
      createdAt,
      draft: { ...draft, open: false },
    },
    copies,
  );
  live.shown.delete(draftId);
  recordQueued(live, copies, createdAt);
  await auditSend(review, copies, justification, audit);
  const item = outboxItem(store, sendId);
  // After the answer: whoever sees the item may take it back at once, and the composer must know by then that it was sent.
  setImmediate(() => emit('outbox.changed', { item }));
  live.wire.poke();
  return item;
}

/** Everything of a draft that a recipient would see; the caret may move while it is sent. */
function fingerprintOf(live: Live, draft: StoredDraft): string {
  const files = live.session.store.records.drafts.attachments(draft.id).map(({ id }) => id);
  return JSON.stringify([draft.content, files], (key, value: unknown) => (key === 'cursor' ? 0 : value));
}

async function sealCopies(
  live: Live,
  draft: StoredDraft,
  plan: Plan,
  sendId: string,
  createdAt: string,
): Promise<(OutboxCopy & { raw: Uint8Array })[]> {
  const account = requireAccount(live, draft.content.accountId);
  const { undoSeconds } = live.session.store.records.settings.get();
  const copies: (OutboxCopy & { raw: Uint8Array })[] = [];
  for (const planned of plan.copies) {
    const { raw, messageId } = await buildCopy(live, draft, account, planned);
    copies.push({
      id: newId(),
      sendId,
      accountId: account.id,
      messageId,
      method: planned.method,
      mailFrom: account.address,
      rcptTo: planned.recipients.map(({ addr }) => addr),
      askDsn: draft.content.askDsn,
      state: 'held',
      needsYou: null,
      // Counted from the end of the sealing, or a large message would be gone before anybody could take it back.
      holdUntil: '',
      dataStarted: false,
      attempts: 0,
      nextAttempt: null,
      reply: null,
      createdAt,
      raw,
    });
  }
  const holdUntil = new Date(live.session.now().getTime() + undoSeconds * 1000).toISOString();
  return copies.map((copy) => ({ ...copy, holdUntil }));
}

function recordQueued(live: Live, copies: readonly OutboxCopy[], at: string): void {
  live.session.store.records.evidence.addAll(
    copies.flatMap(({ messageId, rcptTo, method }) =>
      rcptTo.map((recipient) => ({
        messageId,
        kind: 'queued' as const,
        at,
        recipient,
        method,
        detail: '',
        source: 'outbox' as const,
      })),
    ),
  );
}

function requireSendable(recipients: readonly Address[]): void {
  if (recipients.length === 0) {
    throw new ProblemError('no-recipient', 'Nobody is set to receive this message.', 'Add a recipient.');
  }
  if (recipients.some(({ addr }) => !addrSpecSchema.safeParse(addr).success)) {
    throw new ProblemError('address-invalid', 'One of the addresses cannot be right.', 'Correct the marked address.');
  }
}

function requireProtected(live: Live, draft: StoredDraft, plan: Plan): void {
  if (draft.mustProtect && !plan.allProtected) {
    throw new ProblemError(
      'key-missing',
      'This answers an encrypted message, and not every recipient can receive it encrypted.',
      'Take off the recipients marked as plain, or get their keys.',
    );
  }
  if (!isWeakerThanShown(live, draft.id, plan)) return;
  // The window asks for the plan again, and with it shows what has changed.
  live.session.emit('key.changed', {});
  throw protectionDropped();
}

/**
 * Sealed copies that waited, perhaps for days, may go on only while their recipients' keys are still good: one that was
 * refused meanwhile may be in wrong hands. Throws `protection-dropped`; back in a draft they can be sealed anew.
 */
export async function requireStillProtected(live: Live, copies: readonly OutboxCopy[]): Promise<void> {
  for (const { method, accountId, rcptTo } of copies) {
    if (method !== 'openpgp') continue;
    const recipients = rcptTo.map((addr) => ({ name: '', addr }));
    if (!(await planFor(live, accountId, recipients, [])).allProtected) throw protectionDropped();
  }
}

function protectionDropped(): ProblemError {
  return new ProblemError(
    'protection-dropped',
    'Somebody who was shown as encrypted cannot receive this message encrypted any more.',
    'Look at the recipients again, then decide.',
  );
}

function changedMeanwhile(): ProblemError {
  return new ProblemError(
    'conflict',
    'The message was changed while it was being sent, so it was not sent.',
    'Read it again, then send it.',
    { retryable: true },
  );
}

function requireAllowed(decision: Decision, justification: Justification | null): void {
  if (decision.outcome === 'block') {
    throw new ProblemError(
      'blocked-by-policy',
      'The clinic does not let this message leave.',
      'Take out what is marked, or ask your privacy officer.',
    );
  }
  if (decision.outcome === 'protect') {
    throw new ProblemError(
      'key-missing',
      'This message may only leave encrypted, and not every recipient can receive it so.',
      'Take off the recipients marked as plain, or get their keys.',
    );
  }
  if (!isSettled(decision, justification)) {
    throw new ProblemError(
      'needs-justification',
      'This message shows health information to somebody without protection.',
      'Choose a reason, or take the information out.',
    );
  }
}

async function auditSend(
  review: Review,
  copies: readonly OutboxCopy[],
  justification: Justification | null,
  audit: Live['session']['audit'],
): Promise<void> {
  const findings: Record<string, number> = {};
  for (const { type } of review.findings) findings[type] = (findings[type] ?? 0) + 1;
  if (justification && review.decision.outcome === 'justify') {
    await audit({
      action: 'override',
      recipients: [...review.decision.recipients],
      findings,
      reason: [justification.reason, justification.text.trim()].filter(Boolean).join(': ').slice(0, 500),
    });
  }
  for (const copy of copies) {
    await audit({
      action: 'send',
      messageId: copy.messageId,
      recipients: [...copy.rcptTo],
      method: copy.method,
      findings,
    });
  }
}
