import { rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Takes Electron's default app and version file away. electron-builder leaves them in place when it is given an
 * unpacked distribution, and a second app archive is a second thing that could be loaded.
 * @param {{ appOutDir: string }} context
 */
export default async function afterExtract({ appOutDir }) {
  for (const name of ['resources/default_app.asar', 'version']) await rm(path.join(appOutDir, name), { force: true });
}
