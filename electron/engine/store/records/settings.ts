import { defaultProfileSettings, profileSettingsSchema } from '../../../../shared/model/settings.ts';
import type { Sql } from '../connection.ts';
import type { Records } from '../types.ts';

/** One row per setting: a setting that this version does not know, or no longer allows, falls back to its default alone. */
export function settingsRepository(sql: Sql): Records['settings'] {
  const get: Records['settings']['get'] = () => {
    let settings = { ...defaultProfileSettings };
    for (const row of sql.all<{ name: string; value: string }>('SELECT name, value FROM setting')) {
      const parsed = profileSettingsSchema.safeParse({ ...settings, [row.name]: JSON.parse(row.value) });
      if (parsed.success) settings = parsed.data;
    }
    return settings;
  };
  return {
    get,
    set: (change) =>
      sql.transaction(() => {
        const next = profileSettingsSchema.parse({ ...get(), ...change });
        for (const name of Object.keys(change)) {
          const value = Object.entries(next).find(([key]) => key === name)?.[1];
          sql.run(
            'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
            name,
            JSON.stringify(value),
          );
        }
        return next;
      }),
  };
}
