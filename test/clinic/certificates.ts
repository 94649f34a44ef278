import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate with its private key, both PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** What a server of the test clinic may show: one good identity and three that a client must refuse. */
export interface Certificates {
  /** PEM of the clinic's own certificate authority. */
  readonly ca: string;
  readonly localhost: Identity;
  /** Issued by the clinic's CA for another host. */
  readonly wrongHost: Identity;
  /** Issued by the clinic's CA for localhost; ended yesterday. */
  readonly expired: Identity;
  /** For localhost, by a CA that nobody here knows. */
  readonly untrusted: Identity;
}

const dayMs = 86_400_000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

interface Authority {
  readonly cert: X509Certificate;
  readonly keys: CryptoKeyPair;
}

/** P-256 key pair that can be exported. */
async function makeKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
}

async function makeAuthority(name: string): Promise<Authority> {
  const keys = await makeKeys();
  const cert = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 30 * dayMs),
    notAfter: new Date(Date.now() + 30 * dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert, keys };
}

async function issue(by: Authority, host: string, from: Date, to: Date): Promise<Identity> {
  const keys = await makeKeys();
  const cert = await X509CertificateGenerator.create({
    subject: `CN=${host}`,
    issuer: by.cert.subject,
    notBefore: from,
    notAfter: to,
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: by.keys.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([{ type: 'dns', value: host }]),
    ],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const lines = pkcs8.match(/.{1,64}/g) ?? [];
  return {
    cert: `${cert.toString('pem')}\n`,
    key: `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`,
  };
}

/** Makes a fresh CA and the four identities (RFC 5280 profile, P-256). Takes about 20 ms. */
export async function makeCertificates(): Promise<Certificates> {
  const clinic = await makeAuthority('Test clinic CA');
  const stranger = await makeAuthority('Somebody else CA');
  const now = Date.now();
  const from = new Date(now - 20 * dayMs);
  const to = new Date(now + 20 * dayMs);
  return {
    ca: `${clinic.cert.toString('pem')}\n`,
    localhost: await issue(clinic, 'localhost', from, to),
    wrongHost: await issue(clinic, 'mail.elsewhere.test', from, to),
    expired: await issue(clinic, 'localhost', from, new Date(now - dayMs)),
    untrusted: await issue(stranger, 'localhost', from, to),
  };
}
