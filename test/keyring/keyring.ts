import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Secret Service of its own: a session bus and gnome-keyring under a temporary home, like a fresh login. */
export interface Keyring {
  /** What a child process needs to use this keyring and no other. */
  readonly env: Readonly<Record<string, string>>;
  /** Temporary directory that goes with the keyring. */
  readonly home: string;
  /** Locks the keyring; its prompt for the password cannot be shown and counts as dismissed. */
  lock(): void;
  unlock(): Promise<void>;
  /** All items of a service: account and secret, in order. Only while unlocked. */
  items(service: string): { account: string; secret: string }[];
  /** Puts an item in, past the code under test. */
  put(service: string, account: string, secret: string): void;
  remove(service: string, account: string): void;
  /** Ends the bus: from now on there is no Secret Service at all. */
  breakBus(): Promise<void>;
  /** Ends everything and gives the address of the former bus back. */
  stop(): Promise<void>;
}

const PASSWORD = 'login password of the test keyring';
const COLLECTION = '/org/freedesktop/secrets/collection/login';

/**
 * Starts a keyring and points `process.env` at it, so that the code under test in this process finds it, too. Needs
 * the Debian packages dbus, gnome-keyring, libsecret-tools and libglib2.0-bin.
 *
 * @throws Error that names what is missing
 */
export async function startKeyring(): Promise<Keyring> {
  for (const tool of ['dbus-daemon', 'gnome-keyring-daemon', 'secret-tool', 'gdbus']) {
    if (spawnSync('which', [tool]).status !== 0) {
      throw new Error(`${tool} is missing: apt-get install dbus gnome-keyring libsecret-tools libglib2.0-bin`);
    }
  }
  const home = mkdtempSync(join(tmpdir(), 'careseal-keyring-'));
  const runtime = join(home, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  const address = `unix:path=${join(home, 'bus')}`;
  // The stock session configuration would start services by itself, another keyring among them.
  writeFileSync(
    join(home, 'bus.conf'),
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
      "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
    <busconfig><type>session</type><listen>${address}</listen><auth>EXTERNAL</auth>
    <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
    <limit name="max_connections_per_user">256</limit></busconfig>`,
  );
  const env = { DBUS_SESSION_BUS_ADDRESS: address };
  const login = { HOME: home, XDG_RUNTIME_DIR: runtime, XDG_DATA_HOME: join(home, 'share') };
  const childEnv = { ...process.env, ...login, ...env };
  const bus = spawn('dbus-daemon', ['--nofork', `--config-file=${join(home, 'bus.conf')}`], {
    env: childEnv,
    stdio: 'ignore',
  });
  await until(() => gdbus(childEnv, 'org.freedesktop.DBus', '/', 'org.freedesktop.DBus.GetId') !== undefined);
  const start = async (): Promise<ChildProcess> => {
    const started = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
      env: childEnv,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    started.stdin?.end(PASSWORD);
    await until(() => isLocked(childEnv) === false);
    return started;
  };
  let daemon = await start();

  const before = process.env.DBUS_SESSION_BUS_ADDRESS;
  Object.assign(process.env, env);

  const tool = (args: string[], input = ''): string => {
    const run = spawnSync('secret-tool', args, { env: childEnv, input, encoding: 'utf8' });
    if (run.error) throw run.error;
    return `${run.stdout}${run.stderr}`;
  };

  return {
    env,
    home,
    lock: () => {
      gdbus(
        childEnv,
        'org.freedesktop.secrets',
        '/org/freedesktop/secrets',
        'org.freedesktop.Secret.Service.Lock',
        `['${COLLECTION}']`,
      );
      if (isLocked(childEnv) !== true) throw new Error('the keyring did not lock');
    },
    unlock: async () => {
      // Unlocking without a prompt is part of a login: the service starts anew over the same files.
      await ended(daemon);
      daemon = await start();
    },
    items: (service) => parseItems(tool(['search', '--all', 'service', service])),
    put: (service, account, secret) => {
      tool(['store', `--label=keyring:${account}@${service}`, 'service', service, 'username', account], secret);
    },
    remove: (service, account) => {
      tool(['clear', 'service', service, 'username', account]);
    },
    breakBus: () => ended(bus),
    stop: async () => {
      if (before === undefined) delete process.env.DBUS_SESSION_BUS_ADDRESS;
      else process.env.DBUS_SESSION_BUS_ADDRESS = before;
      await ended(daemon);
      await ended(bus);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function gdbus(env: NodeJS.ProcessEnv, dest: string, path: string, method: string, ...args: string[]) {
  const call = ['call', '--session', '--timeout', '5', '--dest', dest, '--object-path', path, '--method', method];
  const run = spawnSync('gdbus', [...call, ...args], { env, encoding: 'utf8' });
  return run.status === 0 ? run.stdout : undefined;
}

function isLocked(env: NodeJS.ProcessEnv): boolean | undefined {
  const answer = gdbus(
    env,
    'org.freedesktop.secrets',
    COLLECTION,
    'org.freedesktop.DBus.Properties.Get',
    'org.freedesktop.Secret.Collection',
    'Locked',
  );
  return answer === undefined ? undefined : answer.includes('true');
}

/** `secret-tool search` prints secrets to stdout and attributes to stderr, item by item in the same order. */
function parseItems(text: string): { account: string; secret: string }[] {
  const secrets = [...text.matchAll(/^secret = (.*)$/gm)].map((match) => match[1] ?? '');
  const accounts = [...text.matchAll(/^attribute\.username = (.*)$/gm)].map((match) => match[1] ?? '');
  return accounts
    .map((account, index) => ({ account, secret: secrets[index] ?? '' }))
    .sort((a, b) => (a.account < b.account ? -1 : 1));
}

async function until(done: () => boolean): Promise<void> {
  const limit = Date.now() + 15_000;
  while (!done()) {
    if (Date.now() > limit) throw new Error('the test keyring did not start in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
}
