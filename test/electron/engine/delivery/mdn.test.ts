import { describe, expect, it } from 'vitest';
import { mdnRequest, receiptText } from '../../../../electron/engine/delivery/mdn.ts';
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
