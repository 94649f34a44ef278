import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { findingSchema, scanDecisionSchema } from '../../shared/model/finding.ts';
import { defaultPolicy } from '../../shared/policy/default.ts';

const room = path.resolve(import.meta.dirname, '../../electron/cli/scan.ts');
const program = `const { runScan } = await import(${JSON.stringify(room)}); process.exitCode = await runScan(process.argv.slice(1));`;
const shape = z.strictObject({ findings: z.array(findingSchema), decision: scanDecisionSchema });

function run(args: readonly string[], input = ''): { code: number | null; out: string; err: string } {
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', program, '--', ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 50_000_000,
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

function file(name: string, content: string): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'careseal-scan-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  writeFileSync(path.join(dir, name), content);
  return path.join(dir, name);
}

describe('careseal scan', () => {
  it('prints one JSON document, the same each time', () => {
    const first = run(['-', '--json'], 'MRN 00482913 and DOB 03/04/1960');
    expect(first.code).toBe(0);
    const { findings, decision } = shape.parse(JSON.parse(first.out));
    expect(findings).toEqual([
      { field: 'body', start: 4, end: 12, type: 'MRN', confidence: 0.9, reason: 'mrn-keyword' },
      { field: 'body', start: 21, end: 31, type: 'DOB', confidence: 0.7, reason: 'dob-keyword' },
    ]);
    expect(decision).toMatchObject({ phi: true, level: 'likely', bulk: false, sensitive: [] });
    expect(run(['-', '--json'], 'MRN 00482913 and DOB 03/04/1960').out).toBe(first.out);
  });

  it('reads a message with encoded subject, text, HTML and an attached text', () => {
    const eml = file(
      'a.eml',
      [
        'Subject: =?utf-8?B?TVJOIDAwNDgyOTEz?=',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'SSN 123=2D45=2D6789',
        '--b',
        'Content-Type: text/csv',
        'Content-Disposition: attachment; filename=x.csv',
        '',
        'DOB,03/04/1960',
        '--b--',
        '',
      ].join('\r\n'),
    );
    const { findings } = shape.parse(JSON.parse(run([eml, '--json']).out));
    expect(findings.map(({ field, type }) => [field, type])).toEqual([
      ['subject', 'MRN'],
      ['body', 'SSN'],
      ['attachment', 'DOB'],
    ]);
  });

  it('takes the clinic\u2019s own numbers from its policy', () => {
    const policy = file(
      'p.json',
      JSON.stringify({ ...defaultPolicy, recordNumberForm: 'H-######', allow: ['212-555-0142'] }),
    );
    const { findings } = shape.parse(
      JSON.parse(run(['-', '--policy', policy, '--json'], 'see H-448812, call (212) 555-0142').out),
    );
    expect(findings.map(({ reason }) => reason)).toEqual(['mrn-pattern']);
  });

  it('answers line by line, in order, and goes on after a bad line', () => {
    const lines = [
      '{"id":1,"subject":"MRN 00482913","body":"x"}',
      'not json',
      '{"id":"b","html":"<b>DOB</b> 03/04/1960"}',
      '{"id":3}',
    ];
    const { code, out } = run(['--jsonl'], `${lines.join('\n')}\n`);
    expect(code).toBe(0);
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map(({ id }) => id)).toEqual([1, null, 'b', 3]);
    expect(answers[0].findings).toHaveLength(1);
    expect(answers[1]).toEqual({ id: null, error: 'not JSON' });
    expect(answers[2].findings[0]).toMatchObject({ field: 'html', type: 'DOB', start: 11, end: 21 });
    expect(answers[3]).toEqual({
      id: 3,
      findings: [],
      decision: { phi: false, level: 'none', bulk: false, sensitive: [], reasons: [] },
    });
  });

  it('says what is wrong without saying what is in the file', () => {
    expect(run([]).code).toBe(2);
    expect(run(['a', 'b']).code).toBe(2);
    expect(run(['-', '--kind', 'xyz']).code).toBe(2);
    const missing = run(['/nonexistent/patient-roe.txt']);
    expect(missing.code).toBe(1);
    expect(missing.err).not.toContain('roe');
    const bad = file('p.json', '{"version":9,"secret":"MRN 00482913"}');
    const refused = run(['-', '--policy', bad], 'x');
    expect(refused.code).toBe(1);
    expect(refused.err).not.toContain('00482913');
  });
});
