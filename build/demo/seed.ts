import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exportPublic } from '../../electron/engine/openpgp/keys.ts';
import { openDesktop } from '../../test/clinic/desktop.ts';
import type { DemoKeys } from './fill.ts';
import { clinic, people, staff } from './people.ts';
import type { DemoServers } from './servers.ts';

/**
 * Makes the two staff profiles of the demo by the same calls that the window makes: profile, account, own key, and the
 * laboratory's key, checked with its owner.
 * @param userData directory of everything that the app keeps; empty or not there yet
 */
export async function seedWorkstation(userData: string, servers: DemoServers, keys: DemoKeys): Promise<void> {
  await mkdir(userData, { recursive: true, mode: 0o700 });
  const smtp = { host: 'localhost', port: servers.smtp.port, security: servers.smtp.security };
  const imap = { host: 'localhost', port: servers.imapPort(people.frontDesk.address), security: 'tls' };
  await writeFile(
    path.join(userData, 'clinic.json'),
    JSON.stringify({ domains: { [clinic.domain]: { imap, smtp } }, ca: servers.ca }),
  );
  await writeFile(path.join(userData, 'desk.json'), JSON.stringify({ clinicName: clinic.name, locale: 'en' }));

  for (const { displayName, role, mailbox, passphrase, mailPassword } of staff) {
    const workstation = await openDesktop({ dir: userData });
    await workstation.call('vault.create', { displayName, role, passphrase });
    const { address, name } = people[mailbox];
    const key = keys[mailbox];
    if (key) await workstation.call('key.import', { armored: key.armored });
    if (keys.weiss) {
      await workstation.call('key.import', { armored: await exportPublic(keys.weiss) });
      await workstation.call('key.setTrust', { fingerprint: keys.weiss.fingerprint, trust: 'verified' });
    }
    await workstation.call('account.add', {
      address,
      displayName: name,
      user: address,
      password: mailPassword,
      imap: { host: 'localhost', port: servers.imapPort(address), security: 'tls' },
      smtp,
    });
    await workstation.stop();
  }
}
