import type { Block } from '../../shared/model/message.ts';
import { sha256 } from './intake-digest.ts';
import type { InlineText, OpenedMessage, PlacedPart } from './intake-open.ts';
import type { ReadProtection } from './intake-protection.ts';
import { type Shape, shapeOf } from './intake-shape.ts';
import { identityMatches, speakingLayers, statusesOf, worstStatus } from './intake-verdict.ts';
import { decodeBody, decodeText } from './mime/body.ts';
import { type SafeHtml, sanitiseHtml } from './mime/html.ts';
import { textOfHtml } from './mime/html-text.ts';
import type { InspectedAttachment, InspectedBlock, PartRole } from './mime/inspection.ts';
import { mimeLimits } from './mime/limits.ts';
import { messageHeaders } from './mime/message-headers.ts';
import { attachmentRisk, claimedNames, distinct, fallbackName, safeName } from './mime/names.ts';
import { entityBytes, type MimePart } from './mime/tree.ts';

/** What the reader gets to see of a message, made once. */
export interface Shown {
  readonly roles: ReadonlyMap<MimePart, PartRole | null>;
  readonly shape: Shape;
  readonly inlineImages: readonly PlacedPart[];
  readonly blocks: readonly InspectedBlock[];
  readonly views: readonly Block[];
  readonly html: readonly SafeHtml[];
  readonly cut: boolean;
}

