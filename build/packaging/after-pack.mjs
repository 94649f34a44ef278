import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FuseVersion, flipFuses } from '@electron/fuses';
import { fuses } from './fuses.mjs';

const binaries = {
  win32: ({ appOutDir, name }) => path.join(appOutDir, `${name}.exe`),
  darwin: ({ appOutDir, name }) => path.join(appOutDir, `${name}.app`),
  linux: ({ appOutDir, executable }) => path.join(appOutDir, executable),
};

/** What a platform's app cannot run without: the encrypted store and the keychain. */
const natives = {
  win32: ['win32-x64.node', 'keyring.win32-x64-msvc.node'],
  darwin: ['darwin-x64.node', 'darwin-arm64.node', 'keyring.darwin-'],
  linux: ['linux-x64.node', 'keyring.linux-x64-gnu.node'],
};

/**
 * npm installs the keychain's binary for the packing machine only, so an app packed for another platform would lack
 * it without a word and could not open a single vault. A packing that is only looked at may set
 * CARESEAL_PACK_WITHOUT_NATIVES=1.
 */
async function requireNatives(resources, platform) {
  if (process.env.CARESEAL_PACK_WITHOUT_NATIVES === '1') return;
  const files = await readdir(path.join(resources, 'app.asar.unpacked'), { recursive: true });
  const missing = natives[platform].filter((native) => !files.some((file) => file.includes(native)));
  if (missing.length > 0) {
    throw new Error(
      `Missing in the ${platform} app: ${missing.join(', ')}. Run npm install --no-save --force --os=${platform} --cpu=x64 first.`,
    );
  }
}

/**
 * electron-builder allows arbitrary loads on macOS and writes it over extendInfo. Careseal has no cleartext connection
 * at all, so the exception is taken away before the app is signed.
 */
async function forbidCleartext(app) {
  const file = path.join(app, 'Contents/Info.plist');
  const plist = await readFile(file, 'utf8');
  await writeFile(file, plist.replace(/(<key>NSAllowsArbitraryLoads<\/key>\s*)<true\/>/, '$1<false/>'));
}

/**
 * Sets every fuse, strictly, before signing. electron-builder's own step knows one fuse less and cannot be strict.
 * @param {import('electron-builder').AfterPackContext} context
 */
export default async function afterPack({ appOutDir, electronPlatformName, packager, arch }) {
  const binary = binaries[electronPlatformName]({
    appOutDir,
    name: packager.appInfo.productFilename,
    executable: packager.executableName,
  });
  const resources =
    electronPlatformName === 'darwin' ? path.join(binary, 'Contents/Resources') : path.join(appOutDir, 'resources');
  if (electronPlatformName === 'darwin') await forbidCleartext(binary);
  await requireNatives(resources, electronPlatformName);
  await flipFuses(binary, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: electronPlatformName === 'darwin' && arch === 3,
    ...fuses,
  });
}
