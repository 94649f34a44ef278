import type { Address } from '../../shared/model/address.ts';
import { addrSpecSchema, sameAddress } from '../../shared/model/address.ts';
import { mdnRequest } from './delivery/mdn.ts';
import { parseReports } from './delivery/report.ts';
import { sha256 } from './intake-digest.ts';
import { type Judgement, makeInspection } from './intake-inspection.ts';
import { type OpenedMessage, openLayers } from './intake-open.ts';
import { type ReadProtection, readProtection } from './intake-protection.ts';
import { shapeOf } from './intake-shape.ts';
import { judgeMessage } from './intake-verdict.ts';
import {
  htmlBudget,
  type ListedFile,
  listFiles,
  nestedBytes,
  quickText,
  type Shown,
  show,
  usedCids,
} from './intake-view.ts';
import { decodeBody } from './mime/body.ts';
import { parseDate } from './mime/date.ts';
import type { InspectedAddress, Inspection, Warning } from './mime/inspection.ts';
import { mimeLimits } from './mime/limits.ts';
import { type MessageHeaders, messageHeaders } from './mime/message-headers.ts';
import { claimedNames } from './mime/names.ts';
import { newBudget, parseMime } from './mime/parse.ts';
import { senderChecks } from './mime/sender-checks.ts';
import { linksInText } from './mime/text-links.ts';
import { fields, type MimePart } from './mime/tree.ts';
import { readAutocrypt } from './openpgp/autocrypt.ts';
import type { Reader, ReadMessage, ReadView } from './rooms.ts';
import type { MessageFacts, StoredKey } from './store/types.ts';

export interface ReaderOptions {
  /** Keys that messages are opened and judged with; asked anew for every message. */
  readonly keys: () => readonly StoredKey[];
  readonly ownAddresses: () => readonly string[];
  readonly now: () => Date;
}

/** Milliseconds after which no further layer of a message is opened: a message may take ten seconds in all. */
const OPENING_TIME = 6000;

/**
 * The one way in (ARCHITECTURE.md, "A message's way in"): parse, open, verdict, view, facts. What the window needs at once is made at
 * once; view and inspection are made when first asked for, because a first sync reads thousands and shows none.
 */
export function createReader(options: ReaderOptions): Reader {
  return { read: (raw) => readMessage(raw, options) };
}

async function readMessage(raw: Uint8Array, options: ReaderOptions): Promise<ReadMessage> {
  const started = performance.now();
  const at = options.now();
  const budget = newBudget();
  const tree = parseMime(raw, { budget });
  const { root } = tree;
  const newestReceived = receivedAt(root);
  const context = { keys: options.keys(), at, newestReceived };
  const opened = await openLayers(tree, budget, context, started + OPENING_TIME);
  const protection = readProtection(opened);
  const outer = messageHeaders(root);
  const headers = shownHeaders(outer, protection);
  const isReport = root.type.value === 'multipart/report';
  const autocrypt = isReport
    ? null
    : await readAutocrypt(
        fields(root, 'autocrypt'),
        outer.from.map(({ addr_ascii }) => addr_ascii),
        at,
      );
  const reports = [root, ...opened.payloads.values()].flatMap((one) => parseReports({ root: one })).slice(0, 20);
  const facts = makeFacts(raw, opened, protection, headers, newestReceived ?? at);
  const checks = senderChecks(outer);
  const mdn = receiptTarget(outer, root, options.ownAddresses());

  let shown: Shown | undefined;
  const getShown = (): Shown => {
    shown ??= show(opened, protection, outer.list_id !== null);
    return shown;
  };
  let files: ListedFile[] | undefined;
  const getFiles = (): ListedFile[] => {
    const { shape } = getShown();
    files ??= listFiles(opened, [...shape.files, ...shape.keys]);
    return files;
  };
  let judgement: Judgement | undefined;
  const getJudgement = (): Judgement => {
    if (!judgement) {
      const { shape, inlineImages } = getShown();
      const judged = judgeMessage(opened, shape, outer.from, inlineImages, checks, outer.list_id !== null);
      judgement = { ...judged, warnings: makeWarnings(opened, protection, getShown(), outer, judged.details) };
    }
    return judgement;
  };
  let inspection: Inspection | undefined;
  let view: ReadView | undefined;

  return {
    facts,
    autocrypt,
    reports,
    get inspection() {
      inspection ??= makeInspection({
        raw,
        at,
        started,
        opened,
        protection,
        outer,
        autocrypt,
        shown: getShown(),
        files: getFiles().filter(({ source }) => getShown().shape.files.includes(source)),
        judgement: getJudgement(),
        checks,
        reports,
        mdnRequested: mdn !== null,
      });
      return inspection;
    },
    get view() {
      view ??= makeView(headers, facts, getShown(), getFiles(), getJudgement(), checks, mdn);
      return view;
    },
    get links() {
      const texts = getShown().views.filter(({ kind }) => kind === 'text');
      return [
        ...getShown().html.flatMap((one) => one.links.map(({ href }) => href)),
        ...texts.flatMap(({ content }) => linksInText(content)),
      ];
    },
    attachment(path) {
      const file = getFiles().find(({ part }) => part === path);
      if (!file) return undefined;
      const { part } = file.source;
      const bytes = part.children.length > 0 ? nestedBytes(part) : decodeBody(part);
      return { name: file.name_on_save, type: file.type, bytes };
    },
  };
}

