import { describe, expect, it } from 'vitest';
import { outcomes, type Plan } from '../../../shared/model/plan.ts';
import { judge, scanMessage } from '../../../shared/phi/index.ts';
import { type DecideInput, decide, isSettled } from '../../../shared/policy/decide.ts';
import { defaultPolicy, policySchema } from '../../../shared/policy/default.ts';
import { policyReasons, wordsFor } from '../../../shared/policy/reasons.ts';

const key = { fingerprint: 'A'.repeat(40), trust: 'verified' as const, createdAt: '2026-01-01T00:00:00Z' };

function planOf(sealed: readonly string[], plain: readonly string[]): Plan {
  const copies: Plan['copies'] = [];
  if (sealed.length > 0) {
    copies.push({
      method: 'openpgp',
      signed: true,
      recipients: sealed.map((addr) => ({ addr, name: '', method: 'openpgp', reason: 'key-known', key })),
    });
  }
  if (plain.length > 0) {
    copies.push({
      method: 'plain',
      signed: true,
      recipients: plain.map((addr) => ({ addr, name: '', method: 'plain', reason: 'no-key', key: null })),
    });
  }
  return { copies, allProtected: plain.length === 0 };
}

function inputOf(
  message: { subject?: string; body?: string },
  sealed: readonly string[],
  plain: readonly string[],
): DecideInput {
  const findings = scanMessage(message);
  return {
    findings,
    scan: judge(findings, { message }),
    plan: planOf(sealed, plain),
    recipients: [...sealed, ...plain],
    role: 'front-desk',
  };
}

const likely = { subject: 'Your visit', body: 'MRN 00482913, DOB 03/04/1960' };

describe('patient information on its way out', () => {
  it('in clear needs a justification, and names who would get it so', () => {
    const decision = decide(inputOf(likely, ['col@lab.example'], ['Pat@mail.example']));
    expect(decision.outcome).toBe('justify');
    expect(decision.reasons[0]).toBe('phi-unprotected');
    expect(decision.recipients).toEqual(['pat@mail.example']);
  });

  it('encrypted to everyone asks nothing', () => {
    expect(decide(inputOf(likely, ['col@lab.example'], []))).toEqual({ outcome: 'none', reasons: [], recipients: [] });
  });

  it('that is only possible informs', () => {
    const decision = decide(inputOf({ body: 'born March 4, 1960' }, [], ['pat@mail.example']));
    expect(decision).toEqual({
      outcome: 'inform',
      reasons: ['phi-possible-unprotected'],
      recipients: ['pat@mail.example'],
    });
  });

  it('in the subject needs a justification even when the body is encrypted', () => {
    const decision = decide(inputOf({ subject: 'MRN 00482913', body: 'see subject' }, ['col@lab.example'], []));
    expect(decision.outcome).toBe('justify');
    expect(decision.reasons).toEqual(['phi-in-subject']);
    expect(decision.recipients).toEqual(['col@lab.example']);
  });

  it('ordinary mail passes without a word', () => {
    const decision = decide(inputOf({ subject: 'Parking', body: 'The lot is closed on Friday.' }, [], ['a@b.example']));
    expect(decision.outcome).toBe('none');
  });

  it('an answer to an encrypted message does not go out in clear unnoticed', () => {
    const input = { ...inputOf({ body: 'Thanks.' }, [], ['a@b.example']), mustProtect: true };
    expect(decide(input)).toMatchObject({ outcome: 'justify', reasons: ['protection-dropped'] });
  });

  it('a recipient whom the plan forgot counts as unprotected', () => {
    const input = { ...inputOf(likely, ['col@lab.example'], []), recipients: ['col@lab.example', 'x@y.example'] };
    expect(decide(input)).toMatchObject({ outcome: 'justify', recipients: ['x@y.example'] });
  });

  it('a changed key is told of', () => {
    const plan = planOf(['col@lab.example'], []);
    for (const copy of plan.copies) for (const recipient of copy.recipients) recipient.reason = 'key-changed';
    expect(decide({ ...inputOf(likely, ['col@lab.example'], []), plan })).toMatchObject({
      outcome: 'inform',
      reasons: ['key-changed'],
    });
  });

  it('the strictest reason comes first', () => {
    const decision = decide(
      inputOf({ subject: 'HIV test', body: 'MRN 00482913 and MRN 00482914, HIV test' }, [], ['pat@mail.example']),
    );
    const ranks = decision.reasons.map((reason) =>
      ['phi-unprotected', 'bulk-unprotected', 'phi-in-subject'].includes(reason) ? 1 : 0,
    );
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
    expect(decision.reasons).toContain('sensitive-unprotected');
    for (const reason of decision.reasons) expect(wordsFor(reason), reason).toBeDefined();
  });
});

