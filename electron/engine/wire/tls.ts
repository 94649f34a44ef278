import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

/**
 * What every connection of the wire is made with: nothing below TLS 1.2 (RFC 8996), the usual authorities, the
 * system's, and the clinic's own. There is no way to turn verification off.
 */
export interface WireTls {
  readonly secureContext: SecureContext;
  readonly minVersion: 'TLSv1.2';
  readonly rejectUnauthorized: true;
}

/**
 * Makes the TLS settings once for a session, because parsing some 200 root certificates for each connection takes
 * longer than the handshake. `clinicCa` is PEM of one or more certificate authorities, or `undefined`.
 */
export function wireTls(clinicCa: string | undefined): WireTls {
  const ca = [...getCACertificates('default'), ...getCACertificates('system')];
  if (clinicCa !== undefined) ca.push(clinicCa);
  return {
    secureContext: createSecureContext({ ca, minVersion: 'TLSv1.2' }),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
  };
}
