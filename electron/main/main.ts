import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, protocol } from 'electron';
import { startApp } from './app.ts';
import { appScheme, leaveMemoryOutOfCoreDumps } from './hardening.ts';

/**
 * Where the app starts. What must come before Electron is ready is here; the rest is in app.ts.
 */

/** Where Careseal keeps its files, when it is told: `--user-data <dir>` or `CARESEAL_DATA`. */
function toldUserData(): string | undefined {
  const index = process.argv.indexOf('--user-data');
  return index > 0 ? process.argv[index + 1] : process.env.CARESEAL_DATA;
}

leaveMemoryOutOfCoreDumps();

// Texts of errors may quote what was being worked on; a frame list is enough to find the line.
process.on('uncaughtException', (thrown) => {
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  process.stderr.write(`main ended by ${thrown.name}\n${frames.join('\n')}\n`);
  app.exit(70);
});

app.setName('Careseal');
app.enableSandbox();
const userData = toldUserData();
if (userData !== undefined) app.setPath('userData', userData);
protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

if (!app.requestSingleInstanceLock()) {
  app.quit();
} else {
  const dir = app.getPath('userData');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const clinicFile = join(dir, 'clinic.json');
  void app.whenReady().then(() =>
    startApp({
      dir,
      rendererRoot: fileURLToPath(new URL('./renderer', import.meta.url)),
      enginePath: fileURLToPath(new URL('./engine.js', import.meta.url)),
      clinicFile: existsSync(clinicFile) ? clinicFile : null,
    }),
  );
}
