import { describe, expect, it } from 'vitest';
import { findLinks, judgeLink } from '../../../renderer/reader/links.ts';

describe('judgeLink', () => {
  it('warns when the words on a link name another host than the one it leads to', () => {
    const judged = judgeLink('https://evil.example/login', 'https://www.mybank.example/login');
    expect(judged).toMatchObject({ kind: 'web', host: 'evil.example', claimed: 'www.mybank.example' });
    expect(judged.warnings).toContain('text-shows-other-host');
    expect(judgeLink('https://evil.example/', 'Log in at mybank.example today').claimed).toBe('mybank.example');
    expect(judgeLink('https://mybank.example.evil.example/', 'mybank.example').warnings).toContain(
      'text-shows-other-host',
    );
  });

  it('is silent when the words name the same site, or no host at all', () => {
    expect(judgeLink('https://www.clinic.example/a', 'clinic.example').warnings).toEqual([]);
    expect(judgeLink('https://portal.clinic.example/a', 'clinic.example').warnings).toEqual([]);
    expect(judgeLink('https://clinic.example/a', 'your results').warnings).toEqual([]);
    expect(judgeLink('https://clinic.example/r.pdf', 'results.pdf').warnings).toEqual([]);
    expect(judgeLink('https://clinic.example/', 'Write to ana@other.example').warnings).toEqual([]);
  });

  it('shows letters of another alphabet as what they are', () => {
    const judged = judgeLink('https://аррӏе.example/', 'apple.example');
    expect(judged.host).toMatch(/^xn--/);
    expect(judged.warnings).toEqual(expect.arrayContaining(['mixed-script-host', 'text-shows-other-host']));
  });

  it('does not take the part before @ for the host', () => {
    const judged = judgeLink('https://mybank.example@evil.example/', 'Log in');
    expect(judged.host).toBe('evil.example');
    expect(judged.warnings).toContain('user-info');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'ms-word:x', '/relative', '', 'https:'])(
    'does not offer to open %j',
    (href) => {
      expect(judgeLink(href, 'x')).toMatchObject({ kind: 'other', warnings: ['cannot-open'] });
    },
  );

  it('names bare numbers, odd ports and unprotected sites', () => {
    expect(judgeLink('http://192.0.2.7:8080/', 'x').warnings).toEqual(['ip-address', 'unusual-port', 'not-secure']);
    expect(judgeLink('http://3221225991/', 'x').warnings).toContain('ip-address');
  });

  it('shows the address of a mail link, and when the words name another', () => {
    expect(judgeLink('mailto:ana@clinic.example?subject=x', 'Ana')).toMatchObject({
      kind: 'mail',
      host: 'ana@clinic.example',
      warnings: [],
    });
    expect(judgeLink('mailto:evil@evil.example', 'ana@clinic.example').claimed).toBe('ana@clinic.example');
  });
});

describe('words that hide the host they name', () => {
  it.each(['https://clinic\u200b.example/', 'clinic.exam\u00adple', 'clinic\u3002example', '\uff43linic.example'])(
    'are read as an eye reads them (%j)',
    (words) => {
      const judged = judgeLink('https://evil.example/', words);
      expect(judged.warnings).toContain('text-shows-other-host');
      expect(judged.claimed).toBe('clinic.example');
    },
  );
});

describe('findLinks', () => {
  it('stays quick on links that end in brackets', () => {
    const started = performance.now();
    findLinks(`http://a${')'.repeat(1990)} `.repeat(100));
    expect(performance.now() - started).toBeLessThan(1000);
    expect(findLinks('(see http://a.example/x_(y)).')[1]).toMatchObject({ text: 'http://a.example/x_(y)' });
  });

  const links = (text: string) => findLinks(text).flatMap((piece) => (piece.kind === 'link' ? [piece.href] : []));

  it('finds addresses and leaves the punctuation of the sentence outside', () => {
    expect(links('See https://clinic.example/a_(b). Or www.lab.example, or (https://x.example/y).')).toEqual([
      'https://clinic.example/a_(b)',
      'https://www.lab.example',
      'https://x.example/y',
    ]);
    expect(links('Write to ana@clinic.example.')).toEqual(['mailto:ana@clinic.example']);
  });

  it('gives back the whole text, nothing lost and nothing twice', () => {
    for (const text of [
      '',
      'no link',
      'a https://b.example c',
      'https://',
      'www.',
      'www.... x',
      'x@y',
      '>https://a.example<',
    ]) {
      expect(
        findLinks(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    }
  });

  it('never makes a link of another scheme', () => {
    expect(links('javascript:alert(1) file:///x data:text/html,y')).toEqual([]);
  });

  it('stays quick on hostile text', () => {
    const start = performance.now();
    findLinks('www.'.repeat(50_000));
    findLinks(`https://x.example/${'('.repeat(100_000)}${')'.repeat(90_000)}`);
    findLinks('a@'.repeat(100_000));
    findLinks(`${'a.'.repeat(100_000)}@b`);
    judgeLink('https://x.example/', 'a.'.repeat(10_000));
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
