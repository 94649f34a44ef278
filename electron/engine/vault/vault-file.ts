import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { access, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../../../shared/contract/problem.ts';
import { profileIdSchema } from '../../../shared/model/profile.ts';
import { VAULT_FORMAT, VAULT_VERSION, type VaultBody, vaultFileSchema } from '../../../shared/model/vault-file.ts';
import { isMissing, replaceFile, syncDirectory } from '../../disk/write.ts';
import { deriveKey, kdfWithinBounds } from './kdf.ts';
import { VAULT_FILE_BYTES } from './limits.ts';
import { profileUnknown, vaultDamaged, vaultNewer } from './problems.ts';

const VAULT_NAME = 'vault.json';
/**
 * A second copy of two kilobytes: without them all records of the profile are lost, recovery key or not. After a crash
 * between the two writes it is one change behind, and opens with the keys of then.
 */
const COPY_NAME = 'vault.copy.json';
/**
 * Says that the profile's store has not been made yet: written before the vault, taken away once the store is open. A
 * profile that was interrupted in between can then still be unlocked, while a store that is missing later is a loss and
 * never an empty mailbox. The ending makes a directory with nothing else in it count as no profile.
 */
const NO_STORE_NAME = 'no-store-yet.new';

/** A vault file as it was read: whole, but not yet known to be untampered; that takes the store key. */
export interface ReadVault {
  readonly body: VaultBody;
  readonly mac: string;
}

/**
 * Directory of a profile. Ids are checked here again: nothing else than 16 hex digits ever becomes a path.
 *
 * @throws ProblemError `profile-unknown` for anything that is no profile id
 */
export function profileDir(profilesDir: string, profileId: string): string {
  if (!profileIdSchema.safeParse(profileId).success) throw profileUnknown();
  return join(profilesDir, profileId);
}

/**
 * Reads a vault file and checks its form, its checksum and the bounds of its KDF parameters.
 *
 * @throws ProblemError `profile-unknown` without a directory, `vault-damaged`, or `store-newer` for a later version
 */
export async function readVault(profilesDir: string, profileId: string): Promise<ReadVault> {
  return readOne(profileDir(profilesDir, profileId), VAULT_NAME, profileId);
}

/**
 * Reads a vault file, or its second copy if the first is damaged. For recovery alone: who holds the printed key is to
 * get at the records, while a passphrase never opens a file that was altered without anybody noticing.
 *
 * @throws ProblemError like `readVault`, about the first file
 */
export async function readVaultOrCopy(profilesDir: string, profileId: string): Promise<ReadVault> {
  const dir = profileDir(profilesDir, profileId);
  try {
    return await readOne(dir, VAULT_NAME, profileId);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'vault-damaged') throw error;
    return readOne(dir, COPY_NAME, profileId).catch(() => {
      throw error;
    });
  }
}

async function readOne(dir: string, name: string, profileId: string): Promise<ReadVault> {
  const text = await readBounded(join(dir, name)).catch(async (error: unknown) => {
    if (!isMissing(error)) throw vaultDamaged();
    // A directory with records but without its vault file is a damaged profile, not an unknown one.
    const rest = await readdir(dir).catch((): string[] => []);
    throw rest.some((one) => !one.endsWith('.new') && one !== 'attempts.json') ? vaultDamaged() : profileUnknown();
  });
  const json = parseJson(text);
  const read = vaultFileSchema.safeParse(json);
  if (!read.success) throw isNewer(json) ? vaultNewer() : vaultDamaged();
  const { mac, checksum, ...body } = read.data;
  const whole = checksumOf(body, mac) === checksum;
  if (!whole || body.profile.id !== profileId || !body.passphrase.every((wrap) => kdfWithinBounds(wrap.kdf))) {
    throw vaultDamaged();
  }
  return { body, mac };
}

/**
 * Whether the file is the one that somebody with the store key wrote.
 *
 * @throws ProblemError `vault-damaged` when name, role or a wrap was altered
 */
export function assertUntampered(vault: ReadVault, storeKey: Buffer): void {
  const expected = macOf(vault.body, storeKey);
  if (!timingSafeEqual(expected, Buffer.from(vault.mac, 'base64'))) throw vaultDamaged();
}

