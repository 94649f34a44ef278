import type { Reader, ReadMessage } from '../../electron/engine/rooms.ts';

/**
 * A reader that looks at the header alone: what the wire's tests need of a message, without the time that decrypting
 * and judging take. The wire with the engine's own reader is tested where both meet (test/e2e).
 */
export function createPlainReader(): Reader {
  return {
    async read(raw) {
      const text = Buffer.from(raw).toString('latin1');
      const end = text.search(/\r?\n\r?\n/);
      const head = (end === -1 ? text : text.slice(0, end)).replace(/\r?\n[ \t]+/g, ' ');
      const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
      const addresses = (name: string) =>
        [...field(name).matchAll(/[^\s<>,"]+@[^\s<>,"]+/g)].map(([addr]) => ({ name: '', addr }));
      const from = addresses('from');
      const to = addresses('to');
      const subject = field('subject');
      const read: ReadMessage = {
        facts: {
          messageId: field('message-id'),
          inReplyTo: field('in-reply-to') || null,
          references: field('references').split(/\s+/).filter(Boolean),
          from,
          to,
          cc: [],
          replyTo: [],
          subject,
          date: new Date(field('date') || 0).toISOString(),
          hasAttachment: false,
          sealed: false,
          preview: '',
          indexText: end === -1 ? '' : text.slice(end).slice(0, 2000),
        },
        inspection: {},
        view: {
          from,
          to,
          cc: [],
          replyTo: [],
          subject,
          date: '',
          verdict: 'none',
          signatures: [],
          sealTone: 'none',
          blocks: [],
          attachments: [],
          remoteBlocked: 0,
          senderChecks: [],
          warnings: [],
          mdn: { requested: false, to: null },
        },
        attachment: () => undefined,
        autocrypt: null,
        reports: [],
      };
      return read;
    },
  };
}
