import { describe, expect, it } from 'vitest';
import { markOf, marksOf, planLines, unprotected } from '../../../renderer/compose/plan-words.ts';
import { en } from '../../../renderer/i18n/en/index.ts';
import { es } from '../../../renderer/i18n/es/index.ts';
import { methods, type Plan, plannedRecipientSchema } from '../../../shared/model/plan.ts';

const fingerprint = '4F2A19C0AB0123456789ABCDEF0123456789 1C0'.replace(' ', '9');
const plan: Plan = {
  allProtected: false,
  copies: [
    {
      method: 'openpgp',
      signed: true,
      recipients: [
        {
          addr: 'Maria@example.org',
          name: 'Maria Gómez',
          method: 'openpgp',
          reason: 'key-known',
          key: { fingerprint, trust: 'seen', createdAt: '2026-01-01T00:00:00Z' },
        },
      ],
    },
    {
      method: 'plain',
      signed: false,
      recipients: [
        { addr: 'jane.roe@example.org', name: '', method: 'plain', reason: 'no-key', key: null },
        { addr: 'old@example.org', name: '', method: 'plain', reason: 'key-expired', key: null },
      ],
    },
  ],
};

describe('planLines', () => {
  it('says who, how and why, with the key by its ends, and what needs a look first', () => {
    const lines = planLines(plan, en);
    expect(lines.map(({ addr }) => addr)).toEqual(['old@example.org', 'jane.roe@example.org', 'maria@example.org']);
    expect(lines[1]).toMatchObject({ who: 'jane.roe@example.org', how: 'plain', why: 'no key known', mark: 'plain' });
    expect(lines[2]).toMatchObject({
      who: 'Maria Gómez <Maria@example.org>',
      how: 'encrypted, signed',
      why: 'key used before, 4F2A … 91C0',
      mark: 'encrypted',
    });
  });

  it('never marks a plain copy as encrypted, whatever the reason says', () => {
    for (const reason of plannedRecipientSchema.shape.reason.options) {
      for (const method of methods) {
        const mark = markOf({ method, reason });
        if (method === 'plain') expect(['plain', 'look']).toContain(mark);
        else expect(['encrypted', 'document']).toContain(mark);
      }
    }
  });

  it('has words for every method and reason in both languages', () => {
    for (const text of [en, es]) {
      for (const method of methods) expect(text.compose.plan.how[method]).toBeTruthy();
      for (const reason of plannedRecipientSchema.shape.reason.options) {
        const words = text.compose.plan.reason[reason];
        expect(typeof words === 'function' ? words('x') : words).toBeTruthy();
      }
    }
  });

  it('finds the mark of a pill whatever the case of its address', () => {
    expect(marksOf(plan).get('maria@example.org')).toBe('encrypted');
    expect(marksOf(undefined).size).toBe(0);
    expect(unprotected(plan)).toHaveLength(2);
  });
});
