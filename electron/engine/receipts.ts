import { ProblemError } from '../../shared/contract/problem.ts';
import { foldAddress } from '../../shared/model/address.ts';
import { mayAnswer, receiptText } from './delivery/mdn.ts';
import { newId } from './drafts.ts';
import { changeFlags } from './handlers/mail.ts';
import { type Live, requireAccount, requireMessage } from './live.ts';
import { joinMessage } from './mime/build.ts';
import { buildMdn } from './mime/mdn.ts';

/**
 * Answers a request for a read receipt (RFC 8098), only because a person said so. Both answers are remembered and
 * marked on the server with $MDNSent (RFC 3503), so that nobody else who shares the mailbox is asked again.
 */
export async function answerReceipt(live: Live, id: number, answer: 'send' | 'ignore'): Promise<void> {
  const { store } = live.session;
  const message = requireMessage(live, id);
  const { messageId } = message.facts;
  if (store.records.receipts.answered(messageId) || message.flags.includes('$MDNSent')) {
    throw new ProblemError('already-sent', 'This request has been answered already.', 'Nothing needs to be done.');
  }
  if (answer === 'send') await sendReceipt(live, id);
  store.records.receipts.setAnswered(messageId, answer === 'send' ? 'sent' : 'ignored');
  changeFlags(live, [id], ['$MDNSent'], []);
}

async function sendReceipt(live: Live, id: number): Promise<void> {
  const { store, now } = live.session;
  const message = requireMessage(live, id);
  const account = requireAccount(live, message.accountId);
  const read = await live.opened.read(live, id);
  const allowed = mayAnswer(read);
  if (!allowed.may || !read.view.mdn.to) {
    throw new ProblemError('conflict', 'This message may not be answered with a receipt.', 'Write an answer instead.');
  }
  const words = receiptText(live.session.locale);
  const mdn = buildMdn({
    from: { name: account.displayName, addr: account.address },
    to: read.view.mdn.to,
    ...words,
    date: now(),
    originalMessageId: message.facts.messageId,
    disposition: 'displayed',
    sending: 'MDN-sent-manually',
  });
  const raw = joinMessage(mdn.header, mdn.entity);
  const at = now().toISOString();
  const sendId = newId();
  store.records.outbox.add(
    {
      id: sendId,
      draftId: sendId,
      subject: words.subject,
      to: [{ name: '', addr: read.view.mdn.to }],
      createdAt: at,
      draft: {
        id: sendId,
        mode: 'new',
        originMessageId: null,
        mustProtect: false,
        content: {
          accountId: account.id,
          to: [{ name: '', addr: foldAddress(read.view.mdn.to) }],
          cc: [],
          bcc: [],
          subject: words.subject,
          bodyHtml: '',
          askDsn: false,
          askMdn: false,
          cursor: 0,
        },
        updatedAt: at,
        open: false,
      },
    },
    [
      {
        id: newId(),
        sendId,
        accountId: account.id,
        messageId: mdn.messageId,
        method: 'plain',
        // RFC 8098 section 3: the reverse path is empty, so that a receipt can cause neither a bounce nor a receipt.
        mailFrom: '',
        rcptTo: [read.view.mdn.to],
        askDsn: false,
        state: 'queued',
        needsYou: null,
        holdUntil: at,
        dataStarted: false,
        attempts: 0,
        nextAttempt: null,
        reply: null,
        createdAt: at,
        raw,
      },
    ],
  );
  live.wire.poke();
}
