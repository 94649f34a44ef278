import { describe, expect, it } from 'vitest';
import { type KeyCandidate, type ResolveInput, resolvePlan } from '../../../../electron/engine/delivery/resolve.ts';
import type { KeyTrust } from '../../../../shared/model/plan.ts';
import { planSchema } from '../../../../shared/model/plan.ts';

let number = 0;
function key(addr: string, trust: KeyTrust, change: { canEncrypt?: boolean; createdAt?: string } = {}): KeyCandidate {
  number++;
  return {
    key: { fingerprint: number.toString(16).toUpperCase().padStart(40, '0'), emails: [addr], trust },
    use: { canEncrypt: change.canEncrypt ?? true, createdAt: change.createdAt ?? '2026-01-01T00:00:00Z' },
  };
}

function resolve(addrs: readonly string[], keys: readonly KeyCandidate[], more: Partial<ResolveInput> = {}) {
  const plan = resolvePlan({
    recipients: addrs.map((addr) => ({ name: '', addr })),
    keys,
    sign: true,
    selfKey: { fingerprint: 'F'.repeat(40) },
    ...more,
  });
  return planSchema.parse(plan);
}

describe('the way for each recipient', () => {
  it('is OpenPGP with a known key, plain without, each in a copy of its own', () => {
    const plan = resolve(['pat@mail.example', 'Col@lab.example'], [key('col@lab.example', 'verified')]);
    expect(plan.allProtected).toBe(false);
    expect(plan.copies.map(({ method, recipients }) => [method, recipients.map(({ addr }) => addr)])).toEqual([
      ['openpgp', ['Col@lab.example']],
      ['plain', ['pat@mail.example']],
    ]);
    expect(plan.copies[1]?.recipients[0]?.reason).toBe('no-key');
  });

  it('prefers what is verified over what was only seen, then the newest', () => {
    const verified = key('a@x.example', 'verified', { createdAt: '2020-01-01T00:00:00Z' });
    const older = key('a@x.example', 'seen', { createdAt: '2025-01-01T00:00:00Z' });
    const newer = key('a@x.example', 'seen', { createdAt: '2026-01-01T00:00:00Z' });
    const chosen = (keys: KeyCandidate[]) => resolve(['a@x.example'], keys).copies[0]?.recipients[0]?.key?.fingerprint;
    expect(chosen([older, newer, verified])).toBe(verified.key.fingerprint);
    expect(chosen([older, newer])).toBe(newer.key.fingerprint);
  });

  it('never uses a changed, refused, expired or revoked key', () => {
    const reason = (...keys: KeyCandidate[]) => {
      const only = resolve(['a@x.example'], keys).copies[0];
      expect(only?.method).toBe('plain');
      return only?.recipients[0]?.reason;
    };
    expect(reason(key('a@x.example', 'changed'))).toBe('key-changed');
    expect(reason(key('a@x.example', 'refused'))).toBe('key-refused');
    expect(reason(key('a@x.example', 'seen', { canEncrypt: false }))).toBe('key-expired');
    expect(reason(key('a@x.example', 'refused'), key('a@x.example', 'changed'))).toBe('key-changed');
  });

  it('a forged new key does not strip the protection off', () => {
    const known = key('a@x.example', 'seen');
    const plan = resolve(['a@x.example'], [known, key('a@x.example', 'changed')]);
    expect(plan.allProtected).toBe(true);
    expect(plan.copies[0]?.recipients[0]).toMatchObject({ reason: 'key-changed', key: { trust: 'seen' } });
    const checked = resolve(['a@x.example'], [key('a@x.example', 'verified'), key('a@x.example', 'changed')]);
    expect(checked.copies[0]?.recipients[0]?.reason).toBe('key-known');
  });

  it('a key with several addresses serves only the addresses it was filed under', () => {
    expect(resolve(['b@x.example'], [key('a@x.example', 'verified')]).copies[0]?.method).toBe('plain');
  });
});

describe('copies', () => {
  it('who is in Bcc and has a key gets a copy of their own', () => {
    const keys = ['a@x.example', 'b@x.example', 'c@x.example'].map((addr) => key(addr, 'seen'));
    const plan = resolve(['a@x.example', 'b@x.example', 'c@x.example', 'd@x.example'], keys, {
      hidden: ['b@x.example', 'C@x.example', 'd@x.example'],
    });
    expect(plan.copies.map(({ method, recipients }) => [method, recipients.map(({ addr }) => addr)])).toEqual([
      ['openpgp', ['a@x.example']],
      ['openpgp', ['b@x.example']],
      ['openpgp', ['c@x.example']],
      ['plain', ['d@x.example']],
    ]);
  });

  it('who is named twice gets one', () => {
    const plan = resolve(['a@x.example', 'A@X.example'], []);
    expect(plan.copies.map(({ recipients }) => recipients.length)).toEqual([1]);
  });

  it('are signed only with an own key and when asked for', () => {
    const signed = (more: Partial<ResolveInput>) => resolve(['a@x.example'], [], more).copies[0]?.signed;
    expect(signed({})).toBe(true);
    expect(signed({ selfKey: null })).toBe(false);
    expect(signed({ sign: false })).toBe(false);
  });

  it('nobody is nothing, and nothing is not protected', () => {
    expect(resolve([], [])).toEqual({ copies: [], allProtected: false });
  });
});
