import { generateKey, readKey } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { learnFromAccepted, learnFromMessage } from '../../../../electron/engine/people/contacts.ts';
import type { ReadMessage } from '../../../../electron/engine/rooms.ts';
import type { Store } from '../../../../electron/engine/store/types.ts';
import type { SignatureDetail } from '../../../../shared/model/verdict.ts';
import { facts, newStore, setup } from '../store/fixture.ts';

interface TestKey {
  readonly bytes: Uint8Array;
  readonly fingerprint: string;
}

async function makeKey(email: string): Promise<TestKey> {
  const { publicKey } = await generateKey({ type: 'ecc', userIDs: [{ name: 'Ana', email }], format: 'object' });
  return { bytes: publicKey.write(), fingerprint: publicKey.getFingerprint().toUpperCase() };
}

const ana = 'ana@patient.test';
const now = () => new Date('2026-06-01T00:00:00Z');

function books(): { store: Store; now: () => Date } {
  return { store: newStore({ now }).store, now };
}

/** A message as the reader hands it on, with what this room looks at. */
function read(
  change: {
    key?: TestKey;
    addr?: string;
    date?: string;
    signatures?: SignatureDetail[];
    signature?: 'none' | 'valid' | 'mismatch';
    facts?: Parameters<typeof facts>[0];
    reports?: ReadMessage['reports'];
  } = {},
): ReadMessage {
  const date = change.date ?? '2026-05-01T00:00:00.000Z';
  const view = {
    verdict: { signature: change.signature ?? 'none' },
    signatures: change.signatures ?? [],
  };
  return {
    facts: facts({ date, ...change.facts }),
    view: view as unknown as ReadMessage['view'],
    inspection: {} as ReadMessage['inspection'],
    attachment: () => undefined,
    links: [],
    reports: change.reports ?? [],
    autocrypt: change.key ? { addr: change.addr ?? ana, preferEncrypt: 'mutual', key: change.key.bytes } : null,
  };
}

function signedWith(key: TestKey): Pick<Parameters<typeof read>[0] & object, 'signature' | 'signatures'> {
  return {
    signature: 'valid',
    signatures: [
      {
        status: 'valid',
        identity_match: true,
        name: 'Ana',
        emails: [ana],
        fingerprint: key.fingerprint,
        trust: 'seen',
        signed_at: null,
      },
    ],
  };
}

let first: TestKey;
let second: TestKey;
beforeAll(async () => {
  first = await makeKey(ana);
  second = await makeKey(ana);
});

describe('addresses', () => {
  it('who writes to us is known, but not suggested', async () => {
    const session = books();
    for (let i = 0; i < 5; i++) await learnFromMessage(session, read(), 'inbox');
    expect(session.store.records.contacts.get(ana)?.sentCount).toBe(0);
    expect(session.store.records.contacts.suggest('ana', 5)).toEqual([]);
  });

  it('is suggested after two messages that the server accepted', () => {
    const session = books();
    const people = [
      { name: 'Ana Alder', addr: ana },
      { name: '', addr: 'ANA@patient.test' },
    ];
    learnFromAccepted(session, people);
    expect(session.store.records.contacts.suggest('ana', 5)).toEqual([]);
    learnFromAccepted(session, people);
    expect(session.store.records.contacts.suggest('ana', 5).map(({ sentCount }) => sentCount)).toEqual([2]);
  });

  it('nothing that is no address is learnt', async () => {
    const session = books();
    learnFromAccepted(session, [{ name: '', addr: 'ana' }]);
    await learnFromMessage(
      session,
      read({ facts: { from: [{ name: 'x', addr: 'undisclosed recipients' }] } }),
      'inbox',
    );
    expect(session.store.records.contacts.get('ana')).toBeUndefined();
  });

  it('a sender cannot rename somebody we write to', async () => {
    const session = books();
    learnFromAccepted(session, [{ name: 'Ana Alder', addr: ana }]);
    await learnFromMessage(session, read({ facts: { from: [{ name: 'Payroll', addr: ana }] } }), 'inbox');
    expect(session.store.records.contacts.get(ana)?.name).toBe('Ana Alder');
  });

  it('mail that comes in under our own name teaches no address', async () => {
    const session = books();
    session.store.records.accounts.add(setup);
    const forged = {
      from: [{ name: '', addr: setup.address }],
      to: [{ name: 'Dr. Smith', addr: 'dr.smlth@evil.test' }],
    };
    for (let i = 0; i < 3; i++) await learnFromMessage(session, read({ facts: forged }), 'inbox');
    expect(session.store.records.contacts.suggest('dr', 5)).toEqual([]);
  });

  it('what was sent from another device counts for its recipients', async () => {
    const session = books();
    session.store.records.accounts.add(setup);
    const own = { from: [{ name: '', addr: setup.address }], to: [{ name: 'Ana', addr: ana }] };
    await learnFromMessage(session, read({ facts: own }), 'sent');
    expect(session.store.records.contacts.get(ana)?.sentCount).toBe(1);
    expect(session.store.records.contacts.get(setup.address)).toBeUndefined();
  });
});

