import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseReports } from '../../../../electron/engine/delivery/report.ts';
import { parseMime } from '../../../../electron/engine/mime/parse.ts';

const corpora = resolve(import.meta.dirname, '../../../../../shared/corpora');

function need(folder: string): string {
  const path = resolve(corpora, folder);
  if (!existsSync(path))
    throw new Error(`The public corpus ${folder} is missing beside the repository (shared/corpora).`);
  return path;
}

const reportsOf = (text: string) => parseReports(parseMime(Buffer.from(text.replaceAll('\n', '\r\n'))));

const dsn = (status: string, returned = '') => `From: MAILER-DAEMON@mx.example
To: desk@clinic.example
Subject: Delivery report
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Hello.

--b
Content-Type: message/delivery-status

${status}
--b
Content-Type: text/rfc822-headers

Message-ID: <one@clinic.example>
Subject: not to be repeated
${returned}
--b--
`;

describe('delivery reports', () => {
  it('give every recipient, action, status and the message they are about', () => {
    const text = dsn(`Reporting-MTA: dns; mx.example

Original-Recipient: rfc822;Pat@mail.example
Final-Recipient: rfc822; patricia@inner.example
Action: Delivered (to mailbox)
Status: 2.1.5 (ok)

Final-Recipient: RFC822;<b@mail.example>
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1
 no such user
`);
    expect(reportsOf(text)).toEqual([
      {
        kind: 'dsn',
        reporting: 'mx.example',
        disposition: null,
        original_message_id: 'one@clinic.example',
        recipients: [
          {
            final_recipient: 'patricia@inner.example',
            original_recipient: 'Pat@mail.example',
            action: 'delivered',
            status: '2.1.5',
            diagnostic: null,
          },
          {
            final_recipient: 'b@mail.example',
            original_recipient: null,
            action: 'failed',
            status: '5.1.1',
            diagnostic: '550 5.1.1 no such user',
          },
        ],
      },
    ]);
  });

  it('inside a forwarded message are not this message\u2019s', () => {
    const inner = dsn(
      'Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 5.1.1\n',
    );
    const outer = `From: colleague@clinic.example
Subject: Fwd: look
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=outer

--outer
Content-Type: text/plain

See below.
--outer
Content-Type: message/rfc822

${inner}
--outer--
`;
    expect(reportsOf(outer)).toEqual([]);
  });

  it('that are broken or huge do not throw', () => {
    expect(reportsOf(dsn('')).flatMap(({ recipients }) => recipients)).toEqual([]);
    expect(reportsOf(dsn('Final-Recipient\nAction:\n: x\n\n\n')).flatMap(({ recipients }) => recipients)).toEqual([]);
    const many = Array.from(
      { length: 5000 },
      (_unused, i) => `Final-Recipient: rfc822;u${i}@x.example\nAction: failed\n`,
    );
    expect(reportsOf(dsn(many.join('\n')))[0]?.recipients.length).toBe(1000);
  });
});

describe('read receipts', () => {
  it('give disposition and original', () => {
    const text = `From: pat@mail.example
To: desk@clinic.example
Subject: Read
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary=b

--b
Content-Type: text/plain

Displayed.
--b
Content-Type: message/disposition-notification

Reporting-UA: mail.example; Reader
Final-Recipient: rfc822;pat@mail.example
Original-Message-ID: <one@clinic.example>
Disposition: manual-action/MDN-sent-manually; displayed

--b--
`;
    expect(reportsOf(text)).toEqual([
      {
        kind: 'mdn',
        recipients: [
          {
            final_recipient: 'pat@mail.example',
            original_recipient: null,
            action: null,
            status: null,
            diagnostic: null,
          },
        ],
        disposition: 'manual-action/MDN-sent-manually; displayed',
        original_message_id: 'one@clinic.example',
        reporting: 'mail.example; Reader',
      },
    ]);
  });
});

