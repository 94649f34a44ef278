import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Keyring, startKeyring } from '../../keyring/keyring.ts';
import { newFolder, PASSPHRASE, startDesk, stopDesks } from '../engine/vault/desk.ts';

const module_ = join(import.meta.dirname, '../../../electron/cli/audit.ts');

/** Runs the command in a process of its own; stdout must be one JSON document. */
function audit(...args: string[]) {
  const script = `import { runAudit } from ${JSON.stringify(module_)};
    process.exitCode = await runAudit(process.argv.slice(1));`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script, '--', ...args], { encoding: 'utf8' });
  return { code: run.status, json: JSON.parse(run.stdout) };
}

let keyring: Keyring;
let log: string;
let head: string;
let keyFile: string;
let profileId: string;
beforeAll(async () => {
  keyring = await startKeyring();
  const desk = await startDesk(newFolder(keyring.home));
  const made = await desk.vault.create({ displayName: 'Ana Rivera', role: 'admin', passphrase: PASSPHRASE });
  profileId = made.profile.id;
  await desk.log.appendOwn({ action: 'unlock', profile: profileId });
  await desk.log.appendOwn({ action: 'lock', profile: profileId, trigger: 'idle' });
  const names = await desk.log.exportTo(desk.dir);
  log = join(desk.dir, names.log);
  head = join(desk.dir, names.head);
  keyFile = join(desk.dir, 'sheet.txt');
  writeFileSync(keyFile, `${made.auditKey?.toLowerCase()}\n`);
});
afterAll(async () => {
  await stopDesks();
  await keyring.stop();
});

describe('careseal audit', () => {
  it('verifies an exported log without any key', () => {
    expect(audit('verify', log, '--head', head, '--json')).toMatchObject({
      code: 0,
      json: { chain: 'holds', entries: 3, headChecked: true, faults: [] },
    });
  });

  it('reads it with the printed audit key, typed in lower case', () => {
    const { code, json } = audit('read', log, '--key-file', keyFile, '--json');
    expect(code).toBe(0);
    expect(json.unopened).toBe(0);
    expect(json.entries.map(({ entry }: { entry: { action: string } }) => entry.action)).toEqual([
      'log-started',
      'unlock',
      'lock',
    ]);
    expect(json.entries[2].entry).toMatchObject({ profile: profileId, trigger: 'idle' });
  });

  it('ends with 1 for a log that was edited or cut', () => {
    const text = readFileSync(log, 'utf8').trimEnd().split('\n');
    const bad = `${log}.bad`;
    writeFileSync(bad, `${text.toSpliced(1, 1).join('\n')}\n`);
    expect(audit('verify', bad, '--json')).toMatchObject({ code: 1, json: { chain: 'broken' } });
    writeFileSync(bad, `${text.slice(0, 2).join('\n')}\n`);
    expect(audit('verify', bad, '--head', head, '--json')).toMatchObject({ code: 1, json: { chain: 'truncated' } });
    expect(audit('verify', bad, '--json')).toMatchObject({ code: 0, json: { headChecked: false } });
  });

  it('ends with 2 and says what is missing for a wrong call', () => {
    const calls = [[], ['verify'], ['read', log], ['verify', log, '--key'], ['write', log], ['verify', `${log}.none`]];
    for (const args of [...calls, ['read', log, '--key-file', log], ['verify', log, '--head', keyFile]]) {
      const { code, json } = audit(...args);
      expect([code, typeof json.problem?.message]).toEqual([2, 'string']);
    }
  });
});
