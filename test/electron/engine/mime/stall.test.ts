import { describe, expect, it } from 'vitest';
import { createReader } from '../../../../electron/engine/intake.ts';
import { decodeTransfer } from '../../../../electron/engine/mime/transfer.ts';

const head = 'From: a@x.example\r\nTo: b@y.example\r\nSubject: s\r\nMIME-Version: 1.0\r\n';
const page = (html: string): string => `${head}Content-Type: text/html; charset=utf-8\r\n\r\n${html}`;
const file = (name: string): string =>
  `${head}Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n%PDF-`;

/** Each takes linear time; with the mistake that it guards against, tens of seconds or hours. */
const messages: Readonly<Record<string, string>> = {
  'a transfer encoding of opening brackets': `${head}Content-Transfer-Encoding: ${'('.repeat(250_000)}\r\n\r\nhi`,
  'a style of comments that never end': page(`<p style="${'/* '.repeat(300_000)}">x</p>`),
  'an attribute of blanks': page(`<p data-x="a${' '.repeat(900_000)}b">x</p>`),
  'backgrounds of blanks': page(`<p style="background:a${' '.repeat(3800)}b)">x</p>`.repeat(200)),
  'a file name of dots': file(`a${'.'.repeat(250_000)}b`),
  'a file name without end': file('b'.repeat(250_000)),
  'a file name of encoded words': file('=?utf-8?q?a?= '.repeat(17_000)),
  'a display name without end': `From: ${'a'.repeat(250_000)} <a@x.example>\r\n\r\nhi`,
  'a display name of at signs': `From: "${'a@'.repeat(125_000)}" <a@x.example>\r\n\r\nhi`,
};

describe('one message never holds up the reader:', () => {
  for (const [name, raw] of Object.entries(messages)) {
    it(name, async () => {
      const started = performance.now();
      const options = { keys: () => [], ownAddresses: () => [], now: () => new Date('2026-01-31T12:00:00Z') };
      const read = await createReader(options).read(Buffer.from(raw));
      expect(read.view.blocks.length + read.view.attachments.length).toBeGreaterThan(0);
      expect(read.inspection.schema).toBe(1);
      expect(performance.now() - started).toBeLessThan(4000);
    }, 60_000);
  }
});

describe('decoding a file needs no more memory than a few times the file:', () => {
  const cases = {
    base64: 'A='.repeat(4_000_000),
    'x-uuencode': `begin 644 a\n${'!AAAA\n'.repeat(1_300_000)}end\n`,
  };
  for (const [encoding, text] of Object.entries(cases)) {
    it(`${encoding} cut into single bytes`, () => {
      const body = Buffer.from(text);
      const before = process.memoryUsage().rss;
      const started = performance.now();
      const { bytes } = decodeTransfer(body, encoding);
      expect(bytes.length).toBeLessThanOrEqual(body.length);
      expect(performance.now() - started).toBeLessThan(1500);
      expect(process.memoryUsage().rss - before).toBeLessThan(120 * 1024 * 1024);
    }, 60_000);
  }

  it('padding in the middle does not end a file', () => {
    const parts = ['one', 'two!', 'three'].map((text) => Buffer.from(text).toString('base64'));
    const { bytes, defect } = decodeTransfer(Buffer.from(`${parts.join('\r\n')}\r\n`), 'base64');
    expect(Buffer.from(bytes).toString()).toBe('onetwo!three');
    expect(defect).toBe('base64-damaged');
    expect(Buffer.from(decodeTransfer(Buffer.from('b25l\r\n'), 'base64').bytes).toString()).toBe('one');
  });

  it('uuencode gives back the bytes', () => {
    const text = 'begin 644 cat.txt\n#0V%T\n`\nend\n';
    expect(Buffer.from(decodeTransfer(Buffer.from(text), 'x-uuencode').bytes).toString()).toBe('Cat');
  });
});
