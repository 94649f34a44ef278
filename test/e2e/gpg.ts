import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Somebody else's OpenPGP: the machine's gpg with a home of its own. */
export interface Gpg {
  readonly fingerprint: string;
  exportPublic(): string;
  /** Public key without armour, as an Autocrypt field wants it. */
  exportPublicBytes(): Buffer;
  import(armored: string): void;
  /** Signs and encrypts an entity; the armoured message. */
  signAndEncrypt(entity: string, recipient: string): string;
  /** Detached signature over exactly these bytes. */
  sign(entity: string): string;
  /** Decrypts; `status` is what gpg says on its status channel. */
  decrypt(armored: string): { readonly text: string; readonly status: string };
  /** Checks a detached signature. */
  verify(entity: Buffer, signature: string): string;
  stop(): void;
}

/** Makes a home with one key for this person. */
export function makeGpg(name: string, address: string): Gpg {
  const home = mkdtempSync(path.join(tmpdir(), 'cs-gpg-'));
  const env = { ...process.env, GNUPGHOME: home, LC_ALL: 'C' };
  const common = [
    '--batch',
    '--yes',
    '--quiet',
    '--pinentry-mode',
    'loopback',
    '--passphrase',
    '',
    '--trust-model',
    'always',
  ];
  const gpg = (args: readonly string[], input?: string | Buffer): Buffer =>
    execFileSync('gpg', [...common, ...args], { env, input: input ?? '', stdio: ['pipe', 'pipe', 'pipe'] });
  gpg(['--quick-generate-key', `${name} <${address}>`, 'future-default', 'default', 'never']);
  const listing = gpg(['--with-colons', '--list-keys', address]).toString();
  const fingerprint = /^fpr:+([0-9A-F]{40}):/m.exec(listing)?.[1];
  if (!fingerprint) throw new Error('gpg made no key.');

  return {
    fingerprint,
    exportPublic: () => gpg(['--armor', '--export', fingerprint]).toString(),
    exportPublicBytes: () => gpg(['--export', fingerprint]),
    import: (armored) => void gpg(['--import'], armored),
    signAndEncrypt: (entity, recipient) =>
      gpg(['--armor', '--sign', '--encrypt', '--recipient', recipient], entity).toString(),
    sign: (entity) => gpg(['--armor', '--digest-algo', 'SHA256', '--detach-sign'], entity).toString(),
    decrypt: (armored) => {
      const run = spawnSync('gpg', [...common, '--status-fd', '2', '--decrypt'], { env, input: armored });
      return { text: run.stdout.toString(), status: run.stderr.toString() };
    },
    verify: (entity, signature) => {
      const file = path.join(home, 'signature.asc');
      execFileSync('tee', [file], { input: signature, stdio: ['pipe', 'ignore', 'inherit'] });
      const run = spawnSync('gpg', [...common, '--status-fd', '2', '--verify', file, '-'], { env, input: entity });
      return run.stderr.toString();
    },
    stop: () => {
      spawnSync('gpgconf', ['--kill', 'all'], { env });
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A PGP/MIME message that is signed and encrypted (RFC 3156 section 6.2), with an Autocrypt field. */
export function sealedMessage(options: {
  readonly gpg: Gpg;
  readonly from: { readonly name: string; readonly addr: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly attachment?: { readonly name: string; readonly text: string };
  readonly messageId: string;
}): Buffer {
  const { gpg, from, to, subject, messageId } = options;
  const body = `Content-Type: text/plain; charset=utf-8\r\n\r\n${options.text}\r\n`;
  const entity = options.attachment
    ? `Content-Type: multipart/mixed; boundary="inner"\r\n\r\n--inner\r\n${body}\r\n--inner\r\n` +
      `Content-Type: text/plain; name="${options.attachment.name}"\r\n` +
      `Content-Disposition: attachment; filename="${options.attachment.name}"\r\n\r\n${options.attachment.text}\r\n--inner--\r\n`
    : body;
  const sealed = gpg.signAndEncrypt(entity, to).replaceAll(/\r?\n/g, '\r\n');
  const keydata =
    gpg
      .exportPublicBytes()
      .toString('base64')
      .match(/.{1,72}/g)
      ?.join('\r\n ') ?? '';
  return Buffer.from(
    `From: ${from.name} <${from.addr}>\r\nTo: <${to}>\r\nSubject: ${subject}\r\n` +
      `Date: ${new Date().toUTCString().replace('GMT', '+0000')}\r\nMessage-ID: <${messageId}>\r\n` +
      `Autocrypt: addr=${from.addr}; prefer-encrypt=mutual; keydata=\r\n ${keydata}\r\nMIME-Version: 1.0\r\n` +
      'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="outer"\r\n\r\n' +
      '--outer\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n' +
      `--outer\r\nContent-Type: application/octet-stream\r\n\r\n${sealed}\r\n--outer--\r\n`,
  );
}
