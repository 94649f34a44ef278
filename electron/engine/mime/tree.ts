/** A deviation from the RFCs that was met while reading; `part` is the path of the part, `detail` holds no content. */
export interface Defect {
  readonly code: DefectCode;
  readonly part: string;
  readonly detail: string;
}

export type DefectCode =
  | 'too-large'
  | 'too-deep'
  | 'too-many-parts'
  | 'header-too-large'
  | 'too-many-fields'
  | 'field-too-long'
  | 'line-too-long'
  | 'bare-lf'
  | 'nul-byte'
  | 'no-header'
  | 'malformed-field'
  | 'header-not-ended'
  | 'raw-8bit-header'
  | 'duplicate-field'
  | 'mbox-from-line'
  | 'boundary-missing'
  | 'boundary-in-header'
  | 'boundary-not-found'
  | 'boundary-not-closed'
  | 'content-type-invalid'
  | 'multipart-encoded'
  | 'cte-unknown'
  | 'base64-damaged'
  | 'quoted-printable-damaged'
  | 'charset-unknown'
  | 'charset-wrong'
  | 'encoded-word-damaged'
  | 'parameter-damaged'
  | 'parameter-duplicate'
  | 'name-differs'
  | 'address-damaged'
  | 'date-invalid'
  | 'decoded-too-large'
  | 'wrapper-mangled'
  | 'html-too-large'
  | 'time-limit';

/** One header field, in the order of the source. */
export interface HeaderField {
  /** Lower case. */
  readonly name: string;
  /** As written. */
  readonly nameRaw: string;
  /** Unfolded value without leading and trailing blanks, not yet decoded (encoded words are still there). */
  readonly value: string;
  /** Byte range of the whole field in its part's `source`, line ends of the last line included. */
  readonly start: number;
  readonly end: number;
}

/** `Content-Type` or `Content-Disposition`, taken apart; names and the value itself are lower case. */
export interface Structured {
  readonly value: string;
  readonly params: ReadonlyMap<string, string>;
}

/**
 * One MIME entity. Paths count from "1" (the message itself) and add one number per level: "1.2" is the second child of
 * the root, "1.2.1" the message inside a `message/rfc822` at "1.2". Byte ranges lie in `source`, which is the message as
 * received, or the decoded bytes of the part around it where that part was transfer-encoded or encrypted.
 */
export interface MimePart {
  readonly path: string;
  readonly parent: MimePart | null;
  readonly source: Uint8Array;
  /** Header and body: what a detached signature covers (RFC 1847 section 2.1), before line ends are made canonical. */
  readonly start: number;
  readonly bodyStart: number;
  readonly end: number;
  readonly headers: readonly HeaderField[];
  readonly type: Structured;
  /** Lower case, `null` when the field is absent. */
  readonly disposition: Structured | null;
  /** Lower case; `7bit` when absent. */
  readonly encoding: string;
  /** Without angle brackets. */
  readonly contentId: string | null;
  /** Parts of a multipart, or the one message inside a `message/rfc822`. */
  readonly children: readonly MimePart[];
}

export interface MimeTree {
  readonly root: MimePart;
  readonly defects: readonly Defect[];
}

/** The header and body bytes of a part, exactly as received. */
export function entityBytes(part: MimePart): Uint8Array {
  return part.source.subarray(part.start, part.end);
}

/** The body of a part as received, transfer encoding still in place. */
export function bodyBytes(part: MimePart): Uint8Array {
  return part.source.subarray(part.bodyStart, part.end);
}

/** All parts below and including `part`, in the order of the source. */
export function* walk(part: MimePart): Generator<MimePart> {
  yield part;
  for (const child of part.children) yield* walk(child);
}

/** First field of that name (lower case), undecoded. */
export function field(part: MimePart, name: string): string | undefined {
  return part.headers.find((header) => header.name === name)?.value;
}

/** All fields of that name (lower case), undecoded. */
export function fields(part: MimePart, name: string): string[] {
  return part.headers.filter((header) => header.name === name).map((header) => header.value);
}

export function isMultipart(part: MimePart): boolean {
  return part.type.value.startsWith('multipart/');
}

/** A message inside a message, which has a header, sender and seal of its own. */
export function isNestedMessage(part: MimePart): boolean {
  return part.type.value === 'message/rfc822' || part.type.value === 'message/global';
}