describe('bounces in free form', () => {
  it('are understood when they come from a mail system', () => {
    const text = `From: MAILER-DAEMON@mx.example
To: desk@clinic.example
Subject: failure notice

Hi. I wasn't able to deliver your message to the following addresses.

<pat@mail.example>:
Remote host said: 550 5.1.1 no such user

--- Below this line is a copy of the message.

Message-ID: <one@clinic.example>
From: desk@clinic.example
To: pat@mail.example
`;
    expect(reportsOf(text)).toMatchObject([
      {
        kind: 'dsn',
        original_message_id: 'one@clinic.example',
        recipients: [{ final_recipient: 'pat@mail.example', action: 'failed', status: '5.1.1' }],
      },
    ]);
  });

  it('are not made of what a person writes, nor of an absence note', () => {
    const person = 'From: pat@mail.example\nSubject: Undeliverable\n\n<a@b.example>: 550 5.1.1 user unknown\n';
    expect(reportsOf(person)).toEqual([]);
    const away =
      'From: pat@mail.example\nReturn-Path: <>\nAuto-Submitted: auto-replied\nSubject: Out of office\n\nI am away, write to <a@b.example>, mail is not delivered to me.\n';
    expect(reportsOf(away)).toEqual([]);
  });
});

/** Sisimai's public set of bounces, with what their report parts say. */
describe('bounces from the wild', () => {
  const folder = () => need('sisimai');
  const rows = () =>
    readFileSync(resolve(folder(), 'expected.tsv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
      .map(([file = '', kind = '', wanted = '', sisimai = '']) => ({ file, kind, wanted, sisimai }));
  const read = (file: string) => parseReports(parseMime(readFileSync(resolve(folder(), 'maildir/bsd', file))));

  it('RFC 3464: at least 97 % of the recipients with action and status', () => {
    let all = 0;
    let hit = 0;
    for (const { file, kind, wanted } of rows()) {
      if (kind !== 'dsn' || wanted === '') continue;
      const got = read(file).flatMap(({ recipients }) => recipients);
      for (const one of wanted.split(' ; ')) {
        const [recipient = '', action = '', status = ''] = one.split('|');
        const addr = recipient
          .slice(recipient.indexOf(';') + 1)
          .replace(/[<>]/g, '')
          .trim()
          .toLowerCase();
        const code = /[245]\.\d+\.\d+/.exec(status)?.[0] ?? null;
        all++;
        const same = (r: (typeof got)[number]) =>
          r.final_recipient.toLowerCase() === addr && r.action === action.trim().toLowerCase() && r.status === code;
        if (got.some(same)) hit++;
      }
    }
    expect(all).toBeGreaterThan(300);
    expect(hit / all).toBeGreaterThanOrEqual(0.97);
  });

  it('free form: at least 85 % named with a recipient, no absence note among them', () => {
    let all = 0;
    let hit = 0;
    for (const { file, kind, sisimai } of rows()) {
      if (kind !== 'ndn') continue;
      const reports = read(file);
      if (file.startsWith('rfc3834')) {
        expect(reports, file).toEqual([]);
        continue;
      }
      if (/feedback|delivered/.test(sisimai)) continue;
      all++;
      if (reports.some(({ kind: is, recipients }) => is === 'dsn' && recipients.length > 0)) hit++;
    }
    expect(all).toBeGreaterThan(250);
    expect(hit / all).toBeGreaterThanOrEqual(0.85);
  });

  it('abuse reports: all', () => {
    for (const { file, kind } of rows()) {
      if (kind === 'arf') expect(read(file).map((report) => report.kind)).toContain('arf');
    }
  });

  it('ordinary mail is no report', () => {
    const ham = need('ham-easy');
    const names = readdirSync(ham).filter((name) => name.endsWith('.txt'));
    const reports = names.filter((name) => parseReports(parseMime(readFileSync(resolve(ham, name)))).length > 0);
    // Three real delivery reports are among them.
    expect(reports.length).toBeLessThanOrEqual(4);
  });
});
