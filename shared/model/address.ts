import { z } from 'zod';

/** A mailbox address as RFC 5322 section 3.4 has it: display name (decoded) and addr-spec. */
export const addressSchema = z.strictObject({
  name: z.string().max(998),
  addr: z.string().max(998),
});
export type Address = z.infer<typeof addressSchema>;

/** What one may send to: addr-spec of at most 320 octets, no blanks, one `@` with something on either side. */
export const addrSpecSchema = z
  .string()
  .max(320)
  .regex(/^[^\s@<>"(),;:\\]+@[^\s@<>"(),;:\\]+$/);

/** Compares as the internet does in practice: case folded as a whole. */
export function sameAddress(a: string, b: string): boolean {
  return foldAddress(a) === foldAddress(b);
}

/** The form under which addresses are stored for comparison. */
export function foldAddress(addr: string): string {
  return addr.trim().toLowerCase();
}
