import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../electron/engine/mime/body.ts';
import { parseMime } from '../../../electron/engine/mime/parse.ts';
import { field, walk } from '../../../electron/engine/mime/tree.ts';
import { judge, scanMessage, scanText } from '../../../shared/phi/index.ts';

const corpora = resolve(import.meta.dirname, '../../../../shared/corpora');

function need(folder: string): string {
  const path = resolve(corpora, folder);
  if (!existsSync(path))
    throw new Error(`The public corpus ${folder} is missing beside the repository (shared/corpora).`);
  return path;
}

describe('ordinary mail', () => {
  it('is not taken for patient mail in more than 0.4 % of 2,500 messages', () => {
    const folder = need('ham-easy');
    let likely = 0;
    let total = 0;
    for (const name of readdirSync(folder)) {
      if (!name.endsWith('.txt')) continue;
      const { root } = parseMime(readFileSync(resolve(folder, name)));
      const texts = { body: '', html: '' };
      for (const part of walk(root)) {
        if (part.type.value === 'text/plain') texts.body += decodeText(part).text;
        else if (part.type.value === 'text/html') texts.html += decodeText(part).text;
      }
      const message = {
        subject: field(root, 'subject') ?? '',
        ...(texts.body === '' ? { html: texts.html } : { body: texts.body }),
      };
      total++;
      if (judge(scanMessage(message), { message }).level === 'likely') likely++;
    }
    expect(total).toBeGreaterThan(2400);
    expect(likely / total).toBeLessThan(0.004);
  });
});

interface Query {
  readonly text: string;
  readonly tags: readonly { readonly identifier_type: string; readonly value: string }[];
}

function queries(): Query[] {
  const raw = readFileSync(resolve(need('phi-asq-dev'), 'queries.txt'), 'utf8');
  return raw
    .split('===QUERY===')
    .slice(1)
    .map((block) => {
      const [text = '', tags = ''] = block.split('===PHI_TAGS===');
      const lines = tags.trim().split('\n').filter(Boolean);
      return { text: text.trim(), tags: lines.map((line) => JSON.parse(line) as Query['tags'][number]) };
    });
}

describe('clinical questions with identifiers (ASQ-PHI, development half)', () => {
  /** First form: floors a little under what was measured, so that a change for the worse shows. */
  const floors: Readonly<Record<string, number>> = {
    MEDICAL_RECORD_NUMBER: 0.98,
    SOCIAL_SECURITY_NUMBER: 0.95,
    DATE: 0.95,
    NAME: 0.92,
    EMAIL_ADDRESS: 0.99,
    HEALTH_PLAN_BENEFICIARY_NUMBER: 0.94,
  };

  it('finds what is tagged, by kind', () => {
    const counts = new Map<string, { hit: number; all: number }>();
    for (const { text, tags } of queries()) {
      const findings = scanText(text, { field: 'body' }).filter(({ type }) => type !== 'HEALTH');
      for (const { identifier_type: type, value } of tags) {
        const at = text.indexOf(value);
        const count = counts.get(type) ?? { hit: 0, all: 0 };
        counts.set(type, count);
        count.all++;
        const half = value.length / 2;
        if (findings.some((f) => Math.min(f.end, at + value.length) - Math.max(f.start, at) >= half)) count.hit++;
      }
    }
    for (const [type, floor] of Object.entries(floors)) {
      const { hit, all } = counts.get(type) ?? { hit: 0, all: 1 };
      expect(hit / all, type).toBeGreaterThanOrEqual(floor);
    }
  });

  it('does not call a question without a patient likely', () => {
    const clean = queries().filter(({ tags }) => tags.length === 0);
    const wrong = clean.filter(({ text }) => judge(scanText(text, { field: 'body' })).level === 'likely');
    expect(clean.length).toBeGreaterThan(100);
    expect(wrong.length / clean.length).toBeLessThanOrEqual(0.01);
  });
});
