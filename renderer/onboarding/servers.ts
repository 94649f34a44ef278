import type { Server } from '../../shared/model/account.ts';
import { addrSpecSchema } from '../../shared/model/address.ts';

/** A server as it stands in the fields: the port may not be a number yet. */
export interface ServerFields {
  readonly host: string;
  readonly port: string;
  readonly security: Server['security'];
}

export interface MailServers {
  readonly imap: ServerFields;
  readonly smtp: ServerFields;
  readonly user: string;
}

/** Whether it can be an address at all. */
export function isAddress(text: string): boolean {
  return addrSpecSchema.safeParse(text).success;
}

/** The usual names for an address: `imap.` and `smtp.` of its domain, TLS from the first byte (RFC 8314). */
export function usualServers(address: string): MailServers {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return {
    imap: { host: `imap.${domain}`, port: '993', security: 'tls' },
    smtp: { host: `smtp.${domain}`, port: '465', security: 'tls' },
    user: address,
  };
}

/** The fields of a server that the clinic's file named. */
export function fieldsOf(server: Server): ServerFields {
  return { host: server.host, port: String(server.port), security: server.security };
}

/** The server, or `null` while a field cannot be right. */
export function serverOf(fields: ServerFields): Server | null {
  const port = Number(fields.port);
  const host = fields.host.trim();
  if (host === '' || !Number.isInteger(port) || port < 1 || port > 65_535) return null;
  return { host, port, security: fields.security };
}

/** With another protection, the port that goes with it: 993 and 465 for TLS, 143 and 587 for STARTTLS. */
export function withSecurity(kind: 'imap' | 'smtp', fields: ServerFields, security: Server['security']): ServerFields {
  const ports = { imap: { tls: '993', starttls: '143' }, smtp: { tls: '465', starttls: '587' } }[kind];
  const usual = Object.values(ports).includes(fields.port);
  return { ...fields, security, port: usual ? ports[security] : fields.port };
}
