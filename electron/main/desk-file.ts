import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type DeskSettings, deskSettingsSchema, type Locale } from '../../shared/model/settings.ts';

export interface DeskFile {
  get(): DeskSettings;
  /** Merges and writes; throws when the disk refuses. */
  set(change: Partial<DeskSettings>): DeskSettings;
}

/**
 * The workstation's own settings, in clear: language, theme and the clinic's name. A file that cannot be read counts
 * as absent, because nothing in it is worth refusing to start for.
 */
export function openDeskFile(path: string, systemLocale: string): DeskFile {
  const locale: Locale = systemLocale.toLowerCase().startsWith('es') ? 'es' : 'en';
  let settings: DeskSettings = { locale, theme: 'system', clinicName: '', ...read(path) };
  return {
    get: () => settings,
    set(change) {
      const next = deskSettingsSchema.parse({ ...settings, ...change });
      // Written beside and renamed, so that a power cut leaves the old or the new file.
      writeFileSync(`${path}.new`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${path}.new`, path);
      settings = next;
      return next;
    },
  };
}

function read(path: string): Partial<DeskSettings> {
  try {
    const parsed = deskSettingsSchema.partial().safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? dropUndefined(parsed.data) : {};
  } catch {
    return {};
  }
}

function dropUndefined(settings: { [K in keyof DeskSettings]?: DeskSettings[K] | undefined }): Partial<DeskSettings> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
