import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/i18n/en/index.ts';
import { es } from '../../../renderer/i18n/es/index.ts';
import { timeline } from '../../../renderer/reader/timeline.ts';
import { type Evidence, evidenceKinds } from '../../../shared/model/evidence.ts';

const fact = (kind: Evidence['kind'], more: Partial<Evidence> = {}): Evidence => ({
  kind,
  at: '2026-06-01T10:42:00Z',
  recipient: null,
  method: null,
  detail: '',
  source: 'smtp',
  ...more,
});

describe('timeline', () => {
  it('calls nothing delivered that is not: accepted, relayed and expanded keep their own words', () => {
    for (const kind of ['queued', 'accepted', 'filed', 'relayed', 'expanded', 'delayed'] as const) {
      const [line] = timeline([fact(kind), fact(kind, { recipient: 'maria@example.org' })], en);
      expect(line?.words).not.toMatch(/\bdelivered\b|\bread\b|\barrived\b/i);
      expect(line?.tone).not.toBe('good');
    }
  });

  it('says receipt, not reading', () => {
    const [line] = timeline([fact('displayed', { recipient: 'maria@example.org', source: 'mdn' })], en);
    expect(line?.words).toBe('Read receipt from maria@example.org');
  });

  it('has words for every kind, with and without a recipient, in both languages', () => {
    for (const text of [en, es]) {
      for (const kind of evidenceKinds) {
        for (const recipient of [null, 'maria@example.org']) {
          const [line] = timeline([fact(kind, { recipient })], text);
          expect(line?.words, kind).toBeTruthy();
          if (recipient !== null && kind !== 'filed') expect(line?.words).toContain(recipient);
        }
      }
    }
  });

  it('is in the order in which the facts became known, and names where a text comes from', () => {
    const lines = timeline(
      [
        fact('delivered', { at: '2026-06-01T10:45:00Z', source: 'dsn', detail: '2.0.0 OK' }),
        fact('accepted', { detail: '250 2.0.0 queued as 4F2A' }),
      ],
      en,
    );
    expect(lines.map(({ tone }) => tone)).toEqual(['neutral', 'good']);
    expect(lines.map(({ detail }) => detail?.from)).toEqual(['server', 'notice']);
  });
});