/** Seals and writes a vault file; after a crash at any step the old or the new one is there. */
export async function writeVault(profilesDir: string, body: VaultBody, storeKey: Buffer): Promise<void> {
  const dir = profileDir(profilesDir, body.profile.id);
  if (await mkdir(dir, { recursive: true, mode: 0o700 })) await syncDirectory(profilesDir);
  const mac = macOf(body, storeKey).toString('base64');
  const file = vaultFileSchema.parse({ ...body, mac, checksum: checksumOf(body, mac) });
  const content = `${JSON.stringify(file, null, 2)}\n`;
  try {
    await replaceFile(join(dir, VAULT_NAME), content);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
      throw new ProblemError('disk-full', 'The disk is full; nothing was changed.', 'Free some space and try again.', {
        retryable: true,
      });
    }
    throw error;
  }
  // The vault is written; what follows must not make it look as if it were not.
  await replaceFile(join(dir, COPY_NAME), content).catch(() => undefined);
  await removeLeftovers(dir).catch(() => undefined);
}

/** Says that the store of this profile, whose vault is about to be written, is still to be made. */
export async function markStoreless(profilesDir: string, profileId: string): Promise<void> {
  const dir = profileDir(profilesDir, profileId);
  if (await mkdir(dir, { recursive: true, mode: 0o700 })) await syncDirectory(profilesDir);
  await replaceFile(join(dir, NO_STORE_NAME), '');
}

/** Whether the store of this profile has never been made. */
export async function isStoreless(profilesDir: string, profileId: string): Promise<boolean> {
  const dir = profileDir(profilesDir, profileId);
  return await access(join(dir, NO_STORE_NAME)).then(
    () => true,
    () => false,
  );
}

/** The store is there: from now on one that is missing is a loss. */
export async function unmarkStoreless(profilesDir: string, profileId: string): Promise<void> {
  const dir = profileDir(profilesDir, profileId);
  await rm(join(dir, NO_STORE_NAME), { force: true });
  await syncDirectory(dir);
}

/** Takes back a vault that was made a moment ago and never used; the copy goes first, so that no half is left. */
export async function removeVault(profilesDir: string, profileId: string): Promise<void> {
  const dir = profileDir(profilesDir, profileId);
  await rm(join(dir, COPY_NAME), { force: true });
  await rm(join(dir, VAULT_NAME), { force: true });
}

/** Half-written files of a run that was killed; main's own files in the directory are main's business. */
async function removeLeftovers(dir: string): Promise<void> {
  const names = (await readdir(dir)).filter((name) => name.startsWith('vault.') && name.endsWith('.new'));
  await Promise.all(names.map((name) => rm(join(dir, name), { force: true })));
}

/** Display names of the profiles whose vault file can be read; the others are not in the way of a new one. */
export async function displayNames(profilesDir: string): Promise<string[]> {
  const names = await readdir(profilesDir).catch((error: unknown): string[] => {
    if (isMissing(error)) return [];
    throw error;
  });
  const read = await Promise.all(
    names
      .filter((name) => profileIdSchema.safeParse(name).success)
      .map((name) => readVault(profilesDir, name).catch(() => undefined)),
  );
  return read.flatMap((vault) => (vault ? [vault.body.profile.displayName] : []));
}

function macOf(body: VaultBody, storeKey: Buffer): Buffer {
  const key = deriveKey(storeKey, Buffer.alloc(0), 'file-mac');
  try {
    return createHmac('sha256', key).update(canonical(body)).digest();
  } finally {
    key.fill(0);
  }
}

function checksumOf(body: VaultBody, mac: string): string {
  return createHash('sha256').update(canonical(body)).update('\n').update(mac).digest('hex');
}

/** JSON with sorted keys, so that the same content always gives the same bytes. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

async function readBounded(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(VAULT_FILE_BYTES + 1);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    if (bytesRead > VAULT_FILE_BYTES) throw vaultDamaged();
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isNewer(json: unknown): boolean {
  return (
    json !== null &&
    typeof json === 'object' &&
    'format' in json &&
    json.format === VAULT_FORMAT &&
    'version' in json &&
    typeof json.version === 'number' &&
    json.version > VAULT_VERSION
  );
}
