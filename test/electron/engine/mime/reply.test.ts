import { describe, expect, it } from 'vitest';
import { createReader } from '../../../../electron/engine/intake.ts';
import { buildMessage, type OutgoingMessage } from '../../../../electron/engine/mime/build.ts';
import { draftFrom, type MadeDraft, type ReplyOptions } from '../../../../electron/engine/mime/reply.ts';

const now = new Date('2026-03-02T10:00:00Z');
const own = ['desk@lindenhof.example'];
const addrs = (list: readonly { readonly addr: string }[]): string[] => list.map(({ addr }) => addr);

async function draft(
  mode: ReplyOptions['mode'],
  change: Partial<OutgoingMessage> = {},
  edit = (raw: string) => raw,
): Promise<MadeDraft> {
  const raw = await buildMessage({
    from: { name: 'Anna', addr: 'anna@x.example' },
    to: [
      { name: '', addr: 'DESK@lindenhof.example' },
      { name: '', addr: 'bob@y.example' },
    ],
    cc: [
      { name: '', addr: 'carol@z.example' },
      { name: '', addr: 'anna@x.example' },
    ],
    subject: 'Termin',
    date: new Date('2026-03-01T09:30:00Z'),
    messageId: 'm@x.example',
    text: 'one\n\ntwo <b>\n> old\n',
    ...change,
  });
  const reader = createReader({ keys: () => [], ownAddresses: () => own, now: () => now });
  const read = await reader.read(Buffer.from(edit(Buffer.from(raw).toString('latin1')), 'latin1'));
  return draftFrom(read, { mode, ownAddresses: own, now });
}

describe('recipients', () => {
  it('an answer goes to the sender alone, or where the sender asks', async () => {
    expect(addrs((await draft('reply')).to)).toEqual(['anna@x.example']);
    expect((await draft('reply')).cc).toEqual([]);
    expect(addrs((await draft('reply', { replyTo: [{ name: '', addr: 'r@x.example' }] })).to)).toEqual(['r@x.example']);
  });
  it('an answer to all never goes to ourselves and to nobody twice', async () => {
    const made = await draft('reply-all');
    expect([addrs(made.to), addrs(made.cc)]).toEqual([['anna@x.example'], ['bob@y.example', 'carol@z.example']]);
  });
  it('answering our own message goes on where it went', async () => {
    const made = await draft('reply', {
      from: { name: '', addr: own[0] as string },
      to: [{ name: '', addr: 'bob@y.example' }],
    });
    expect(addrs(made.to)).toEqual(['bob@y.example']);
  });
  it('Mail-Followup-To is followed by an answer to all', async () => {
    const made = await draft(
      'reply-all',
      {},
      (raw) => `Mail-Followup-To: list@l.example, desk@lindenhof.example\r\n${raw}`,
    );
    expect([addrs(made.to), made.cc]).toEqual([['list@l.example'], []]);
  });
  it('a forward goes to nobody yet', async () => {
    expect(await draft('forward')).toMatchObject({ to: [], cc: [], blocked: [] });
  });
});

describe('subject and quote', () => {
  it.each([
    ['reply', 'Termin', 'Re: Termin'],
    ['reply', 'RE: Re[2]: AW: Termin', 'Re: Termin'],
    ['forward', 'Termin', 'Fwd: Termin'],
    ['forward', 'WG: Fwd: Termin', 'Fwd: Termin'],
    ['forward', 'Re: Termin', 'Fwd: Re: Termin'],
  ] as const)('%s of "%s" is "%s"', async (mode, subject, expected) => {
    expect((await draft(mode, { subject })).subject).toBe(expected);
  });
  it('quotes the text, marked, and as text alone', async () => {
    const made = await draft('reply');
    expect(made.bodyText).toBe('\n\nOn 2026-03-01 09:30, Anna wrote:\n> one\n>\n> two <b>\n> > old');
    expect(made.bodyHtml).toContain('<blockquote><p>one</p><p>two &lt;b&gt;<br>&gt; old</p></blockquote>');
  });
  it('what the reader does not show is not in the quote', async () => {
    const made = await draft('reply', {
      text: 'x',
      html: '<p>seen</p><p style="display:none">SECRET</p><script>bad()</script>',
    });
    expect(made.bodyText).toContain('> seen');
    expect(`${made.bodyText}${made.bodyHtml}`).not.toMatch(/SECRET|bad\(/);
  });
  it('a forward takes the files along, an answer does not', async () => {
    const files = [{ name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-') }];
    expect((await draft('forward', { files })).attachmentParts).toEqual(['1.2']);
    expect((await draft('reply', { files })).attachmentParts).toEqual([]);
  });
});
