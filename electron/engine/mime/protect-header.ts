import { buildHeader, type OutgoingMessage } from './build.ts';

/** What stands outside in place of a subject that is sealed, as RFC 9788 section 3.2.1 has it. */
const CONCEALED = '[...]';

/** Fields that say nothing sealed: MIME's own, and the key, which readers look for outside only. */
const outside = /^(?:MIME-Version|Autocrypt):/i;

/**
 * Header protection (RFC 9788) with the subject concealed: the header to send outside, and the entity with the real one
 * inside, to be encrypted. Readers of the older form (`protected-headers="v1"`) find it as well.
 */
export function concealSubject(
  message: OutgoingMessage,
  entity: Uint8Array,
): { readonly header: string; readonly entity: Uint8Array } {
  const header = buildHeader({ ...message, subject: CONCEALED });
  const text = Buffer.from(entity);
  const end = text.indexOf('\r\n\r\n');
  const own = text.subarray(0, end).toString('latin1');
  const marked = own.replace(
    /^Content-Type:[^\r\n]*(?:\r\n[ \t][^\r\n]*)*/im,
    (type) => `${type};\r\n hp="cipher"; protected-headers="v1"`,
  );
  const inner = fieldsOf(buildHeader(message)).map((field) => `${field}\r\n`);
  const copies = fieldsOf(header).map((field) => `HP-Outer: ${field}\r\n`);
  const head = `${inner.join('')}${copies.join('')}${marked}`;
  return { header, entity: Buffer.concat([Buffer.from(head, 'latin1'), text.subarray(end)]) };
}

/** The fields of a header, each with its folded lines. */
function fieldsOf(header: string): string[] {
  return header
    .trimEnd()
    .split(/\r\n(?![ \t])/)
    .filter((field) => !outside.test(field));
}
