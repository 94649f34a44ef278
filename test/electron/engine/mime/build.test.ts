import { describe, expect, it } from 'vitest';
import { decodeBody, decodeText } from '../../../../electron/engine/mime/body.ts';
import {
  buildEntity,
  buildMessage,
  newMessageId,
  type OutgoingMessage,
} from '../../../../electron/engine/mime/build.ts';
import { buildMdn } from '../../../../electron/engine/mime/mdn.ts';
import { messageHeaders } from '../../../../electron/engine/mime/message-headers.ts';
import { claimedNames } from '../../../../electron/engine/mime/names.ts';
import { parseMime } from '../../../../electron/engine/mime/parse.ts';
import { field, walk } from '../../../../electron/engine/mime/tree.ts';

const base: OutgoingMessage = {
  from: { name: 'Praxis Lindenhof', addr: 'desk@lindenhof.example' },
  to: [{ name: 'Müller, Jörg', addr: 'jm@bücher.example' }],
  cc: [],
  subject: 'Termin',
  date: new Date('2026-03-01T09:30:00Z'),
  messageId: 'fixed@lindenhof.example',
  text: 'Hallo\n',
};
const build = async (change: Partial<OutgoingMessage>) => {
  const raw = Buffer.from(await buildMessage({ ...base, ...change }));
  return { raw, text: raw.toString('latin1'), root: parseMime(raw).root };
};