describe('keys from headers', () => {
  const trusts = (session: { store: Store }) =>
    session.store.records.keys
      .byEmail(ana)
      .map(({ fingerprint, trust }) => [fingerprint === first.fingerprint ? 'first' : 'second', trust])
      .sort();

  it('what lies in junk does not settle which key an address has', async () => {
    const session = books();
    await learnFromMessage(session, read({ key: second }), 'junk');
    expect(trusts(session)).toEqual([]);
    await learnFromMessage(session, read({ key: first }), 'inbox');
    expect(trusts(session)).toEqual([['first', 'seen']]);
  });

  it('the first is seen, and readable again', async () => {
    const session = books();
    expect(await learnFromMessage(session, read({ key: first }), 'inbox')).toEqual({ keyChanged: true });
    expect(trusts(session)).toEqual([['first', 'seen']]);
    const [stored] = session.store.records.keys.byEmail(ana);
    expect(stored).toMatchObject({ kind: 'public', source: 'autocrypt', emails: [ana] });
    const key = await readKey({ armoredKey: stored?.armored ?? '' });
    expect(key.getFingerprint().toUpperCase()).toBe(first.fingerprint);
    expect(session.store.records.contacts.get(ana)?.preferEncrypt).toBe('mutual');
  });

  it('the same again changes nothing', async () => {
    const session = books();
    await learnFromMessage(session, read({ key: first }), 'inbox');
    expect(await learnFromMessage(session, read({ key: first, date: '2026-05-02T00:00:00Z' }), 'inbox')).toEqual({
      keyChanged: false,
    });
  });

  it('another later is changed, and does not take the place of the first', async () => {
    const session = books();
    await learnFromMessage(session, read({ key: first }), 'inbox');
    await learnFromMessage(session, read({ key: second, date: '2026-05-02T00:00:00Z' }), 'inbox');
    expect(trusts(session)).toEqual([
      ['first', 'seen'],
      ['second', 'changed'],
    ]);
  });

  it('another that the known key vouches for is seen', async () => {
    const session = books();
    await learnFromMessage(session, read({ key: first }), 'inbox');
    await learnFromMessage(session, read({ key: second, date: '2026-05-02T00:00:00Z', ...signedWith(first) }), 'inbox');
    expect(trusts(session)).toEqual([
      ['first', 'seen'],
      ['second', 'seen'],
    ]);
  });

  it('a signature by the new key itself vouches for nothing', async () => {
    const session = books();
    await learnFromMessage(session, read({ key: first }), 'inbox');
    await learnFromMessage(
      session,
      read({ key: second, date: '2026-05-02T00:00:00Z', ...signedWith(second) }),
      'inbox',
    );
    expect(trusts(session)).toContainEqual(['second', 'changed']);
  });

  it('a verified or refused key stays as the person left it', async () => {
    for (const trust of ['verified', 'refused'] as const) {
      const session = books();
      await learnFromMessage(session, read({ key: first }), 'inbox');
      session.store.records.keys.setTrust(first.fingerprint, trust);
      await learnFromMessage(session, read({ key: first, date: '2026-05-03T00:00:00Z' }), 'inbox');
      await learnFromMessage(session, read({ key: second, date: '2026-05-04T00:00:00Z' }), 'inbox');
      expect(trusts(session)).toEqual([
        ['first', trust],
        ['second', 'changed'],
      ]);
    }
  });

  it('an older message is history, whatever order the sync brings them in', async () => {
    const session = books();
    await learnFromMessage(session, read({ key: first, date: '2026-05-01T00:00:00Z' }), 'inbox');
    expect(await learnFromMessage(session, read({ key: second, date: '2025-01-01T00:00:00Z' }), 'inbox')).toEqual({
      keyChanged: false,
    });
    expect(trusts(session)).toEqual([['first', 'seen']]);
  });

  it('a date from the future does not bar later changes from being seen', async () => {
    const session = books();
    await learnFromMessage(session, read({ key: first, date: '2099-01-01T00:00:00Z' }), 'inbox');
    expect(session.store.records.keys.byEmail(ana)[0]?.addedAt).toBe('2026-06-01T00:00:00.000Z');
  });

  it('nobody brings a key for somebody else, for us, or in a report', async () => {
    const session = books();
    session.store.records.accounts.add(setup);
    const other = await makeKey('victim@clinic.test');
    await learnFromMessage(session, read({ key: other }), 'inbox');
    expect(session.store.records.keys.byEmail('victim@clinic.test')).toEqual([]);
    await learnFromMessage(
      session,
      read({ key: first, addr: setup.address, facts: { from: [{ name: '', addr: setup.address }] } }),
      'inbox',
    );
    expect(session.store.records.keys.byEmail(setup.address)).toEqual([]);
    const report = {
      kind: 'dsn' as const,
      recipients: [],
      disposition: null,
      original_message_id: null,
      reporting: null,
    };
    const fresh = books();
    await learnFromMessage(fresh, read({ key: first, reports: [report] }), 'inbox');
    expect(fresh.store.records.keys.list()).toEqual([]);
  });
});
