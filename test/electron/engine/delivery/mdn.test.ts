import { describe, expect, it } from 'vitest';
import { evidenceFrom } from '../../../../electron/engine/delivery/evidence.ts';
import { mdnRequest, receiptText } from '../../../../electron/engine/delivery/mdn.ts';
import { parseReports } from '../../../../electron/engine/delivery/report.ts';
import { joinMessage } from '../../../../electron/engine/mime/build.ts';
import { buildMdn } from '../../../../electron/engine/mime/mdn.ts';
import { parseMime } from '../../../../electron/engine/mime/parse.ts';

const request = (header: string) =>
  mdnRequest(parseMime(Buffer.from(`${header}From: Pat <pat@mail.example>\nSubject: x\n\nText\n`)).root);
const ask = 'Disposition-Notification-To: "Pat" <Pat@mail.example>\n';

describe('a request for a receipt', () => {
  it('is seen, with where the receipt would go', () => {
    expect(request(ask)).toEqual({ requested: true, to: 'Pat@mail.example', cautions: [] });
    expect(request('')).toEqual({ requested: false, to: null, cautions: [] });
  });

  it.each([
    ['list', 'List-Id: <news.example>\n'],
    ['list', 'List-Unsubscribe: <https://x.example>\n'],
    ['bulk', 'Precedence: bulk\n'],
    ['auto-submitted', 'Auto-Submitted: auto-generated\n'],
    ['auto-submitted', 'Return-Path: <>\n'],
    ['unknown-required-option', 'Disposition-Notification-Options: foo=required,bar\n'],
    ['several-targets', 'Disposition-Notification-To: other@mail.example\n'],
  ])('of a machine is not answered: %s', (caution, header) => {
    const read = request(ask + header);
    expect(read.cautions).toContain(caution);
    expect(read).toMatchObject({ requested: false, to: null });
  });

  it('to nobody is none', () => {
    expect(request('Disposition-Notification-To: nobody\n')).toMatchObject({ requested: false, to: null });
  });

  it('that points elsewhere than the envelope is told of', () => {
    expect(request(`Return-Path: <pat@mail.example>\n${ask}`).cautions).toEqual([]);
    expect(request(`Return-Path: <victim@other.example>\n${ask}`)).toMatchObject({
      requested: true,
      cautions: ['return-path-differs'],
    });
  });

  it('a person who was not submitted by a machine may say so', () => {
    expect(request(`${ask}Auto-Submitted: no (written by hand)\n`).requested).toBe(true);
  });

  it('is answered with words that promise nothing', () => {
    expect(receiptText('en').text).toMatch(/does not say that it was understood/);
    expect(receiptText('es').text).not.toBe(receiptText('en').text);
  });
});

it('our own receipt, read back, says that a person displayed the message, about that message and nobody else', () => {
  const { subject, text } = receiptText('en');
  const { header, entity } = buildMdn({
    from: { name: 'Front Desk', addr: 'desk@clinic.example' },
    to: 'pat@mail.example',
    subject,
    text,
    date: new Date('2026-11-21T10:42:00Z'),
    originalMessageId: 'one@mail.example',
    disposition: 'displayed',
    sending: 'MDN-sent-manually',
  });
  const reports = parseReports(parseMime(joinMessage(header, entity)));
  expect(reports).toHaveLength(1);
  const facts = reports.flatMap((report) => evidenceFrom(report, '2026-11-21T10:43:00Z'));
  expect(facts).toMatchObject([
    {
      messageId: 'one@mail.example',
      evidence: [{ kind: 'displayed', recipient: 'desk@clinic.example', source: 'mdn' }],
    },
  ]);
  // A receipt asks for none.
  expect(mdnRequest(parseMime(joinMessage(header, entity)).root).requested).toBe(false);
});
