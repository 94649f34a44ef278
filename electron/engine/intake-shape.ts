import type { OpenedMessage, PlacedPart } from './intake-open.ts';
import type { PartRole } from './mime/inspection.ts';
import { claimedNames } from './mime/names.ts';
import { isMultipart, isNestedMessage, type MimePart, walk } from './mime/tree.ts';

/** Which part plays which role: what is shown as the message, what is a file, what is neither. */
export interface Shape {
  readonly roles: ReadonlyMap<MimePart, PartRole | null>;
  /** Parts of the message itself that are shown as text, in order; nested messages among them. */
  readonly bodies: readonly PlacedPart[];
  /** Parts listed as attachments (docs/command-line.md), keys apart. */
  readonly files: readonly PlacedPart[];
  /** Keys that came along. */
  readonly keys: readonly PlacedPart[];
}

const reports =
  /^(?:message\/(?:delivery-status|disposition-notification|feedback-report|global-delivery-status|global-disposition-notification|global-headers)|text\/rfc822-headers)$/;

/**
 * Gives every part its role. `concealed` are parts that header protection hides (copies of the subject for old readers);
 * `usedCids` are content ids that a shown HTML part uses.
 */
export function shapeOf(opened: OpenedMessage, concealed: ReadonlySet<MimePart>, usedCids: ReadonlySet<string>): Shape {
  const hidden = unchosenAlternatives(opened);
  const roles = new Map<MimePart, PartRole | null>();
  const bodies: PlacedPart[] = [];
  const files: PlacedPart[] = [];
  const keys: PlacedPart[] = [];
  /** Messages (the outer one is null) that already have a text. */
  const withText = new Set<MimePart | null>();
  for (const placed of opened.placed) {
    const { part, nestedIn } = placed;
    const role = concealed.has(part) ? 'control' : roleOf(placed, hidden, usedCids, withText.has(nestedIn));
    roles.set(part, role);
    if (role === 'text' || role === 'html') withText.add(nestedIn);
    if (nestedIn !== null) continue;
    if (role === 'text' || role === 'html' || role === 'nested-message') bodies.push(placed);
    if (role === 'attachment' || role === 'calendar' || role === 'nested-message') files.push(placed);
    if (role === 'key') keys.push(placed);
  }
  return { roles, bodies, files, keys };
}

/** Content ids of all parts that could be shown inside HTML. */
export function partsOfMessage(opened: OpenedMessage, nestedIn: MimePart | null): PlacedPart[] {
  return opened.placed.filter((placed) => placed.nestedIn === nestedIn);
}

function roleOf(
  { part, control }: PlacedPart,
  hidden: ReadonlySet<MimePart>,
  usedCids: ReadonlySet<string>,
  hasText: boolean,
): PartRole | null {
  if (isMultipart(part) && part.children.length > 0) return null;
  if (control) return control;
  const type = part.type.value;
  if (isNestedMessage(part)) return part.children.length > 0 ? 'nested-message' : 'attachment';
  if (hidden.has(part)) return 'hidden-alternative';
  if (type === 'application/pgp-signature' || /^application\/(?:x-)?pkcs7-signature$/.test(type)) return 'signature';
  if (type === 'application/pgp-keys') return 'key';
  if (type === 'text/calendar' || type === 'application/ics') return 'calendar';
  if (reports.test(type)) return 'report';
  const attached = part.disposition?.value === 'attachment';
  if (!attached && (type === 'text/plain' || type === 'text/html')) {
    const inAlternative = part.parent?.type.value === 'multipart/alternative';
    // A named text behind the first is a file that somebody's program marked as inline.
    if (inAlternative || !hasText || claimedNames(part).length === 0) return type === 'text/html' ? 'html' : 'text';
  }
  if (isMultipart(part)) return 'text';
  if (part.contentId && usedCids.has(part.contentId) && type.startsWith('image/')) return 'inline';
  return 'attachment';
}

/** Text leaves under the children of a `multipart/alternative` that are not the one to show: the last that can be. */
function unchosenAlternatives(opened: OpenedMessage): Set<MimePart> {
  const hidden = new Set<MimePart>();
  const contentOf = contents(opened);
  for (const { part } of opened.placed) {
    if (part.type.value !== 'multipart/alternative') continue;
    const chosen = part.children.findLast((child) => isShowable(child, contentOf));
    if (!chosen) continue;
    for (const child of part.children) {
      if (child === chosen) continue;
      for (const leaf of walk(child))
        if (/^text\/(?:plain|html|enriched|richtext|x-amp-html|watch-html)$/.test(leaf.type.value)) hidden.add(leaf);
    }
  }
  return hidden;
}

/** What stands in a part: its children, or what was decrypted out of it. */
function contents(opened: OpenedMessage): (part: MimePart) => readonly MimePart[] {
  const byHolder = new Map<string, MimePart>();
  for (const layer of opened.layers) {
    const payload = opened.payloads.get(layer.id);
    if (payload && layer.decryption) byHolder.set(layer.part, payload);
  }
  return (part) => {
    const payload = byHolder.get(part.path);
    return payload ? [payload] : part.children;
  };
}

function isShowable(part: MimePart, contentOf: (part: MimePart) => readonly MimePart[]): boolean {
  if (part.disposition?.value === 'attachment') return false;
  if (part.type.value === 'text/plain' || part.type.value === 'text/html') return true;
  return isMultipart(part) && contentOf(part).some((child) => isShowable(child, contentOf));
}
