import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as pe from 'pe-library';
import { Resource } from 'resedit';

/**
 * Empty Electron distributions: the files that packaging reads and changes, without Electron. Nothing here can tell
 * whether Electron honours what packaging wrote.
 */

/** The fuse wire as it lies in a real binary: sentinel, version, length, one state per fuse (all off). */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('000000000'),
]);

/** Writes the distribution of one platform into `dir`. */
export async function writeStubDistribution(dir: string, platform: 'linux' | 'win32' | 'darwin'): Promise<void> {
  if (platform === 'darwin') return writeDarwin(dir);
  await mkdir(path.join(dir, 'locales'), { recursive: true });
  await mkdir(path.join(dir, 'resources'), { recursive: true });
  for (const locale of ['en-US', 'es', 'de', 'fr']) await writeFile(path.join(dir, 'locales', `${locale}.pak`), locale);
  await writeFile(path.join(dir, 'version'), '45.4.1');
  await writeFile(path.join(dir, 'LICENSE'), 'stub');
  await writeFile(path.join(dir, 'LICENSES.chromium.html'), 'stub');
  if (platform === 'linux') {
    await writeFile(path.join(dir, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), fuseWire]));
    await chmod(path.join(dir, 'electron'), 0o755);
    await writeFile(path.join(dir, 'chrome-sandbox'), 'stub');
    return;
  }
  const executable = pe.NtExecutable.createEmpty(false, false);
  const resources = pe.NtExecutableResource.from(executable);
  const version = Resource.VersionInfo.createEmpty();
  version.lang = 1033;
  version.setFileVersion(45, 4, 1, 0, 1033);
  version.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: 'Electron', FileDescription: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(executable);
  await writeFile(path.join(dir, 'electron.exe'), Buffer.concat([Buffer.from(executable.generate()), fuseWire]));
}

const plist = (name: string, id: string) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleIdentifier</key><string>${id}</string>
<key>CFBundleName</key><string>${name}</string>
<key>CFBundlePackageType</key><string>APPL</string>
</dict></plist>
`;

async function writeDarwin(dir: string): Promise<void> {
  const app = path.join(dir, 'Electron.app', 'Contents');
  await mkdir(path.join(app, 'MacOS'), { recursive: true });
  await mkdir(path.join(app, 'Resources', 'en.lproj'), { recursive: true });
  await writeFile(path.join(app, 'Info.plist'), plist('Electron', 'com.github.Electron'));
  await writeFile(path.join(app, 'MacOS', 'Electron'), Buffer.from('stub'));
  await chmod(path.join(app, 'MacOS', 'Electron'), 0o755);
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const name = `Electron Helper${kind}`;
    const helper = path.join(app, 'Frameworks', `${name}.app`, 'Contents');
    await mkdir(path.join(helper, 'MacOS'), { recursive: true });
    await writeFile(path.join(helper, 'Info.plist'), plist(name, 'com.github.Electron.helper'));
    await writeFile(path.join(helper, 'MacOS', name), 'stub');
    await chmod(path.join(helper, 'MacOS', name), 0o755);
  }
  const framework = path.join(app, 'Frameworks', 'Electron Framework.framework');
  await mkdir(path.join(framework, 'Versions', 'A', 'Resources', 'en.lproj'), { recursive: true });
  await writeFile(path.join(framework, 'Versions', 'A', 'Resources', 'en.lproj', 'locale.pak'), 'stub');
  await writeFile(path.join(app, 'Resources', 'en.lproj', 'locale.pak'), 'stub');
  await writeFile(path.join(framework, 'Electron Framework'), fuseWire);
}
