import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createOpener } from '../../../electron/audit/open.ts';
import { createAuditor, sealEntries } from '../../../electron/engine/audit.ts';
import type { Control } from '../../../electron/engine/rooms.ts';
import { type EngineNotice, engineNoticeSchema } from '../../../shared/contract/control.ts';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicJwk = JSON.stringify(pair.publicKey.export({ format: 'jwk' }));
const open = await createOpener(pair.privateKey.export({ format: 'jwk' }));

/** Main as far as the auditor sees it: it takes notices and accepts an audit key. */
function mainSide() {
  const sealed: string[] = [];
  const control: Control = {
    notice: (notice: EngineNotice) => {
      const read = engineNoticeSchema.parse(notice);
      if (read.kind === 'audit') sealed.push(...read.sealed);
    },
    ask: async (question) => {
      if (question !== 'setAuditPublicKey') throw new Error(question);
      return { accepted: true } as never;
    },
  };
  return { control, sealed, actions: async () => (await Promise.all(sealed.map(open))).map((entry) => entry?.action) };
}

describe('the engine seals what it did before it leaves the process', () => {
  it('in the order in which it happened', async () => {
    const main = mainSide();
    const auditor = createAuditor({ control: main.control, publicKey: publicJwk });
    const recipients = Array.from({ length: 300 }, (_, index) => `patient${index}@clinic.test`);
    await Promise.all([
      auditor.write({ action: 'send', profile: 'a', recipients }),
      auditor.write({ action: 'open', profile: 'a' }),
      auditor.write({ action: 'delete', profile: 'a' }),
    ]);
    expect(await main.actions()).toEqual(['send', 'open', 'delete']);
  });

  it('and waits for the audit key of a new workstation', async () => {
    const main = mainSide();
    const auditor = createAuditor({ control: main.control, publicKey: null });
    await auditor.write({ action: 'unlock-failed', profile: null });
    expect(main.sealed).toEqual([]);
    await auditor.control.ask('setAuditPublicKey', { jwk: publicJwk });
    await auditor.write({ action: 'profile-created', profile: 'a' });
    expect(await main.actions()).toEqual(['unlock-failed', 'profile-created']);
  });

  it('splits a thousand long recipients over lines, and loses none', async () => {
    const recipients = Array.from({ length: 1000 }, (_, index) => `${String(index).padEnd(300, 'x')}@clinic.test`);
    const sealed = await sealEntries(publicJwk, {
      action: 'send',
      profile: 'a',
      at: 'now',
      method: 'openpgp',
      recipients,
    });
    expect(Math.max(...sealed.map(({ length }) => length))).toBeLessThan(60_000);
    const entries = await Promise.all(sealed.map(open));
    expect(entries.flatMap((entry) => entry?.recipients ?? [])).toEqual(recipients);
    expect(new Set(entries.map((entry) => entry?.method))).toEqual(new Set(['openpgp']));
  });
});
