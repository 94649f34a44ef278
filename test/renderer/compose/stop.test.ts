import { describe, expect, it } from 'vitest';
import { ruleWords, stopFor } from '../../../renderer/compose/stop.ts';
import { outcomes, type Plan } from '../../../shared/model/plan.ts';
import { policyReasons } from '../../../shared/policy/reasons.ts';

const plain: Plan = {
  allProtected: false,
  copies: [
    {
      method: 'plain',
      signed: false,
      recipients: [{ addr: 'jane@example.org', name: 'Jane Roe', method: 'plain', reason: 'no-key', key: null }],
    },
  ],
};
const sealed: Plan = {
  allProtected: true,
  copies: [
    {
      method: 'openpgp',
      signed: true,
      recipients: [{ addr: 'a@example.org', name: '', method: 'openpgp', reason: 'key-known', key: null }],
    },
  ],
};
const base = {
  plan: plain,
  draft: { mustProtect: false },
  noticed: [],
  forgotten: false,
  locale: 'en' as const,
};
const decided = (outcome: (typeof outcomes)[number], reasons: string[] = []) => ({
  outcome,
  reasons,
  recipients: outcome === 'none' ? [] : ['jane@example.org'],
});

describe('stopFor', () => {
  it('lets pass what policy only informs of', () => {
    expect(stopFor({ ...base, decision: decided('none') })).toBeNull();
    expect(stopFor({ ...base, decision: decided('inform') })).toBeNull();
  });

  it('is one page for everything: a reason to give and a forgotten file together', () => {
    const stop = stopFor({ ...base, forgotten: true, decision: decided('justify', ['phi-unprotected']) });
    expect(stop).toMatchObject({ kind: 'justify', alsoAttachment: true, recipients: ['Jane Roe <jane@example.org>'] });
    expect(stopFor({ ...base, forgotten: true, decision: decided('none') })).toMatchObject({ kind: 'attachment' });
  });

  it('never offers to send in clear what answers an encrypted message, even when policy is silent', () => {
    for (const outcome of outcomes) {
      const stop = stopFor({ ...base, draft: { mustProtect: true }, decision: decided(outcome) });
      expect(['protect', 'block']).toContain(stop?.kind);
    }
    expect(stopFor({ ...base, plan: sealed, draft: { mustProtect: true }, decision: decided('none') })).toBeNull();
  });

  it('says that only the subject is in clear when every copy is protected', () => {
    const stop = stopFor({ ...base, plan: sealed, decision: decided('justify', ['phi-in-subject']) });
    expect(stop).toMatchObject({ kind: 'justify', subjectOnly: true });
  });

  it('shows rules as words and never as codes', () => {
    expect(ruleWords([...Object.keys(policyReasons), 'from-another-version'], 'es')).toHaveLength(
      Object.keys(policyReasons).length,
    );
  });
});
