import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { sanitiseHtml } from '../../../../electron/engine/mime/html.ts';
import { textOfHtml } from '../../../../electron/engine/mime/html-text.ts';
import { corpusJson, corpusPath } from './corpora.ts';

const body = (html: string, resolve?: Parameters<typeof sanitiseHtml>[1]): string =>
  /<body>(.*)<\/body>/s.exec(sanitiseHtml(html, resolve).document)?.[1] ?? '';
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('hostile HTML', () => {
  const leak = readFileSync(corpusPath('httpleaks', 'leak.html'), 'utf8');
  const payloads = corpusJson<{ title: string; payload: string }[]>('dompurify', 'expect.json');

  it('nothing remote survives, and what would have loaded is counted', () => {
    const { document, remote } = sanitiseHtml(leak);
    expect(document).not.toContain('leaking.via');
    expect(remote.length).toBeGreaterThan(170);
  });

  it('a real browser asks for nothing and runs nothing', async () => {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    try {
      const page = await browser.newPage();
      const asked: string[] = [];
      const ran: string[] = [];
      await page.exposeFunction('ran', (what: string) => ran.push(what));
      // Whatever a payload calls to show that it ran.
      await page.addInitScript(
        'for (const name of ["alert", "confirm", "prompt", "eval1"]) window[name] = () => window.ran(name);',
      );
      await page.route('**/*', (route) => {
        if (!route.request().url().startsWith('http://frame.example/')) asked.push(route.request().url());
        return route.request().url() === 'http://frame.example/'
          ? route.fulfill({ body: '', contentType: 'text/html' })
          : route.abort();
      });
      for (const html of [leak, ...payloads.map(({ payload }) => payload)]) {
        // Without the policy that the document carries: the allow-list alone must hold.
        const naked = sanitiseHtml(html).document.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
        expect(naked).not.toContain('Content-Security-Policy');
        await page.setContent(naked, { waitUntil: 'load' });
        expect(
          await page
            .locator('script, form, iframe, object, embed, svg, math, link, base, template, [id], [name], [class]')
            .count(),
        ).toBe(await page.locator('head meta[name]').count());
      }
      expect(asked).toEqual([]);
      expect(ran).toEqual([]);
    } finally {
      await browser.close();
    }
  }, 120_000);

  it('no scheme but web, mail and telephone stays on a link', () => {
    for (const href of [
      'javascript:alert(1)',
      ' java\tscript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'vbscript:x',
      '//x.example',
      '/relative',
      '&#106;avascript:x',
      'blob:x',
      'cid:x',
    ]) {
      expect(body(`<a href="${href}">x</a>`), href).toBe('<a>x</a>');
    }
    expect(body('<a href="HTTPS://X.example/a b">x</a>')).toBe(
      '<a href="https://x.example/a%20b" rel="noopener noreferrer nofollow">x</a>',
    );
  });

  it('a style cannot place, hide, load or spell itself otherwise', () => {
    const style = (css: string): string => /style="([^"]*)"/.exec(body(`<p style="${css}">x</p>`))?.[1] ?? '';
    expect(style('color:red;position:fixed;top:0;background:url(http://x.example);margin:-9px;width:10px')).toBe(
      'color:red;width:10px',
    );
    expect(style('c\\6flor:red')).toBe('');
    expect(style('background:#fff url(x) no-repeat')).toBe('');
    expect(style('background:#fff')).toBe('background-color:#fff');
    expect(style('color:expression(alert(1))')).toBe('');
    expect(style('width:calc(100vw)')).toBe('');
    expect(style('color:rgb(1, 2, 3);font-family:&quot;A B&quot;, serif')).toBe(
      "color:rgb(1, 2, 3);font-family:'A B', serif",
    );
  });

  it('a remote picture leaves its words, a pixel leaves nothing', () => {
    expect(body('<img src="http://x.example/logo.png" alt="Lab & co"><img src="https://x.example/p.gif">')).toBe(
      'Lab &amp; co',
    );
  });

  it('a cid picture comes from the message alone, and only as a bitmap', () => {
    const resolve = (cid: string): Uint8Array | undefined =>
      cid === 'a@b' ? png : cid === 'svg' ? Buffer.from('<svg onload=alert(1)>') : undefined;
    expect(body('<img src="cid:a%40b">', resolve)).toMatch(/^<img alt="" src="data:image\/png;base64,/);
    const made = sanitiseHtml('<img src=cid:svg><img src=cid:gone>', resolve);
    expect(made.document).not.toContain('<img');
    expect(made.cidUnresolved).toEqual(['svg', 'gone']);
    expect(body('<img src="data:image/svg+xml;base64,PHN2Zz4=">')).toBe('');
  });

  it('hidden text is neither shown nor quoted', () => {
    const html =
      '<p>seen</p><div style="display:none">a</div><p style="font-size:0">b</p><span hidden>c</span><p style="opacity: 0">d</p>' +
      '<div style="max-height:0;overflow:hidden">e<p>f</p></div><div style="visibility:hidden">g</div><p style="text-indent:-9999px">h</p><p>end</p>';
    const made = sanitiseHtml(html);
    expect(made.text).toBe('seen\n\nend');
    expect(body(html)).toBe('<p>seen</p><p style="font-size:0"></p><p>end</p>');
    expect(textOfHtml(html)).toBe(made.text);
  });

  it('a link that shows another host than its own is named', () => {
    const links = sanitiseHtml(
      '<a href="https://evil.example/">www.bank.example</a><a href="https://www.bank.example/x">bank.example</a>' +
        '<a href="http://bank.example@evil.example/">go</a><a href="http://192.0.2.1/">go</a><a href="https://xn--pypal-4ve.example/">go</a><a href="https://x.example/r.pdf">report.pdf</a>',
    ).links;
    expect(links.map(({ warning }) => warning)).toEqual([
      'text-shows-other-host',
      null,
      'user-info',
      'ip-address',
      'mixed-script-host',
      null,
    ]);
  });

  it.each([
    ['<div>', 200_000],
    ['<a href=x>', 100_000],
    ['<', 500_000],
    ['<b ', 300_000],
    ['<p style="a:', 100_000],
    ['&', 500_000],
    ['<td>', 200_000],
    ['x<br>', 200_000],
    ['<blockquote>', 50_000],
    ['<p style="background:url(', 20_000],
    ['<img srcset="a,', 50_000],
  ])('%s again and again takes no longer than its length asks for', (piece, times) => {
    const started = performance.now();
    sanitiseHtml(piece.repeat(times));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('text of HTML', () => {
  it('reads like the page', () => {
    expect(
      textOfHtml(
        '<h1>Hi</h1><p>one<br>two &amp; <b>three</b></p><ul><li>a</li><li>b</li></ul><blockquote><p>q1</p><p>q2</p></blockquote><table><tr><td>x</td><td>y</td></tr></table>',
      ),
    ).toBe('Hi\n\none\ntwo & three\n\n- a\n- b\n\n> q1\n>\n> q2\n\nx\ty');
    expect(textOfHtml('<pre>a\n  b</pre>')).toBe('a\n  b');
    expect(textOfHtml('<p>see <a href="https://x.example/y">here</a></p>', { withLinks: true })).toBe(
      'see here <https://x.example/y>',
    );
  });
});