describe('monotone', () => {
  it('more findings, more recipients or less protection never make a decision milder', () => {
    let seed = 99;
    const random = (n: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 4294967296) * n);
    };
    const pool = scanMessage({
      subject: 'Patient: Jane Roe HIV test',
      body: 'MRN 00482913, DOB 03/04/1960, diabetes, 212-555-0142, methadone, SSN 123-45-6789, NPI 1234567893',
    });
    const people = ['a@x.example', 'b@x.example', 'c@x.example'];
    const rank = (input: DecideInput) => outcomes.indexOf(decide(input).outcome);
    for (let round = 0; round < 1500; round++) {
      const findings = pool.filter(() => random(2) === 0);
      const sealed = people.filter(() => random(2) === 0);
      const plain = people.filter((addr) => !sealed.includes(addr) && random(3) === 0);
      const policy = {
        ...defaultPolicy,
        ...Object.fromEntries(
          (
            [
              'likelyUnprotected',
              'possibleUnprotected',
              'likelyInSubject',
              'possibleInSubject',
              'likelyProtected',
            ] as const
          ).map((rule) => [rule, outcomes[random(outcomes.length)]]),
        ),
      };
      const input: DecideInput = {
        findings,
        scan: judge(findings),
        plan: planOf(sealed, plain),
        recipients: [...sealed, ...plain],
        role: 'clinician',
        policy: policySchema.parse(policy),
      };
      const before = rank(input);
      const finding = pool[random(pool.length)];
      if (finding) {
        const more = [...findings, finding];
        expect(rank({ ...input, findings: more, scan: judge(more) })).toBeGreaterThanOrEqual(before);
      }
      const wider = planOf(sealed, [...plain, 'new@x.example']);
      const recipients = [...input.recipients, 'new@x.example'];
      expect(rank({ ...input, plan: wider, recipients })).toBeGreaterThanOrEqual(before);
      expect(rank({ ...input, plan: planOf([], [...sealed, ...plain]) })).toBeGreaterThanOrEqual(before);
    }
  });
});

describe('a justification', () => {
  const decision = { outcome: 'justify' as const, reasons: [], recipients: [] };
  it('must say something', () => {
    expect(isSettled(decision, null)).toBe(false);
    expect(isSettled(decision, { reason: 'other', text: '  ' })).toBe(false);
    expect(isSettled(decision, { reason: 'other', text: 'asked by phone' })).toBe(true);
    expect(isSettled(decision, { reason: 'patient-asked', text: '' })).toBe(true);
  });

  it('does not lift a block', () => {
    expect(isSettled({ ...decision, outcome: 'block' }, { reason: 'emergency', text: '' })).toBe(false);
    expect(isSettled({ ...decision, outcome: 'protect' }, { reason: 'emergency', text: '' })).toBe(false);
  });
});

it('every policy reason has words in both languages', () => {
  for (const words of Object.values(policyReasons)) {
    expect(words.en.length).toBeGreaterThan(10);
    expect(words.es).not.toBe(words.en);
  }
  expect(policySchema.parse(defaultPolicy)).toEqual(defaultPolicy);
});
