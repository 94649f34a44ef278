import { describe, expect, it } from 'vitest';
import { parseAddresses } from '../../../../electron/engine/mime/address.ts';
import { parseMailto } from '../../../../electron/engine/mime/mailto.ts';
import { mixesScripts } from '../../../../electron/engine/mime/scripts.ts';

const read = (text: string): string[] =>
  parseAddresses(text).addresses.map(({ display, addr }) => `${display}|${addr}`);

describe('addresses', () => {
  it.each([
    ['"Doe, Jane" <j@x.example>, Bob <bob@y.example>', ['Doe, Jane|j@x.example', 'Bob|bob@y.example']],
    ['a@b.example (Jane Doe)', ['Jane Doe|a@b.example']],
    ['"foo bar"@x.example', ['|"foo bar"@x.example']],
    ['<@a.example,@b.example:c@d.example>', ['|c@d.example']],
    ['=?utf-8?q?M=C3=BC,ller?= <m@x.example>', ['Mü,ller|m@x.example']],
    ['x@y.example, ,z@w.example', ['|x@y.example', '|z@w.example']],
    ['pete(his account)@silly.example', ['his account|pete@silly.example']],
    ['Joe Q. Public <john.q@example.com>', ['Joe Q. Public|john.q@example.com']],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected));

  it('an address in quotes is a name, and never where an answer goes', () => {
    expect(read('"boss@clinic.example <boss@clinic.example>" <x@evil.example>')).toEqual([
      'boss@clinic.example <boss@clinic.example>|x@evil.example',
    ]);
    expect(read('"a@b.example, c@d.example" <x@evil.example>')).toHaveLength(1);
  });

  it('groups are taken apart and named', () => {
    const list = parseAddresses('Team:a@x.example,B <b@x.example>;, c@x.example, Undisclosed:;');
    expect(list.grouped).toBe(true);
    expect(list.addresses.map(({ addr, group }) => [addr, group])).toEqual([
      ['a@x.example', 'Team'],
      ['b@x.example', 'Team'],
      ['c@x.example', null],
    ]);
  });

  it('international domains are compared in ASCII', () => {
    expect(parseAddresses('j@BÜCHER.example').addresses[0]?.addr_ascii).toBe('j@xn--bcher-kva.example');
  });

  it('what is broken is read and named', () => {
    for (const text of ['Jane <a@b', 'a@b@c', 'Jane Doe', '(((', '"open', 'a@b;c@d'])
      expect(parseAddresses(text).damaged, text).toBe(true);
  });

  it('takes linear time on hostile fields', () => {
    const started = performance.now();
    for (const piece of ['=?', '(', 'a@', 'x ', '<', '"\\', ',', '=?a?q?']) parseAddresses(piece.repeat(50_000));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('mailto', () => {
  it('takes recipients, subject and body, and nothing that acts', () => {
    expect(
      parseMailto(
        'mailto:a@b.example,c@d.example?cc=e@f.example&Subject=Hi%20there+&body=one%0D%0Atwo&attach=/etc/passwd&from=x@y.example',
      ),
    ).toEqual({
      to: [
        { name: '', addr: 'a@b.example' },
        { name: '', addr: 'c@d.example' },
      ],
      cc: [{ name: '', addr: 'e@f.example' }],
      bcc: [],
      subject: 'Hi there+',
      body: 'one\ntwo',
      ignored: ['attach', 'from'],
    });
  });
  it('a line break in the subject makes no field', () => {
    expect(parseMailto('mailto:a@b.example?subject=x%0d%0aBcc:%20y@z.example')).toMatchObject({
      subject: 'x Bcc: y@z.example',
      bcc: [],
    });
    expect(parseMailto('https://x.example')).toBeNull();
  });
});

it('letters of two alphabets in one word are noticed, two languages side by side are not', () => {
  expect(mixesScripts('pаypal.example')).toBe(true);
  expect(mixesScripts('Иван Petrov')).toBe(false);
  expect(mixesScripts('東京office')).toBe(false);
});
