import { setInterval } from 'node:timers';
import { joinMessage } from '../../electron/engine/mime/build.ts';
import { buildMdn } from '../../electron/engine/mime/mdn.ts';
import { deliverByLmtp } from '../../test/clinic/lmtp.ts';
import type { Smtp } from '../../test/clinic/smtp.ts';
import { people } from './people.ts';

/** How long a recipient of the demo takes to read. */
const readsAfterMs = 9000;

/** The recipients of the demo answer every request for a read receipt (RFC 8098) some seconds after it arrived. */
export function answerReceipts(smtp: Smtp, lmtpPort: number): { stop(): void } {
  let seen = 0;
  const pending = new Set<NodeJS.Timeout>();
  const timer = setInterval(() => {
    for (const message of smtp.accepted.slice(seen)) {
      const header = message.raw.toString('latin1').split('\r\n\r\n')[0] ?? '';
      const to = /^Disposition-Notification-To:\s*<?([^\s<>]+@[^\s<>]+)>?/im.exec(header)?.[1];
      if (!to) continue;
      for (const recipient of message.rcptTo) {
        const name = Object.values(people).find(({ address }) => address === recipient)?.name ?? '';
        const answer = setTimeout(() => {
          pending.delete(answer);
          const { header: fields, entity } = buildMdn({
            from: { name, addr: recipient },
            to,
            subject: 'Read receipt',
            text: 'The message was displayed.\n',
            date: new Date(),
            originalMessageId: message.messageId?.replace(/[<>]/g, '') ?? null,
            disposition: 'displayed',
            sending: 'MDN-sent-manually',
          });
          void deliverByLmtp(lmtpPort, '', [to], joinMessage(fields, entity)).catch(() => undefined);
        }, readsAfterMs);
        pending.add(answer);
      }
    }
    seen = smtp.accepted.length;
  }, 500);
  return {
    stop: () => {
      clearInterval(timer);
      for (const answer of pending) clearTimeout(answer);
    },
  };
}