/** Time of the newest Received field, which is the first. */
function receivedAt(root: MimePart): Date | null {
  for (const value of fields(root, 'received').slice(0, 5)) {
    const date = parseDate(value.slice(value.lastIndexOf(';') + 1));
    if (date) return date;
  }
  return null;
}

/** The header that is shown: protected fields in the place of outer ones. From stays the outer one, which is checked. */
function shownHeaders(outer: MessageHeaders, protection: ReadProtection): MessageHeaders {
  if (!protection.payload) return outer;
  const inner = messageHeaders(protection.payload);
  const has = (name: string): boolean => name in protection.values;
  return {
    ...outer,
    subject: has('subject') ? inner.subject : outer.subject,
    date: has('date') && inner.date ? inner.date : outer.date,
    to: has('to') ? inner.to : outer.to,
    cc: has('cc') ? inner.cc : outer.cc,
    reply_to: has('reply-to') ? inner.reply_to : outer.reply_to,
  };
}

function makeFacts(
  raw: Uint8Array,
  opened: OpenedMessage,
  protection: ReadProtection,
  headers: MessageHeaders,
  fallbackDate: Date,
): MessageFacts {
  const shape = shapeOf(opened, protection.concealed, usedCids(opened));
  const texts: string[] = [];
  const affordable = htmlBudget();
  let room: number = mimeLimits.indexChars;
  for (const placed of opened.placed) {
    const role = shape.roles.get(placed.part);
    if (room <= 0) break;
    if (role !== 'text' && role !== 'html') continue;
    if (role === 'html' && !affordable(placed.part)) continue;
    const text = quickText(placed, role, protection).slice(0, room);
    room -= text.length;
    texts.push(text);
  }
  const names = shape.files.flatMap(({ part }) => claimedNames(part).slice(0, 1));
  return {
    messageId: headers.message_id ?? `${sha256(raw).slice(0, 32)}@no-message-id.invalid`,
    inReplyTo: headers.in_reply_to,
    references: headers.references,
    from: people(headers.from, 50),
    to: people(headers.to, 2000),
    cc: people(headers.cc, 2000),
    replyTo: people(headers.reply_to, 50),
    subject: (headers.subject ?? '').slice(0, 2000),
    date: headers.date ?? fallbackDate.toISOString(),
    hasAttachment: shape.files.length > 0,
    sealed: opened.layers.some(({ nestedIn }) => nestedIn === null),
    preview: (texts[0] ?? '').slice(0, 2000).replace(/\s+/g, ' ').trim().slice(0, 200),
    indexText: [...texts, ...names].join('\n').slice(0, mimeLimits.indexChars),
  };
}

