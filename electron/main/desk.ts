import type { Handlers, MainCallName } from '../../shared/contract/index.ts';
import { ProblemError } from '../../shared/contract/problem.ts';
import type { Profile } from '../../shared/model/profile.ts';
import type { DeskSettings } from '../../shared/model/settings.ts';
import type { DeskFile } from './desk-file.ts';
import type { Lock } from './lock.ts';

export interface DeskParts {
  readonly version: string;
  readonly runtime: 'electron' | 'host';
  readonly platform: NodeJS.Platform;
  readonly file: DeskFile;
  readonly lock: Lock;
  readonly profiles: () => Promise<(Profile & { waitSeconds: number })[]>;
  readonly touched: () => void;
  readonly settingsChanged: (settings: DeskSettings) => void;
  readonly auditStatus: () => Promise<{ entries: number; chain: 'holds' | 'torn' | 'broken' | 'truncated' }>;
  /** Copies the log into a folder; throws when it cannot. */
  readonly auditExport: (dir: string) => Promise<unknown>;
  readonly chooseFolder: () => Promise<string | null>;
}

/** Everything that main answers: the workstation itself, and nothing about any message. */
export function deskHandlers(parts: DeskParts): Handlers<MainCallName> {
  const { file, lock } = parts;
  return {
    'desk.state': () => ({
      version: parts.version,
      runtime: parts.runtime,
      // Anything that is neither Windows nor macOS is treated as Linux: same windows, same keychain service.
      platform: parts.platform === 'win32' || parts.platform === 'darwin' ? parts.platform : 'linux',
      settings: file.get(),
      unlocked: lock.unlocked,
      lockedBy: lock.lockedBy,
    }),
    'desk.profiles': async () => ({ profiles: await parts.profiles() }),
    'desk.setSettings': (change) => {
      const settings = file.set(dropUndefined(change));
      parts.settingsChanged(settings);
      return settings;
    },
    'desk.lock': ({ trigger }) => {
      void lock.lock(trigger);
      return {};
    },
    'desk.stay': () => {
      parts.touched();
      return {};
    },
    'desk.auditStatus': () => parts.auditStatus(),
    'desk.auditExport': async () => {
      const dir = await parts.chooseFolder();
      if (dir === null)
        throw new ProblemError('cancelled', 'Nothing was saved.', 'Choose a folder to save the log into.');
      await parts.auditExport(dir).catch(() => {
        throw new ProblemError('internal', 'The log could not be saved there.', 'Choose another folder.', {
          retryable: true,
        });
      });
      return { saved: true };
    },
  };
}

/** Optional fields arrive as absent or as `undefined`; only absent ones may be merged over what is there. */
function dropUndefined(change: { [K in keyof DeskSettings]?: DeskSettings[K] | undefined }): Partial<DeskSettings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