/** Content ids that the HTML of a message names; cheap, because it decides roles before anything is sanitised. */
export function usedCids(opened: OpenedMessage): Set<string> {
  const used = new Set<string>();
  const affordable = htmlBudget();
  for (const { part } of opened.placed) {
    if (part.type.value !== 'text/html' || !affordable(part)) continue;
    for (const match of decodeText(part).text.matchAll(/cid:([^"'\s>)]{1,500})/gi)) {
      used.add(match[1] ?? '');
      try {
        used.add(decodeURIComponent(match[1] ?? ''));
      } catch {
        // Not percent-encoded: the form above is the one.
      }
    }
  }
  return used;
}

/** Says of one HTML part after the other whether there is time to read it. */
export function htmlBudget(): (part: MimePart) => boolean {
  let room: number = mimeLimits.htmlCharsInAll;
  return (part) => {
    // Bytes are looked at, not text: deciding must not cost what it saves.
    room -= part.end - part.bodyStart;
    return room > 0;
  };
}

/** The text of one shown part as it will be read, without sanitising: for the index and the list's preview. */
export function quickText(placed: PlacedPart, role: PartRole | null | undefined, protection: ReadProtection): string {
  if (placed.inline) return inlineText(placed.inline);
  const { text } = decodeText(placed.part);
  return role === 'html' ? textOfHtml(text) : withoutLegacyDisplay(placed.part, text, protection);
}

/** All of a text with inline PGP as it is read, armour replaced by what it holds. */
function inlineText({ text, around }: InlineText): string {
  return [around.before, text, around.after]
    .map((piece) => piece.trim())
    .filter(Boolean)
    .join('\n\n');
}

/** The pieces that one shown part makes: what stands around inline PGP is read too, and never under its protection. */
function* pieces(placed: PlacedPart): Generator<{ readonly placed: PlacedPart; readonly own: string | null }> {
  const { inline } = placed;
  if (!inline) return yield { placed, own: null };
  const { before, after, encryptedBy, signedBy } = inline.around;
  const outside = { ...placed, inline: null, encryptedBy, signedBy };
  if (before.trim() !== '') yield { placed: outside, own: before.trim() };
  yield { placed, own: inline.text };
  if (after.trim() !== '') yield { placed: outside, own: after.trim() };
}

/** Turns roles into blocks: each shown part a text or a document of its own, with its own flags. */
export function show(opened: OpenedMessage, protection: ReadProtection, isList: boolean): Shown {
  const cids = usedCids(opened);
  const shape = shapeOf(opened, protection.concealed, cids);
  const inlineImages = opened.placed.filter(
    ({ part, nestedIn }) => nestedIn === null && shape.roles.get(part) === 'inline',
  );
  const blocks: InspectedBlock[] = [];
  const views: Block[] = [];
  const html: SafeHtml[] = [];
  let cut = shape.bodies.length > mimeLimits.blocks;
  const outer = speakingLayers(opened.layers, null);
  const anySigned = outer.some((layer) => statusesOf(layer).length > 0);
  const anyEncrypted = outer.some(({ decryption }) => decryption?.status === 'ok');

  const affordable = htmlBudget();
  const shownPieces = shape.bodies.slice(0, mimeLimits.blocks).flatMap((placed) => [...pieces(placed)]);
  cut ||= shownPieces.length > mimeLimits.blocks;
  for (const { placed, own } of shownPieces.slice(0, mimeLimits.blocks)) {
    const role = shape.roles.get(placed.part);
    const nested = role === 'nested-message' ? placed.part : null;
    const flags = nested ? nestedFlags(opened, nested) : flagsOf(opened, placed);
    let label: string | null = null;
    if (nested) label = 'forwarded';
    else if (placed.inline) label = 'pgp-inline';
    else if (anySigned && !flags.signed) label = isList ? 'mailing-list-footer' : 'not-signed';
    else if (anyEncrypted && !flags.encrypted) label = 'not-encrypted';

    let text: string;
    let content: string | null = null;
    if (own !== null) text = own;
    else if (nested) text = nestedText(opened, shape, nested);
    else if (role === 'html' && !affordable(placed.part)) {
      text = '';
      cut = true;
    } else if (role === 'html') {
      const safe = sanitiseHtml(decodeText(placed.part).text, (cid) => cidPart(opened, placed, cid));
      html.push(safe);
      cut ||= safe.cut;
      text = safe.text;
      content = safe.document;
    } else text = quickText(placed, role, protection);
    if (text.length > mimeLimits.blockChars) {
      text = text.slice(0, mimeLimits.blockChars);
      cut = true;
    }
    const { part } = placed;
    blocks.push({ part: part.path, text, ...flags, label });
    views.push({
      part: part.path,
      kind: content === null ? 'text' : 'html',
      content: content ?? text,
      encrypted: flags.encrypted,
      signed: flags.signed,
      signatureStatus: flags.signature_status,
      label,
    });
  }
  return { roles: shape.roles, shape, inlineImages, blocks, views, html, cut };
}

type Flags = Pick<InspectedBlock, 'encrypted' | 'signed' | 'signature_status'>;

/** Flags of a part of the message itself: only layers that count make something signed. */
export function flagsOf(opened: OpenedMessage, placed: PlacedPart): Flags {
  const layers = speakingLayers(opened.layers, placed.nestedIn).filter(({ id }) => placed.signedBy.includes(id));
  const statuses = layers.flatMap(statusesOf);
  return {
    encrypted: placed.encryptedBy !== null,
    signed: statuses.length > 0,
    signature_status: worstStatus(statuses),
  };
}

/** Flags of a nested message as one block: what its own envelope does for its own text. */
function nestedFlags(opened: OpenedMessage, nested: MimePart): Flags {
  const inside = opened.placed.filter(({ nestedIn, part }) => nestedIn === nested && part.children.length === 0);
  const own = speakingLayers(opened.layers, nested);
  const statuses = own.flatMap(statusesOf);
  // Anybody can sign a message that names somebody else; what it shows above its text is the name.
  const from = nested.children[0] ? messageHeaders(nested.children[0]).from : [];
  const signing = own
    .filter(
      (layer) => statusesOf(layer).length > 0 && layer.judged.every(({ emails }) => identityMatches(emails, from)),
    )
    .map(({ id }) => id);
  const texts = inside.filter(({ part, control }) => !control && part.type.value.startsWith('text/'));
  return {
    encrypted: texts.length > 0 && texts.every(({ encryptedBy }) => own.some(({ id }) => id === encryptedBy)),
    signed: signing.length > 0 && texts.every(({ signedBy }) => signing.some((id) => signedBy.includes(id))),
    signature_status: worstStatus(statuses),
  };
}

/** A nested message as plain text: who, when, what, then its visible text. Its HTML is never put beside ours. */
function nestedText(opened: OpenedMessage, shape: Shape, nested: MimePart): string {
  const root = nested.children[0];
  if (!root) return '';
  const headers = messageHeaders(root);
  const people = (list: readonly { display: string; addr: string }[]): string =>
    list
      .slice(0, 20)
      .map(({ display, addr }) => (display ? `${display} <${addr}>` : addr))
      .join(', ');
  const head = [
    headers.from.length > 0 ? `From: ${people(headers.from)}` : '',
    headers.to.length > 0 ? `To: ${people(headers.to)}` : '',
    headers.date ? `Date: ${headers.date}` : '',
    headers.subject ? `Subject: ${headers.subject}` : '',
  ].filter(Boolean);
  const affordable = htmlBudget();
  const body = opened.placed
    .filter(
      ({ part, nestedIn }) =>
        nestedIn === nested && (shape.roles.get(part) === 'text' || shape.roles.get(part) === 'html'),
    )
    .map(({ part, inline }) => {
      if (inline) return inlineText(inline);
      const { text } = decodeText(part);
      if (part.type.value !== 'text/html') return text.trimEnd();
      return affordable(part) ? textOfHtml(text) : '';
    });
  return [head.join('\n'), ...body].filter(Boolean).join('\n\n').slice(0, mimeLimits.blockChars);
}

/** An image for `cid:` of one HTML part: same message, same envelope, never something decrypted in foreign HTML. */
function cidPart(opened: OpenedMessage, html: PlacedPart, cid: string): Uint8Array | undefined {
  const found = opened.placed.find(
    ({ part, encryptedBy, signedBy, nestedIn }) =>
      part.contentId === cid &&
      part.children.length === 0 &&
      nestedIn === html.nestedIn &&
      encryptedBy === html.encryptedBy &&
      signedBy.length === html.signedBy.length &&
      signedBy.every((id) => html.signedBy.includes(id)),
  );
  return found ? decodeBody(found.part) : undefined;
}

/** RFC 9788 section 4.9: the copy of protected fields above the text is taken off where the part says that it is there. */
function withoutLegacyDisplay(part: MimePart, text: string, protection: ReadProtection): string {
  if (!protection.payload || part.type.params.get('hp-legacy-display') !== '1') return text;
  const end = text.indexOf('\n\n');
  return end < 0 ? text : text.slice(end + 2);
}

export interface ListedFile extends InspectedAttachment {
  readonly source: PlacedPart;
}

/** Attachments under the one name that each is shown and saved with. */
export function listFiles(opened: OpenedMessage, files: readonly PlacedPart[]): ListedFile[] {
  const taken = new Set<string>();
  return files.slice(0, mimeLimits.parts).map((placed) => {
    const { part } = placed;
    const nested = part.type.value === 'message/rfc822' || part.type.value === 'message/global';
    const bytes = nested ? nestedBytes(part) : decodeBody(part);
    const claimed = nested ? `${nestedSubject(part)}.eml` : (claimedNames(part)[0] ?? '');
    // A subject may hold a slash; a file name's is a path.
    const name = distinct(safeName(nested ? claimed.replace(/[/\\]/g, '_') : claimed, fallbackName(part)), taken);
    const { risk, reason } = attachmentRisk(claimed, name, part.type.value, bytes);
    const flags = flagsOf(opened, placed);
    return {
      part: part.path,
      name_shown: name,
      name_on_save: name,
      type: part.type.value.slice(0, 255),
      size: bytes.length,
      sha256: sha256(bytes),
      encrypted: flags.encrypted,
      // A file has one word for its signature, so only one that holds is called that.
      signed: flags.signed && flags.signature_status === 'valid',
      risk,
      reason,
      source: placed,
    };
  });
}

/** The bytes of an attached message: its own header and body, not the part that holds it. */
export function nestedBytes(part: MimePart): Uint8Array {
  const inner = part.children[0];
  return inner ? entityBytes(inner) : decodeBody(part);
}

function nestedSubject(part: MimePart): string {
  const inner = part.children[0];
  return (inner && messageHeaders(inner).subject?.trim()) || 'message';
}
