import { describe, expect, it } from 'vitest';
import { addPills, isSendable, parseAddressList, pillText } from '../../../renderer/compose/addresses.ts';

describe('parseAddressList', () => {
  it('keeps a comma inside a quoted name in the name', () => {
    expect(parseAddressList('"Roe, Jane" <jane@example.org>, john@example.org')).toEqual([
      { name: 'Roe, Jane', addr: 'jane@example.org' },
      { name: '', addr: 'john@example.org' },
    ]);
  });

  it('reads a list pasted from a spreadsheet or from Outlook', () => {
    const pasted =
      'maria@example.org\tJohn Doe <john@example.org>\r\nAna Ruiz ana@example.org; mailto:lab@example.org\n';
    expect(parseAddressList(pasted).map(({ addr }) => addr)).toEqual([
      'maria@example.org',
      'john@example.org',
      'ana@example.org',
      'lab@example.org',
    ]);
    expect(parseAddressList(pasted)[2]?.name).toBe('Ana Ruiz');
  });

  it('does not let one forgotten quote swallow the lines after it', () => {
    expect(parseAddressList('"Roe <jane@example.org>\njohn@example.org').map(({ addr }) => addr)).toContain(
      'john@example.org',
    );
  });

  it('keeps what is no address as a pill that can be mended, not silently dropped', () => {
    const [pill] = parseAddressList('maria at example.org');
    expect(pill).toEqual({ name: '', addr: 'maria at example.org' });
    expect(isSendable(pill?.addr ?? '')).toBe(false);
  });

  it('takes away direction overrides, so that a name cannot pose as another', () => {
    expect(parseAddressList('\u202egro.elpmaxe@enaj\u202c <jane@example.org>')[0]?.name).not.toMatch(/[\u202a-\u202e]/);
  });

  it('lists each address once, whatever its case', () => {
    expect(parseAddressList('a@example.org, A@EXAMPLE.ORG')).toHaveLength(1);
    expect(
      addPills([{ name: '', addr: 'a@example.org' }], parseAddressList('A@example.org, b@example.org')),
    ).toHaveLength(2);
  });

  it('drops the name of a group but not its members', () => {
    expect(parseAddressList('Team: a@example.org, b@example.org;').map(({ addr }) => addr)).toEqual([
      'a@example.org',
      'b@example.org',
    ]);
  });

  it('stays quick on a hostile list', () => {
    const start = performance.now();
    parseAddressList(`${'<'.repeat(50_000)}${'"'.repeat(50_000)}${'\\'.repeat(50_000)}`);
    parseAddressList('a@b.example,'.repeat(20_000));
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('isSendable', () => {
  it.each(['a@example.org', 'a.b+c@clinic', 'a@[192.0.2.1]', 'ñ@clínica.example'])('takes %s', (addr) => {
    expect(isSendable(addr)).toBe(true);
  });
  it.each(['', 'a', '@example.org', 'a@', 'a b@example.org', 'a@example..org', 'a@example.org.', 'a@b@c', 'a@x,y'])(
    'marks %j',
    (addr) => {
      expect(isSendable(addr)).toBe(false);
    },
  );
});

describe('pillText', () => {
  it('gives back text that reads as the same recipient', () => {
    for (const pill of [
      { name: 'Roe, "J" Jane', addr: 'jane@example.org' },
      { name: 'Ana Ruiz', addr: 'ana@example.org' },
      { name: '', addr: 'lab@example.org' },
    ]) {
      expect(parseAddressList(pillText(pill))).toEqual([pill]);
    }
  });
});
