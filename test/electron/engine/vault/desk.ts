import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Control } from '../../../../electron/engine/rooms.ts';
import { createVault, type Vault } from '../../../../electron/engine/vault/vault.ts';
import { type AuditLog, createAuditLog } from '../../../../electron/main/audit/log.ts';
import type { Clocks } from '../../../../electron/main/vault/attempts.ts';
import { createVaultKeeper, type VaultKeeper } from '../../../../electron/main/vault/keeper.ts';
import type { EngineQuestion, QuestionAnswer, QuestionInput } from '../../../../shared/contract/control.ts';
import { engineQuestions } from '../../../../shared/contract/control.ts';
import { type Problem, ProblemError } from '../../../../shared/contract/problem.ts';

/** The least that a vault file may hold, so that tests do not wait for Argon2id. */
export const QUICK_KDF = { memoryKiB: 19_456, passes: 2, lanes: 1 } as const;

export const PASSPHRASE = 'harbour violet quietly Ünder';
export const OTHER_PASSPHRASE = 'seven lanterns on the pier';

/** Engine and main of one workstation, joined as in the app, with every question and answer checked. */
export interface Desk {
  readonly dir: string;
  readonly profilesDir: string;
  readonly vault: Vault;
  readonly keeper: VaultKeeper;
  readonly control: Control;
  readonly log: AuditLog;
  /** Every question that was asked so far. */
  readonly asked: EngineQuestion[];
}

const logs: AuditLog[] = [];

/** Ends every desk of this test file. */
export async function stopDesks(): Promise<void> {
  for (const log of logs.splice(0)) await log.close();
}

/** Starts a desk over `dir`, which must exist; a second one over the same folder is a restart of the app. */
export async function startDesk(dir: string, clocks?: Clocks): Promise<Desk> {
  const profilesDir = join(dir, 'profiles');
  const keeper = createVaultKeeper({ profilesDir, ...(clocks ? { clocks } : {}) });
  const log = await createAuditLog({ dir: join(dir, 'audit') });
  logs.push(log);
  const asked: EngineQuestion[] = [];
  const control: Control = {
    notice: () => undefined,
    ask: async <Q extends EngineQuestion>(question: Q, input: QuestionInput<Q>): Promise<QuestionAnswer<Q>> => {
      asked.push(question);
      const read = engineQuestions[question].input.parse(input);
      const answer: unknown =
        question === 'setAuditPublicKey' && 'jwk' in read
          ? { accepted: await log.setPublicKey(read.jwk) }
          : await keeper.answer(question as 'deviceSecret', read as QuestionInput<'deviceSecret'>);
      return engineQuestions[question].answer.parse(answer) as QuestionAnswer<Q>;
    },
  };
  return {
    dir,
    profilesDir,
    keeper,
    control,
    log,
    asked,
    vault: createVault({ profilesDir, control, kdf: QUICK_KDF }),
  };
}

/** A folder for one desk, inside the keyring's temporary home. */
export function newFolder(home: string): string {
  return mkdtempSync(join(home, 'desk-'));
}

/** The problem that a call ends with. */
export async function problemOf(call: Promise<unknown>): Promise<Problem> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('it was expected to fail');
}