function people(list: readonly InspectedAddress[], limit: number): Address[] {
  return list
    .filter(({ addr, display }) => addr !== '' || display !== '')
    .slice(0, limit)
    .map(({ display, addr }) => ({ name: display.slice(0, 998), addr: addr.slice(0, 998) }));
}

/** Where a receipt may go, or `null`: what RFC 8098 allows, at an address one can write to, and not for our own message. */
function receiptTarget(headers: MessageHeaders, root: MimePart, own: readonly string[]): string | null {
  const { to } = mdnRequest(root);
  if (to === null || !addrSpecSchema.safeParse(to).success) return null;
  return headers.from.some(({ addr }) => own.some((mine) => sameAddress(mine, addr))) ? null : to;
}

const HOUR = 60 * 60 * 1000;

function makeWarnings(
  opened: OpenedMessage,
  protection: ReadProtection,
  shown: Shown,
  outer: MessageHeaders,
  signatures: readonly { readonly signed_at: string | null }[],
): Warning[] {
  const warnings: Warning[] = [];
  const add = (code: string, part: string | null, text: string): void => {
    if (warnings.length < 100 && !warnings.some((one) => one.code === code && one.part === part))
      warnings.push({ code, part, text });
  };
  for (const layer of opened.layers) {
    if (layer.decryption && layer.decryption.status !== 'ok')
      add('envelope-not-opened', layer.part, layer.decryption.status);
  }
  for (const { code, part, detail } of opened.tree.defects) {
    if (/^too-(?:large|deep|many-parts)$/.test(code)) add(code, part, detail);
  }
  if (shown.cut) add('too-large', null, 'the end of a long text is not shown');
  if (opened.late) add('too-large', null, 'opening took too long');
  if (shown.html.some(({ active }) => active)) add('active-content', null, 'taken out');
  if (shown.html.some(({ form }) => form)) add('form-removed', null, 'taken out');
  const encrypted = opened.layers.some(({ decryption, nestedIn }) => nestedIn === null && decryption?.status === 'ok');
  if (encrypted && shown.html.some(({ remote }) => remote.length > 0))
    add('remote-in-encrypted', null, 'nothing was loaded');
  if (shown.html.some(({ links }) => links.some(({ warning }) => warning === 'text-shows-other-host'))) {
    add('text-shows-other-host', null, 'a link leads elsewhere');
  }
  const outside = protection.outer.subject?.trim();
  if (outside && outside !== protection.values.subject?.trim() && !/^(?:\W*|encrypted message)$/i.test(outside)) {
    add('subject-differs', null, 'the protected one is shown');
  }
  if (
    ['from', 'to', 'cc'].some((name) => name in protection.outer && protection.outer[name] !== protection.values[name])
  ) {
    add('header-differs', null, 'the protected ones are shown');
  }
  const date = outer.date ? Date.parse(outer.date) : Number.NaN;
  if (signatures.some(({ signed_at }) => signed_at && Math.abs(Date.parse(signed_at) - date) > HOUR)) {
    add('date-differs', null, 'date and time of signing');
  }
  return warnings;
}

function makeView(
  headers: MessageHeaders,
  facts: MessageFacts,
  shown: Shown,
  files: readonly ListedFile[],
  judgement: Judgement,
  checks: ReturnType<typeof senderChecks>,
  mdn: string | null,
): ReadView {
  return {
    from: [...facts.from],
    to: [...facts.to],
    cc: [...facts.cc],
    replyTo: [...facts.replyTo],
    subject: (headers.subject ?? '').slice(0, 2000),
    date: facts.date,
    verdict: judgement.verdict,
    signatures: [...judgement.details],
    sealTone: judgement.tone,
    blocks: [...shown.views],
    attachments: files.map((file) => ({
      part: file.part,
      name: file.name_shown.slice(0, 255),
      type: file.type,
      size: file.size,
      encrypted: file.encrypted,
      signed: file.signed,
      risk: file.risk,
    })),
    remoteBlocked: shown.html.reduce((sum, { remote }) => sum + remote.length, 0),
    senderChecks: [...checks],
    warnings: [...new Set(judgement.warnings.map(({ code }) => code))],
    mdn: { requested: mdn !== null, to: mdn },
  };
}
