import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A Debian package, a file that shows it is there, and what it is wanted for. */
export interface DebianPackage {
  readonly name: string;
  readonly file: string;
  readonly purpose: string;
}

/** What the demo clinic needs: a browser engine where Electron's binary is absent, and a keychain service. */
export const demoPackages: readonly DebianPackage[] = [
  { name: 'chromium', file: '/usr/bin/chromium', purpose: 'stands in for Electron' },
  {
    name: 'fonts-noto-core',
    file: '/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf',
    purpose: 'letters for the window',
  },
  { name: 'dbus', file: '/usr/bin/dbus-daemon', purpose: 'bus of the keychain service' },
  { name: 'gnome-keyring', file: '/usr/bin/gnome-keyring-daemon', purpose: 'OS keychain' },
  { name: 'libsecret-tools', file: '/usr/bin/secret-tool', purpose: 'second reader of the keychain' },
  { name: 'libglib2.0-bin', file: '/usr/bin/gdbus', purpose: 'asks the keychain service its state' },
  { name: 'dovecot-imapd', file: '/usr/sbin/dovecot', purpose: 'IMAP server' },
  { name: 'dovecot-lmtpd', file: '/usr/lib/dovecot/lmtp', purpose: 'delivery into the IMAP server' },
];

/** What the tests need on top: real peers. */
export const testPackages: readonly DebianPackage[] = [
  ...demoPackages,
  { name: 'postfix', file: '/usr/sbin/postfix', purpose: 'SMTP server' },
  { name: 'gnupg', file: '/usr/bin/gpg', purpose: 'OpenPGP peer' },
  { name: 'openssl', file: '/usr/bin/openssl', purpose: 'TLS peer' },
  { name: 'strace', file: '/usr/bin/strace', purpose: 'shows what is written to temporary files' },
];

/** Peers of the benchmark. */
export const benchPackages: readonly DebianPackage[] = [
  { name: 'isync', file: '/usr/bin/mbsync', purpose: 'sync peer' },
  { name: 'maildir-utils', file: '/usr/bin/mu', purpose: 'index peer' },
  { name: 'notmuch', file: '/usr/bin/notmuch', purpose: 'search peer' },
];

/**
 * Makes sure that packages are there: installs what is missing when we may (root on a Debian system), else names
 * exactly what is missing and ends the process.
 */
export function ensurePackages(wanted: readonly DebianPackage[]): void {
  const missing = wanted.filter((wantedPackage) => !existsSync(wantedPackage.file));
  if (missing.length === 0) return;
  const names = missing.map((missingPackage) => missingPackage.name);
  const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error(`Installing Debian packages: ${names.join(' ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const options = { stdio: ['ignore', 'ignore', 'inherit'] as const, env };
    spawnSync('apt-get', ['update'], { ...options, stdio: [...options.stdio] });
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...names], {
      ...options,
      stdio: [...options.stdio],
    });
  }
  const still = wanted.filter((wantedPackage) => !existsSync(wantedPackage.file));
  if (still.length === 0) return;
  console.error('These Debian packages are missing:');
  for (const { name, purpose } of still) console.error(`  ${name} (${purpose})`);
  console.error(`Install them with: sudo ${command}`);
  process.exit(1);
}
