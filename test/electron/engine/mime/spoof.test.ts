import { describe, expect, it } from 'vitest';
import { asciiAddress, parseAddresses } from '../../../../electron/engine/mime/address.ts';
import { sanitiseHtml } from '../../../../electron/engine/mime/html.ts';
import { describeLink, safeHref } from '../../../../electron/engine/mime/links.ts';
import { messageHeaders } from '../../../../electron/engine/mime/message-headers.ts';
import { parseMime } from '../../../../electron/engine/mime/parse.ts';
import { senderChecks } from '../../../../electron/engine/mime/sender-checks.ts';

describe('an address never turns into another one:', () => {
  it.each([
    'doctor@clinic.example/evil.example',
    'doctor@clinic.example?evil.example',
    'doctor@clinic.example#evil.example',
    'doctor@clinic.example\\evil.example',
    'doctor@clin%69c.example',
  ])('%s', (addr) => {
    expect(asciiAddress(addr)).not.toBe('doctor@clinic.example');
    expect(asciiAddress(addr)).toBe(addr.toLowerCase());
  });

  it('an encoded word is no address (RFC 2047 section 5)', () => {
    for (const text of [
      '<=?utf-8?q?doctor=40clinic.example?=>',
      '=?utf-8?q?doctor=40clinic.example?=',
      '<=?utf-8?q?doctor=40clinic.example=00?=@evil.example>',
      'Dr <=?utf-8?b?ZG9jdG9yQGNsaW5pYy5leGFtcGxl?=@evil.example>',
    ]) {
      const { addresses, damaged } = parseAddresses(text);
      expect(addresses.map(({ addr }) => addr).join()).not.toMatch(/doctor@clinic\.example/);
      expect(damaged).toBe(true);
    }
  });
});

describe('a link says where it leads:', () => {
  const warning = (text: string, href: string): string | null => {
    const target = safeHref(href);
    if (target === null) throw new Error('not a link');
    return describeLink(text, target).warning;
  };
  it.each([
    ['https://clinic\u200b.example/', 'https://evil.example/'],
    ['clinic.exam\u00adple', 'https://evil.example/'],
    ['Open https://clinic.example/portal now', 'https://evil.example/'],
    ['\uff43linic.example', 'https://evil.example/'],
    ['clinic\u3002example', 'https://evil.example/'],
    ['doctor@clinic.example', 'mailto:doctor@clinic.example,mallory@evil.example'],
    ['doctor@clinic.example', 'mailto:doctor@clinic.example?cc=mallory@evil.example'],
    ['doctor@clinic.example', 'mailto:doctor@clinic.example.evil.example'],
  ])('%j over %j', (text, href) => expect(warning(text, href)).toBe('text-shows-other-host'));

  it.each([
    ['Open https://clinic.example/portal now', 'https://www.clinic.example/'],
    ['report.pdf', 'https://clinic.example/report.pdf'],
    ['Call Dr. Smith today', 'https://clinic.example/'],
    ['doctor@clinic.example', 'mailto:doctor@clinic.example?subject=x'],
    ['Doctor (doctor@clinic.example)', 'mailto:Doctor@Clinic.example'],
  ])('%j over %j is nothing to worry about', (text, href) => expect(warning(text, href)).toBe(null));

  it('a host that is written in one foreign script to look Latin', () => {
    expect(warning('Sign in', 'https://аррӏе.com/')).toBe('mixed-script-host');
    expect(warning('Войти', 'https://пример.рф/')).toBe(null);
  });
});

