import type { OpenedMessage } from './intake-open.ts';
import type { HeaderProtection } from './mime/inspection.ts';
import { field, type MimePart, walk } from './mime/tree.ts';
import { decodeWords } from './mime/words.ts';

export interface ReadProtection extends HeaderProtection {
  /** The part whose header is protected, or `null`. */
  readonly payload: MimePart | null;
  /** Parts that only repeat the protected subject for old readers. */
  readonly concealed: ReadonlySet<MimePart>;
}

const structural = /^(?:content-|mime-version$|hp-outer$)/;

/**
 * Header protection, RFC 9788 and the older form (`protected-headers="v1"`). Only the root of what the message's own
 * envelope protects counts; the same marks anywhere else, or under a signature that does not hold, are named and ignored.
 */
export function readProtection(opened: OpenedMessage): ReadProtection {
  const root = opened.tree.root;
  const { payload, encrypted, signed } = envelopePayload(opened);
  const marked = payload !== null && payload !== root && isMarked(payload) && (encrypted || signed) ? payload : null;
  const ignored = allParts(opened)
    .filter((part) => part !== marked && part !== root && isMarked(part) && !isLegacyDisplay(part, marked))
    .map((part) => ({ part: part.path, reason: part === payload ? 'not-protected' : 'misplaced' }));
  if (isMarked(root)) ignored.unshift({ part: root.path, reason: 'not-protected' });
  if (!marked) return { ...none, ignored, payload: null, concealed: new Set() };

  const values: Record<string, string> = {};
  const outer: Record<string, string> = {};
  const removed: string[] = [];
  for (const { name, value } of marked.headers) {
    if (structural.test(name) || name in values) continue;
    values[name] = decodeWords(value);
    const outside = field(root, name);
    if (outside === undefined) removed.push(name);
    else outer[name] = decodeWords(outside);
  }
  const concealed = new Set<MimePart>();
  const first = marked.type.value.startsWith('multipart/') ? marked.children[0] : undefined;
  if (first && isLegacyDisplay(first, marked)) concealed.add(first);
  return {
    mode: encrypted ? (signed ? 'signed+encrypted' : 'encrypted') : 'signed',
    values,
    outer,
    removed_outer: removed,
    legacy_display_hidden: concealed.size > 0,
    ignored,
    payload: marked,
    concealed,
  };
}

const none: HeaderProtection = {
  mode: 'none',
  values: {},
  outer: {},
  removed_outer: [],
  legacy_display_hidden: false,
  ignored: [],
};

/** Follows the layers that make up the message's own envelope from the root to what they protect. */
function envelopePayload(opened: OpenedMessage): { payload: MimePart | null; encrypted: boolean; signed: boolean } {
  let part: MimePart = opened.tree.root;
  let encrypted = false;
  let signed = false;
  for (;;) {
    const layer = opened.layers.find((one) => one.part === part.path && !one.kind.startsWith('pgp-inline'));
    const payload = layer && opened.payloads.get(layer.id);
    if (!layer || !payload) return { payload: encrypted || signed ? part : null, encrypted, signed };
    if (layer.decryption?.status === 'ok') encrypted = true;
    if (!layer.ignored && layer.judged.length > 0 && layer.judged.every(({ cryptoOk }) => cryptoOk)) signed = true;
    part = payload;
  }
}

function isMarked(part: MimePart): boolean {
  const hp = part.type.params.get('hp')?.toLowerCase();
  return hp === 'cipher' || hp === 'clear' || part.type.params.get('protected-headers')?.toLowerCase() === 'v1';
}

function isLegacyDisplay(part: MimePart, payload: MimePart | null): boolean {
  return (
    payload !== null &&
    part.parent === payload &&
    part.type.params.get('protected-headers')?.toLowerCase() === 'v1' &&
    /^text\/(?:plain|rfc822-headers)$/.test(part.type.value)
  );
}

function allParts(opened: OpenedMessage): MimePart[] {
  const found = new Set<MimePart>(walk(opened.tree.root));
  for (const payload of opened.payloads.values()) for (const part of walk(payload)) found.add(part);
  return [...found];
}
