import { ProblemError } from '../../shared/contract/problem.ts';
import { foldAddress } from '../../shared/model/address.ts';
import { mayAnswer, receiptText } from './delivery/mdn.ts';
import { newId } from './drafts.ts';
import { changeFlags } from './handlers/mail.ts';
import { ownKey } from './keyring.ts';
import { type Live, requireAccount, requireMessage } from './live.ts';
import { joinMessage } from './mime/build.ts';
import { buildMdn } from './mime/mdn.ts';
import { sealPlanned } from './outgoing.ts';
import { planFor } from './sending.ts';
import type { OutboxSend, StoredAccount, StoredMessage } from './store/types.ts';

/**
 * Answers a request for a read receipt (RFC 8098), only because a person said so. Both answers are remembered and
 * marked on the server with $MDNSent (RFC 3503), so that nobody else who shares the mailbox is asked again.
 */
export async function answerReceipt(live: Live, id: number, answer: 'send' | 'ignore'): Promise<void> {
  const { store, audit } = live.session;
  requireUnanswered(live, id);
  const receipt = answer === 'send' ? await makeReceipt(live, id) : null;
  // Making it took a while, in which the same question may have been answered. From here on nothing else runs.
  const { messageId } = requireUnanswered(live, id).facts;
  // Before it is queued: a crash between the two loses a receipt, the other way round it would be asked for again.
  store.records.receipts.setAnswered(messageId, receipt ? 'sent' : 'ignored');
  if (receipt) store.records.outbox.add(receipt.send, [receipt.copy]);
  // Wakes the wire, for the receipt as well.
  changeFlags(live, [id], ['$MDNSent'], []);
  await audit({
    action: 'receipt-answered',
    messageId,
    reason: answer,
    ...(receipt ? { recipients: receipt.copy.rcptTo.slice(), method: receipt.copy.method } : {}),
  });
}

/** The message, whose request nobody has answered yet: not here, and not at another desk that shares the mailbox. */
function requireUnanswered(live: Live, id: number): StoredMessage {
  const message = requireMessage(live, id);
  const { receipts } = live.session.store.records;
  if (receipts.answered(message.facts.messageId) || message.flags.includes('$MDNSent')) {
    throw new ProblemError('already-sent', 'This request has been answered already.', 'Nothing needs to be done.');
  }
  return message;
}

/** A receipt, sealed as the message was where the key of who asked is known, ready for the outbox. */
async function makeReceipt(live: Live, id: number) {
  const { now } = live.session;
  const message = requireMessage(live, id);
  const account = requireAccount(live, message.accountId);
  const read = await live.opened.read(live, id);
  const { to } = read.view.mdn;
  if (!mayAnswer(read).may || !to) {
    throw new ProblemError('conflict', 'This message may not be answered with a receipt.', 'Write an answer instead.');
  }
  const words = receiptText(live.session.locale);
  const mdn = buildMdn({
    from: { name: account.displayName, addr: account.address },
    to,
    ...words,
    date: now(),
    originalMessageId: message.facts.messageId,
    disposition: 'displayed',
    sending: 'MDN-sent-manually',
  });
  // What was encrypted is answered encrypted: a receipt in clear tells everybody on its way who read what, and when.
  const sealed = read.view.verdict.encryption !== 'none';
  const plan = sealed ? await planFor(live, account.id, [{ name: '', addr: to }], []) : null;
  const planned = plan?.copies.find((copy) => copy.method === 'openpgp');
  const entity = planned
    ? await sealPlanned(live, planned, await ownKey(live, account.address), mdn.entity)
    : mdn.entity;
  const at = now().toISOString();
  const sendId = newId();
  return {
    send: receiptSend({ sendId, account, to, subject: words.subject, at }),
    copy: {
      id: newId(),
      sendId,
      accountId: account.id,
      messageId: mdn.messageId,
      method: planned ? ('openpgp' as const) : ('plain' as const),
      // RFC 8098 section 3: the reverse path is empty, so that a receipt can cause neither a bounce nor a receipt.
      mailFrom: '',
      rcptTo: [to],
      askDsn: false,
      state: 'queued' as const,
      needsYou: null,
      holdUntil: at,
      dataStarted: false,
      attempts: 0,
      nextAttempt: null,
      reply: null,
      createdAt: at,
      raw: joinMessage(mdn.header, entity),
    },
  };
}

/** A receipt as a line of the outbox. It has no draft of its own; what stands for one is never opened. */
function receiptSend(receipt: {
  readonly sendId: string;
  readonly account: StoredAccount;
  readonly to: string;
  readonly subject: string;
  readonly at: string;
}): OutboxSend {
  const to = [{ name: '', addr: foldAddress(receipt.to) }];
  return {
    id: receipt.sendId,
    draftId: receipt.sendId,
    subject: receipt.subject,
    to,
    createdAt: receipt.at,
    draft: {
      id: receipt.sendId,
      mode: 'new',
      originMessageId: null,
      mustProtect: false,
      content: {
        accountId: receipt.account.id,
        to,
        cc: [],
        bcc: [],
        subject: receipt.subject,
        bodyHtml: '',
        askDsn: false,
        askMdn: false,
        cursor: 0,
      },
      updatedAt: receipt.at,
      open: false,
    },
  };
}