describe('a sender never hides behind another', () => {
  const headers = (from: string) => messageHeaders(parseMime(Buffer.from(`From: ${from}\r\n\r\nhi`)).root);
  it.each([
    '"doctor\u200b@\u200bclinic.example" <mallory@evil.example>',
    '"doctor @ clinic.example" <mallory@evil.example>',
    '"doctor\uff20clinic\u3002example" <mallory@evil.example>',
    '=?utf-8?b?ZG9jdG9yQGNsaW5pYy5leGFtcGxl?= <mallory@evil.example>',
  ])('whose address a name shows: %j', (from) => {
    expect(senderChecks(headers(from)).map(({ code }) => code)).toContain('display-name-is-address');
  });

  it('that is written backwards to be read forwards', () => {
    const [sender] = headers('"\u202eelpmaxe.cinilc@rotcod" <mallory@evil.example>').from;
    expect(sender?.display).toBe('elpmaxe.cinilc@rotcod');
  });

  it('of two in brackets', () => {
    const two = headers('Doctor <doctor@clinic.example> <mallory@evil.example>');
    expect(two.from.map(({ addr }) => addr)).toEqual(['doctor@clinic.example', 'mallory@evil.example']);
    expect(senderChecks(two).map(({ code }) => code)).toContain('multiple-from');
    expect(headers('Doctor <<doctor@clinic.example>>').from.map(({ addr }) => addr)).toEqual(['doctor@clinic.example']);
  });
});

describe('a list header is no excuse', () => {
  const codes = (text: string): string[] =>
    senderChecks(messageHeaders(parseMime(Buffer.from(`${text}\r\n\r\nhi`)).root)).map(({ code }) => code);
  it('for answers that go to somebody whom nobody wrote to', () => {
    const base = 'From: doctor@clinic.example\r\nReply-To: mallory@evil.example\r\nList-Id: <x.example>';
    expect(codes(`${base}\r\nTo: desk@clinic.example`)).toContain('reply-to-differs');
    const list = 'From: a@x.example\r\nReply-To: list@x.example\r\nTo: list@x.example\r\nList-Id: <list.x.example>';
    expect(codes(list)).not.toContain('reply-to-differs');
  });
});

describe('text and view say the same:', () => {
  it.each([
    'font:0/0 Arial',
    'font: 0px Arial',
    'font:bold .1em serif',
    'color:transparent',
    'color:rgba(0,0,0,0)',
    'color:rgb(0 0 0 / 0%)',
    'color:#0000',
    'color:#00000000',
    'line-height:0',
    'letter-spacing:-50px',
  ])('a style that would only hide letters is taken off (%s)', (style) => {
    const { text, document } = sanitiseHtml(`<p>seen</p><p style="${style}">too</p>`);
    expect(text).toBe('seen\n\ntoo');
    expect(document).toContain('<p>too</p>');
  });

  it.each(['font-size:0', 'font-size:0.01pt', 'font-size:1px', 'FONT-SIZE : 0px !important', 'font-size:5%'])(
    'letters without a size are not there (%s)',
    (style) => {
      const { text, document } = sanitiseHtml(`<p>seen</p><div style="${style}">secret<b>secret</b></div>`);
      expect(text).toBe('seen');
      expect(document).not.toContain('secret');
    },
  );

  it.each(['font:12px Arial', 'color:#000', 'color:rgba(0,0,0,.8)', 'color:rgb(10,20,0)', 'font:bold 10pt serif'])(
    'an ordinary style stays (%s)',
    (style) =>
      expect(sanitiseHtml(`<p style="${style}">text</p>`).document).toContain(`style="${style.replace(': ', ':')}"`),
  );

  it.each(['font-size:1em', 'font-size:0.9em', 'font-size:.85rem', 'font-size:1rem', 'font-size:90%'])(
    'a little smaller is not hidden (%s)',
    (style) => expect(sanitiseHtml(`<p style="${style}">Kalium 4,1</p>`).text).toBe('Kalium 4,1'),
  );

  it('a frame without letter size does not take the letter inside with it', () => {
    const made = sanitiseHtml(
      '<table><tr><td style="direction:ltr;font-size:0px;padding:20px 0"><div style="font-size:13px">Termin am Montag</div></td></tr></table>',
    );
    expect(made.text).toBe('Termin am Montag');
    expect(made.document).toContain('Termin am Montag');
  });
});
