import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { AsyncEntry } from '@napi-rs/keyring';

/**
 * Does one thing to a vault and is killed right before its n-th write: `node crash-child.ts <folder> <n> <call>`, where
 * the call is JSON: the name of the method and its input. Every change of a file's content, of a name and of the
 * keychain counts; putting them on the disk does not, because a killed process, unlike a power cut, takes nothing back.
 * Prints `done` when it came to the end.
 */
const [folder = '', at = '', call = ''] = process.argv.slice(2);
let left = Number(at);

function step(): void {
  if (--left > 0) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal comes at once, but not within this call; nothing may happen in between.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const rename = fs.rename;
fs.rename = (from, to) => {
  step();
  return rename(from, to);
};
syncBuiltinESMExports();

const handle = await fs.open(process.execPath, 'r');
const proto = Object.getPrototypeOf(handle);
await handle.close();
for (const name of ['writeFile', 'appendFile']) {
  const original = proto[name];
  proto[name] = function counted(...args: unknown[]) {
    step();
    return original.apply(this, args);
  };
}
const setPassword = AsyncEntry.prototype.setPassword;
AsyncEntry.prototype.setPassword = function counted(password, signal) {
  step();
  return setPassword.call(this, password, signal);
};

const { startDesk } = await import('./desk.ts');
const desk = await startDesk(folder);
const { method, input } = JSON.parse(call);
if (method === 'create') await desk.vault.create(input);
else if (method === 'changePassphrase') await desk.vault.changePassphrase(input);
else if (method === 'recover') await desk.vault.recover(input);
else if (method === 'renewRecoveryKey') await desk.vault.renewRecoveryKey(input);
else await desk.vault.unlock(input);
process.stdout.write('done');
process.exit(0);
