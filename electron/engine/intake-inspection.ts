import packageFile from '../../package.json' with { type: 'json' };
import { sha256 } from './intake-digest.ts';
import type { OpenedMessage, PlacedPart } from './intake-open.ts';
import type { ReadProtection } from './intake-protection.ts';
import { type Judged, layerSignature } from './intake-verdict.ts';
import { flagsOf, type ListedFile, nestedBytes, type Shown } from './intake-view.ts';
import { decodeBody, decodeText } from './mime/body.ts';
import { isoSeconds } from './mime/date.ts';
import type { InspectedPart, Inspection, Layer, Render, SenderCheck, Warning } from './mime/inspection.ts';
import type { MessageHeaders } from './mime/message-headers.ts';
import { claimedNames } from './mime/names.ts';
import { bodyBytes, type Defect, isMultipart, isNestedMessage } from './mime/tree.ts';
import type { AutocryptHeader } from './openpgp/autocrypt.ts';
import type { Report } from './rooms.ts';

export interface Judgement extends Judged {
  readonly warnings: readonly Warning[];
}

/** Puts the whole inspection together (docs/command-line.md, "inspect"). Everything in it was made before; this is its shape. */
export function makeInspection(from: {
  readonly raw: Uint8Array;
  readonly at: Date;
  readonly started: number;
  readonly opened: OpenedMessage;
  readonly protection: ReadProtection;
  readonly outer: MessageHeaders;
  readonly autocrypt: AutocryptHeader | null;
  readonly shown: Shown;
  readonly files: readonly ListedFile[];
  readonly judgement: Judgement;
  readonly checks: readonly SenderCheck[];
  readonly reports: readonly Report[];
  readonly mdnRequested: boolean;
}): Inspection {
  const { opened, outer, protection, shown, judgement } = from;
  const { fromGrouped: _grouped, defects: headerDefects, ...headers } = outer;
  const partDefects: Defect[] = [];
  const parts = opened.placed.map((placed) => inspectPart(placed, from, partDefects));
  const autocryptFields = opened.tree.root.headers.some(({ name }) => name === 'autocrypt');
  const defects = [...opened.tree.defects, ...headerDefects, ...partDefects];
  const { payload: _payload, concealed: _concealed, ...header_protection } = protection;
  return {
    schema: 1,
    tool_version: packageFile.version,
    at: isoSeconds(from.at),
    input: { sha256: sha256(from.raw), bytes: from.raw.length },
    parse: { ok: defects.length === 0, defects },
    headers: {
      ...headers,
      autocrypt: from.autocrypt
        ? { addr: from.autocrypt.addr, prefer_encrypt: from.autocrypt.preferEncrypt, usable: true }
        : autocryptFields
          ? { addr: '', prefer_encrypt: '', usable: false }
          : null,
    },
    header_protection,
    parts,
    layers: opened.layers.map((layer): Layer => {
      const { judged, nestedIn: _nested, signatures, ...plain } = layer;
      return { ...plain, signatures: [...judged.map((one) => layerSignature(one, outer.from)), ...signatures] };
    }),
    verdict: judgement.verdict,
    render: makeRender(shown),
    attachments: from.files.map(({ source: _source, ...file }) => file),
    reports: from.reports,
    auth: null,
    sender_checks: from.checks,
    mdn: { requested: from.mdnRequested, would_send_automatically: false },
    warnings: judgement.warnings,
    elapsed_ms: Math.round(performance.now() - from.started),
  };
}

function inspectPart(
  placed: PlacedPart,
  from: { readonly opened: OpenedMessage; readonly shown: Shown },
  defects: Defect[],
): InspectedPart {
  const { part } = placed;
  const holds = part.children.length > 0;
  const bytes = isNestedMessage(part) && holds ? nestedBytes(part) : holds ? bodyBytes(part) : decodeBody(part);
  let text: string | null = null;
  let charset: string | null = null;
  if (!holds && part.type.value.startsWith('text/')) {
    const decoded = decodeText(part);
    text = placed.inline?.text ?? decoded.text;
    charset = decoded.charset;
    for (const code of decoded.defects) defects.push({ code, part: part.path, detail: 'body' });
  }
  const names = claimedNames(part);
  if (names.length > 1) defects.push({ code: 'name-differs', part: part.path, detail: 'two file names' });
  const flags = flagsOf(from.opened, placed);
  const layers = from.opened.layers.filter(({ id }) => placed.signedBy.includes(id));
  return {
    path: part.path,
    parent: part.parent?.path ?? null,
    ctype: part.type.value,
    charset_declared: part.type.params.get('charset') ?? null,
    charset_used: charset,
    cte: part.encoding,
    disposition: part.disposition?.value ?? null,
    filename_raw: names,
    size: bytes.length,
    sha256: sha256(bytes),
    role: isMultipart(part) && holds ? null : (from.shown.roles.get(part) ?? null),
    text,
    from_layer: placed.encryptedBy,
    encrypted: flags.encrypted,
    signed: flags.signed,
    signature_ids: layers.map(({ id }) => id),
  };
}

function makeRender(shown: Shown): Render {
  const documents = shown.html.map(({ document }) => document);
  const whole = documents.join('\n');
  const tags = whole.match(/<[a-z][^>]*>/gi) ?? [];
  return {
    view: documents.length > 0 ? 'html' : 'text',
    visible_text: shown.blocks.map(({ text }) => text).join('\n\n'),
    blocks: shown.blocks,
    html_final: documents.length > 0 ? whole : null,
    remote: shown.html.flatMap(({ remote }) => remote),
    requests_made: [],
    scripts_run: tags.filter((tag) => /^<script/i.test(tag)).length,
    forms: tags.filter((tag) => /^<form/i.test(tag)).length,
    dom_events_left: tags.filter((tag) => /\son[a-z]+\s*=/i.test(tag.replace(/"[^"]*"/g, '""'))).length,
    links: shown.html.flatMap(({ links }) => links),
    cid_unresolved: [...new Set(shown.html.flatMap(({ cidUnresolved }) => cidUnresolved))],
    style_leaks_between_parts: false,
  };
}
