import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeBody, decodeText } from '../../../../electron/engine/mime/body.ts';
import { messageHeaders } from '../../../../electron/engine/mime/message-headers.ts';
import { parseMime } from '../../../../electron/engine/mime/parse.ts';
import { entityBytes, field, type MimePart, walk } from '../../../../electron/engine/mime/tree.ts';
import { corpusJson, corpusPath } from './corpora.ts';

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const parse = (text: string) => parseMime(Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1'));
const codes = (text: string): string[] => parse(text).defects.map(({ code }) => code);
const shape = (part: MimePart): string => `${part.path} ${part.type.value}`;

interface StalwartCase {
  readonly file: string;
  readonly text0_sha256_utf8?: string;
  readonly attachments: readonly { readonly sha256?: string; readonly type: string }[];
}
interface Mime4jCase {
  readonly file: string;
  readonly leaf_bodies?: readonly { readonly file: string; readonly sha256: string }[];
}

describe('public corpora', () => {
  it('stalwart: texts and files come out as expected', () => {
    const { cases } = corpusJson<{ cases: StalwartCase[] }>('stalwart-mail-parser', 'expected.json');
    // Where another answer is right here: uuencode and binhex (decoded, not decoded), charsets guessed instead of
    // replaced, lone CR as a line end, and boundaries of which several readings are defensible.
    const other = /legacy\/(?:016|017|048|049|052)\.eml|malformed\/(?:001|007|017|020|021)\.eml|thirdparty\/000\.eml/;
    let checked = 0;
    for (const one of cases) {
      const { root, defects } = parseMime(readFileSync(corpusPath('stalwart-mail-parser', one.file)));
      expect(
        defects.filter(({ code }) => code.startsWith('too-')),
        one.file,
      ).toEqual([]);
      if (other.test(one.file)) continue;
      const parts = [...walk(root)];
      if (one.text0_sha256_utf8) {
        const texts = parts.filter((part) => part.type.value.startsWith('text/')).map((part) => decodeText(part).text);
        const hashes = texts.flatMap((text) => [sha256(text), sha256(text.replace(/\n/g, '\r\n'))]);
        expect(hashes, one.file).toContain(one.text0_sha256_utf8);
        checked++;
      }
      for (const { sha256: wanted } of one.attachments) {
        if (!wanted) continue;
        expect(
          parts.map((part) => sha256(decodeBody(part))),
          one.file,
        ).toContain(wanted);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(120);
  });

  it('mime4j and MIME-tools: every decoded leaf is found', () => {
    const { cases } = corpusJson<{ cases: Mime4jCase[] }>('mime4j', 'expected.json');
    const other =
      /\/(?:frag|german-qp|multi-frag|ending-boundaries|malformedHeader-noheader|malformedHeaderStartsBody-nocrlfcrlf|malformedHeaderStartsBody-noheader|very-long-boundary|very-very-long-boundary|weird-boundary)\.msg$/;
    let checked = 0;
    for (const one of cases) {
      const { root, defects } = parseMime(readFileSync(corpusPath('mime4j', one.file)));
      expect(
        defects.filter(({ code }) => code.startsWith('too-')),
        one.file,
      ).toEqual([]);
      if (other.test(one.file)) continue;
      const hashes = [...walk(root)].flatMap((part) => {
        const text = Buffer.from(decodeBody(part)).toString('latin1').replace(/\r\n/g, '\n');
        return [
          sha256(decodeBody(part)),
          sha256(Buffer.from(text, 'latin1')),
          sha256(Buffer.from(text.replace(/\n/g, '\r\n'), 'latin1')),
        ];
      });
      for (const leaf of one.leaf_bodies ?? []) {
        expect(hashes, `${one.file} ${leaf.file}`).toContain(leaf.sha256);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(120);
  });
});

describe('structure', () => {
  it('a signed part is exactly the bytes between its delimiters, without the line end before the second', () => {
    const { root } = parse(
      'Content-Type: multipart/signed; boundary="=_x"\n\npreamble\n--=_x  \nContent-Type: text/plain\n\na \n\n--=_x\n\nsig\n--=_x--\nepilogue\n',
    );
    const [content, signature] = root.children;
    expect(content && Buffer.from(entityBytes(content)).toString()).toBe('Content-Type: text/plain\r\n\r\na \r\n');
    expect(signature && Buffer.from(decodeBody(signature)).toString()).toBe('sig');
  });

  it('an outer boundary ends whatever is open inside it', () => {
    const { root, defects } = parse(
      'Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--a\n\ntwo\n--a--\n',
    );
    expect([...walk(root)].map(shape)).toEqual([
      '1 multipart/mixed',
      '1.1 multipart/mixed',
      '1.1.1 text/plain',
      '1.2 text/plain',
    ]);
    expect(defects.map(({ code, part }) => `${code} ${part}`)).toEqual(['boundary-not-closed 1.1']);
  });

  it('an inner multipart that repeats the outer boundary does not swallow the rest', () => {
    const { root } = parse(
      'Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nin\n--a--\n--a\n\nout\n--a--\n',
    );
    expect(
      [...walk(root)].filter(({ children }) => children.length === 0).map((part) => decodeText(part).text),
    ).toEqual(['in', 'out']);
  });

  it('a message inside a message keeps its own header, encoded or not', () => {
    const inner = 'From: inner@x.example\r\nContent-Type: text/plain\r\n\r\nhello';
    for (const [encoding, body] of [
      ['7bit', inner],
      ['base64', Buffer.from(inner).toString('base64')],
    ]) {
      const { root } = parse(
        `From: outer@x.example\nContent-Type: message/rfc822\nContent-Transfer-Encoding: ${encoding}\n\n${body}`,
      );
      const [child] = root.children;
      expect(child && field(child, 'from'), encoding).toBe('inner@x.example');
      expect(child?.path).toBe('1.1');
      expect(child && decodeText(child).text).toBe('hello');
    }
  });

  it('parts of a digest are messages', () => {
    const { root } = parse('Content-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: one\n\nx\n--d--\n');
    expect(root.children[0]?.type.value).toBe('message/rfc822');
    expect(root.children[0]?.children[0] && field(root.children[0].children[0], 'subject')).toBe('one');
  });

  it('says what is wrong instead of failing', () => {
    expect(codes('no header here\n')).toContain('no-header');
    expect(codes('From nobody Mon Jan 1\nSubject: x\n\n')).toContain('mbox-from-line');
    expect(codes('Subject: x\njunk line\n\nbody')).toContain('malformed-field');
    expect(codes('Content-Type: multipart/mixed\n\nbody')).toContain('boundary-missing');
    expect(codes('Content-Type: nonsense\n\nbody')).toContain('content-type-invalid');
    expect(codes('Subject: x\n\n\0')).toContain('nul-byte');
    expect(parseMime(Buffer.from('Subject: x\n\nb')).defects[0]?.code).toBe('bare-lf');
  });
});

describe('fields and parameters', () => {
  const headers = (text: string) => messageHeaders(parse(`${text}\n\n`).root);

  it('decodes words, continuations and charsets', () => {
    expect(headers('Subject: =?utf-8?q?M=C3=BC?= =?utf-8?b?bGxlcg==?= und\n =?iso-8859-1?q?S=F6hne?=').subject).toBe(
      'Müller und Söhne',
    );
    const { root } = parse(
      "Content-Disposition: attachment; filename*1*=%C3%BCller; filename*0*=utf-8'de'M; filename*2=.pdf\n\n",
    );
    expect(root.disposition?.params.get('filename')).toBe('Müller.pdf');
    const both = parse(
      'Content-Disposition: attachment; filename="plain.txt"; filename*=UTF-8\'\'%e2%82%ac.txt\n\n',
    ).root;
    expect(both.disposition?.params.get('filename')).toBe('€.txt');
  });

  it('an encoded line break cannot make a field', () => {
    expect(headers('Subject: =?utf-8?q?a=0D=0ABcc:_x@y.example?=').subject).toBe('a Bcc: x@y.example');
  });

  it('a comment or a quoted semicolon does not hide a parameter', () => {
    const { root } = parse('Content-Type: text/plain (a; name=x); name="a;b\\"c.txt"; charset=utf-8 (c)\n\n');
    expect(root.type.params.get('name')).toBe('a;b"c.txt');
    expect(root.type.params.get('charset')).toBe('utf-8');
  });

  it('names what stands twice', () => {
    expect(headers('Subject: a\nSubject: b\nFrom: a@b.example\nFrom: c@d.example').duplicate).toEqual([
      'from',
      'subject',
    ]);
    expect(headers('From: a@b.example\nFrom: c@d.example').from).toHaveLength(2);
  });

  it('reads dates as they are written in the wild', () => {
    const date = (text: string) => headers(`Date: ${text}`).date;
    expect(date('Fri, 21 Nov 1997 09:55:06 -0600')).toBe('1997-11-21T15:55:06Z');
    expect(date('Fri, 21 Nov 97 09:55 EST (comment)')).toBe('1997-11-21T14:55:00Z');
    expect(date('1 Jan 2026 00:00:00 +0530')).toBe('2025-12-31T18:30:00Z');
    expect(date('yesterday')).toBeNull();
    expect(date('Fri, 99 Nov 1997 09:55:06 -0600')).toBeNull();
  });

  it('decodes text by what it is, not by what it claims', () => {
    const text = (header: string, body: Buffer) =>
      decodeText(parseMime(Buffer.concat([Buffer.from(`${header}\r\n\r\n`), body])).root);
    expect(text('Content-Type: text/plain', Buffer.from('Müller')).text).toBe('Müller');
    expect(text('Content-Type: text/plain; charset=us-ascii', Buffer.from([0x4d, 0xfc])).text).toBe('Mü');
    expect(text('Content-Type: text/plain; charset=iso-2022-jp', Buffer.from('\x1b$B$3$s\x1b(B', 'latin1')).text).toBe(
      'こん',
    );
    expect(text('Content-Type: text/plain; charset=made-up', Buffer.from('x')).defects).toContain('charset-unknown');
    expect(text('Content-Type: text/html', Buffer.from('<meta charset=windows-1251>\xcf', 'latin1')).text).toContain(
      'П',
    );
  });

  it('undoes transfer encodings as far as they go', () => {
    const body = (encoding: string, text: string) =>
      Buffer.from(decodeBody(parse(`Content-Transfer-Encoding: ${encoding}\n\n${text}`).root)).toString();
    expect(body('quoted-printable', 'a=\nb =  \nc=3D=zz \nd')).toBe('ab c==zz\r\nd');
    expect(body('base64', 'aGVs\nbG8=\naGVsbG8=\n')).toBe('hellohello');
    expect(body('x-uuencode', 'begin 644 f\n#:&5Y\n`\nend\n')).toBe('hey');
    expect(body('made-up', 'x')).toBe('x');
  });
});