describe('what leaves', () => {
  it.each([
    'x\r\nBcc: evil@x.example',
    'x\nBcc: evil@x.example\n\nbody',
    'x\rBcc: evil@x.example',
    'x\u2028Bcc: evil@x.example',
    'x\u0085Bcc: y',
    'x\0y',
  ])('%j in any value makes no field', async (evil) => {
    const { root, text } = await build({
      subject: evil,
      from: { name: evil, addr: 'desk@lindenhof.example' },
      to: [{ name: evil, addr: 'a@b.example' }],
      references: [evil],
      inReplyTo: evil,
      files: [{ name: evil, type: evil, bytes: Buffer.from('x') }],
    });
    expect([...walk(root)].flatMap(({ headers }) => headers.map(({ name }) => name))).not.toContain('bcc');
    expect(text.slice(0, text.indexOf('\r\n\r\n'))).not.toMatch(/^Bcc:/m);
  });

  it('an address that carries a line break or a second address is refused', async () => {
    for (const addr of [
      'a@b.example\r\nBcc: c@d.example',
      'a@b.example, c@d.example',
      'a@b.example>',
      'jörg@x.example',
      'nobody',
      '<a@b.example>',
    ]) {
      await expect(buildMessage({ ...base, to: [{ name: '', addr }] }), addr).rejects.toMatchObject({
        problem: { code: 'address-invalid' },
      });
    }
  });

  it('is seven-bit, with short lines, CRLF and no blank before a line end', async () => {
    const text = `From here\n.\n..\n trailing \t\n${'ä'.repeat(300)}\n${'x'.repeat(2000)}\nlone\rcr\n😀${'😀'.repeat(50)}`;
    const {
      raw,
      text: out,
      root,
    } = await build({
      text,
      html: `<p>${text}</p>`,
      subject: '😀 '.repeat(60) + 'x'.repeat(300),
      files: [{ name: '😀'.repeat(80), type: 'image/png', bytes: Buffer.alloc(500, 255) }],
    });
    expect(raw.every((byte) => byte < 0x80)).toBe(true);
    for (const line of out.split('\r\n')) {
      expect(line.length).toBeLessThanOrEqual(78);
      expect(line).not.toMatch(/[ \t]$|^From |^\.$|[\r\n]/);
    }
    const plain = [...walk(root)].find(({ type }) => type.value === 'text/plain');
    expect(plain && decodeText(plain).text).toBe(text.replace('\r', '\n'));
    const file = [...walk(root)].find(({ type }) => type.value === 'image/png');
    expect(file && claimedNames(file)).toEqual(['😀'.repeat(80)]);
    expect(messageHeaders(root).subject).toBe(`${'😀 '.repeat(60)}${'x'.repeat(300)}`);
  });

  it('comes back as it was put in', async () => {
    const { root } = await build({
      cc: [
        { name: 'A "B" \\ C', addr: 'c@d.example' },
        { name: '', addr: 'e@f.example' },
      ],
      replyTo: [{ name: '', addr: 'r@x.example' }],
      inReplyTo: 'one@x.example',
      references: Array.from({ length: 30 }, (_, i) => `reference-number-${i}@x.example`),
      dispositionNotificationTo: 'desk@lindenhof.example',
    });
    const headers = messageHeaders(root);
    expect(headers.from).toMatchObject([{ display: 'Praxis Lindenhof', addr: 'desk@lindenhof.example' }]);
    expect(headers.to).toMatchObject([{ display: 'Müller, Jörg', addr: 'jm@xn--bcher-kva.example' }]);
    expect(headers.cc.map(({ display, addr }) => `${display}|${addr}`)).toEqual([
      'A "B" \\ C|c@d.example',
      '|e@f.example',
    ]);
    expect(headers).toMatchObject({
      date: '2026-03-01T09:30:00Z',
      message_id: 'fixed@lindenhof.example',
      in_reply_to: 'one@x.example',
      mdn_request_to: ['desk@lindenhof.example'],
    });
    expect(headers.references).toHaveLength(30);
    expect(headers.defects).toEqual([]);
  });

  it('has text, HTML, pictures and files in their places', async () => {
    const png = Buffer.from('89504e470d0a1a0a', 'hex');
    const { root } = await build({
      html: '<p>x</p><img src="cid:a@b">',
      files: [
        { name: 'a.png', type: 'image/png', bytes: png, cid: 'a@b' },
        { name: 'Überweisung.eml', type: 'message/rfc822', bytes: Buffer.from('x') },
      ],
    });
    expect([...walk(root)].map(({ path, type }) => `${path} ${type.value}`)).toEqual([
      '1 multipart/mixed',
      '1.1 multipart/alternative',
      '1.1.1 text/plain',
      '1.1.2 multipart/related',
      '1.1.2.1 text/html',
      '1.1.2.2 image/png',
      '1.2 application/octet-stream',
    ]);
    const image = [...walk(root)].find(({ contentId }) => contentId === 'a@b');
    expect(image && Buffer.from(decodeBody(image)).equals(png)).toBe(true);
  });

  it('text is made from HTML when none is given', () => {
    const { root } = parseMime(buildEntity({ html: '<p>one</p><blockquote><p>two</p></blockquote>' }));
    expect(root.children[0] && decodeText(root.children[0]).text).toBe('one\n\n> two');
  });

  it('a Message-ID says nothing but the domain', () => {
    const id = newMessageId('desk@bücher.example');
    expect(id).toMatch(/^[\w-]{24}@xn--bcher-kva\.example$/);
    expect(newMessageId('desk@bücher.example')).not.toBe(id);
  });
});

it('a receipt has the form of RFC 8098 and asks for nothing in return', () => {
  const { header, entity, messageId } = buildMdn({
    from: { name: '', addr: 'desk@lindenhof.example' },
    to: 'lab@labor.example',
    subject: 'Read: Befund',
    text: 'The message was displayed.',
    date: base.date,
    originalMessageId: 'orig@labor.example',
    disposition: 'displayed',
    sending: 'MDN-sent-manually',
  });
  const { root } = parseMime(Buffer.concat([Buffer.from(header), entity]));
  expect(root.type.value).toBe('multipart/report');
  expect(root.type.params.get('report-type')).toBe('disposition-notification');
  expect(field(root, 'auto-submitted')).toBe('auto-replied');
  expect(field(root, 'disposition-notification-to')).toBeUndefined();
  expect(field(root, 'message-id')).toBe(`<${messageId}>`);
  const machine = root.children[1];
  expect(machine && decodeText(machine).text).toContain(
    'Final-Recipient: rfc822;desk@lindenhof.example\nOriginal-Message-ID: <orig@labor.example>\nDisposition: manual-action/MDN-sent-manually; displayed',
  );
});
