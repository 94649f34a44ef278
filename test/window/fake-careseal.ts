import { type CallName, contract, type EventName, type Handlers, type PayloadOf } from '../../shared/contract/index.ts';
import { ok, type Problem, ProblemError, type Result } from '../../shared/contract/problem.ts';
import type { AccountStatus } from '../../shared/model/account.ts';
import type { Draft } from '../../shared/model/draft.ts';
import type { ThreadRow } from '../../shared/model/message.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Profile } from '../../shared/model/profile.ts';
import { type DeskSettings, defaultProfileSettings, type ProfileSettings } from '../../shared/model/settings.ts';
import {
  accounts,
  clinicName,
  desk,
  keys,
  mailboxes,
  messageIdOf,
  now,
  profiles,
  threadAt,
  viewOf,
  writtenThreads,
} from './clinic.ts';
import type { Scene } from './scenes.ts';

/**
 * Stands in for the preload in a plain page, so that every screen can be looked at and measured without an engine. Each
 * answer goes through the contract's own schemas: what the window sees here, the engine may really say. It is mounted by
 * this folder's page only and is in no bundle of the product.
 */
export function installFakeCareseal(scene: Scene): void {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const emit: Emit = (name, payload) => {
    const row = contract[name];
    if (row.kind !== 'event') throw new Error(`${name} is no event`);
    const checked = row.payload.parse(payload);
    for (const listener of listeners.get(name) ?? []) listener(checked as never);
  };
  const { handlers, arrive } = makeHandlers(scene, emit);

  const bridge = {
    async call(name: CallName, input: unknown): Promise<Result<unknown>> {
      const row = contract[name];
      if (scene.slow > 0) await new Promise((done) => setTimeout(done, scene.slow));
      try {
        const checked = row.input.parse(input);
        const handler = handlers[name] as (input: unknown) => unknown;
        return ok(row.output.parse(await handler(checked)));
      } catch (error) {
        if (error instanceof ProblemError) return { ok: false, problem: error.problem };
        console.error(`fake careseal: ${name}`, error);
        const problem: Problem = { code: 'bad-output', message: '', hint: '', retryable: false };
        return { ok: false, problem };
      }
    },
    on(name: EventName, listener: (payload: never) => void): () => void {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
  };
  Object.defineProperty(window, 'careseal', { value: Object.freeze(bridge) });
  // For tests: what the engine would notice by itself.
  Object.defineProperty(window, 'fakeCareseal', { value: { emit, arrive } });
}

export type Emit = <K extends EventName>(name: K, payload: PayloadOf<K>) => void;

const never = () => new Promise<never>(() => undefined);

function problem(code: Problem['code'], more: { retryable?: boolean; details?: Record<string, number> } = {}): never {
  throw new ProblemError(code, 'said by the fake', 'nothing to do', more);
}

/** Everything that the window may ask, answered from memory. */
function makeHandlers(
  scene: Scene,
  emit: Emit,
): { readonly handlers: Handlers<CallName>; readonly arrive: (count: number) => void } {
  let deskSettings: DeskSettings = {
    locale: scene.locale,
    theme: scene.theme,
    clinicName:
      scene.stage === 'first-run'
        ? ''
        : scene.longNames
          ? `${clinicName} and Center for Integrated Outpatient Rehabilitation`
          : clinicName,
  };
  let unlocked: Profile | null = scene.stage === 'mail' ? (profiles[0] ?? null) : null;
  let settings: ProfileSettings = { ...defaultProfileSettings, density: scene.density, showPreview: scene.preview };
  const staff = scene.stage === 'first-run' ? [] : manyProfiles(scene);
  const known = scene.mail === 'no-account' || scene.stage === 'first-run' ? [] : accounts;
  const boxes =
    scene.mail === 'no-account' || scene.mail === 'first-sync' || scene.stage === 'first-run' ? [] : mailboxes;
  const total = scene.mail === 'huge' ? 100_000 : scene.mail === 'full' ? 44 : 0;
  let rows: ThreadRow[] | null = total <= 5000 ? Array.from({ length: total }, (_, at) => threadAt(at, scene)) : null;
  const undone = new Map<string, ThreadRow[]>();
  let newest = 500_000;
  const drafts = new Map<string, Draft>();
  let failures = 0;

  const rowOf = (threadId: number): ThreadRow =>
    rows?.find((row) => row.threadId === threadId) ?? threadAt(threadId - 1, scene);
  const threadOfMessage = (messageId: number): ThreadRow =>
    rowOf(messageId > 1_000_000 ? Math.floor((messageId - 1_000_000) / 10) : messageId);
  const changed = (newMessages = 0) => setTimeout(() => emit('mail.changed', { mailboxIds: [1], newMessages }), 30);
  const token = () => (++newest).toString(16).padStart(32, '0');

  function takeAway(messageIds: readonly number[]): { undo: string } {
    const before = rows;
    const gone = new Set(messageIds.map((id) => threadOfMessage(id).threadId));
    const undo = token();
    if (before !== null) {
      undone.set(undo, before);
      rows = before.filter((row) => !gone.has(row.threadId));
    }
    changed();
    return { undo };
  }

  function status(): AccountStatus[] {
    const states = { online: 'online', fetching: 'online' } as const;
    return known.map((account) => ({
      accountId: account.id,
      state:
        scene.line === 'online' || scene.line === 'fetching'
          ? states[scene.line]
          : account.id === 1
            ? scene.line
            : 'online',
      fetched: scene.line === 'fetching' || scene.mail === 'first-sync' ? 1203 : 1248,
      total: scene.line === 'fetching' || scene.mail === 'first-sync' ? 20_480 : 1248,
      retryIn: scene.line === 'offline' && account.id === 1 ? 30 : null,
      lastSync: scene.mail === 'first-sync' ? null : new Date(now - 60_000).toISOString(),
    }));
  }

  function plan(recipients: readonly { name: string; addr: string }[]): Plan {
    const copies = recipients.map(({ name, addr }) => {
      const key = keys.find((one) => one.emails.includes(addr) && one.trust !== 'changed');
      return {
        method: key ? ('openpgp' as const) : ('plain' as const),
        signed: true,
        recipients: [
          {
            addr,
            name,
            method: key ? ('openpgp' as const) : ('plain' as const),
            reason: key ? ('key-known' as const) : ('no-key' as const),
            key: key ? { fingerprint: key.fingerprint, trust: key.trust, createdAt: key.createdAt } : null,
          },
        ],
      };
    });
    return { copies, allProtected: copies.every((copy) => copy.method !== 'plain') };
  }

  function draftOf(draftId: string): Draft {
    return drafts.get(draftId) ?? problem('not-found');
  }

  function makeDraft(mode: Draft['mode'], messageId?: number): Draft {
    const origin = messageId === undefined ? null : threadOfMessage(messageId);
    const draft: Draft = {
      id: token(),
      mode,
      originId: messageId ?? null,
      mustProtect: origin?.sealed ?? false,
      content: {
        accountId: 1,
        to: origin && mode !== 'forward' ? origin.people.slice(0, 1) : [],
        cc: [],
        bcc: [],
        subject: origin ? `${mode === 'forward' ? 'Fwd' : 'Re'}: ${origin.subject}` : '',
        bodyHtml: '<p></p>',
        askDsn: settings.askDsnByDefault,
        askMdn: settings.askMdnByDefault,
        cursor: 0,
      },
      attachments: [],
      updatedAt: new Date(now).toISOString(),
    };
    drafts.set(draft.id, draft);
    return draft;
  }

  if (scene.stage === 'mail' && scene.mail === 'full') {
    const first = makeDraft('new');
    drafts.set(first.id, {
      ...first,
      content: {
        ...first.content,
        to: [{ name: 'Jane Roe', addr: 'jane.roe@mailbox.example' }],
        subject: 'Your visit on Thursday',
        bodyHtml: '<p>Dear Ms. Roe,</p><p>your appointment is on Thursday at 3:15.</p>',
      },
    });
    makeDraft('reply', 4);
  }
  const openDraftId = scene.openDraft ? (drafts.keys().next().value ?? null) : null;

  /** New messages come in, as the engine would notice them. */
  function arrive(count: number): void {
    const fresh = Array.from({ length: count }, () => {
      newest += 1;
      return {
        ...threadAt(0, scene),
        threadId: newest,
        messageId: newest,
        subject: `Arrived ${newest}`,
        date: new Date(now).toISOString(),
      };
    });
    rows = [...fresh, ...(rows ?? [])];
    emit('mail.changed', { mailboxIds: [1], newMessages: count });
  }

  const handlers: Handlers<CallName> = {
    'desk.state': () => ({
      version: '0.1.0',
      runtime: 'electron',
      platform: 'win32',
      settings: deskSettings,
      unlocked,
      lockedBy: scene.lockedBy,
    }),
    'desk.profiles': () => ({
      profiles: staff.map((profile, at) => ({ ...profile, waitSeconds: at === 1 ? 0 : 0 })),
    }),
    'desk.setSettings': (input) => {
      deskSettings = { ...deskSettings, ...dropUndefined(input) };
      emit('desk.settingsChanged', deskSettings);
      return deskSettings;
    },
    'desk.lock': () => {
      unlocked = null;
      setTimeout(() => location.assign(`${location.pathname}?stage=locked&locale=${deskSettings.locale}`), 10);
      return {};
    },
    'desk.stay': () => ({}),
    'desk.auditStatus': () => ({ entries: 18_204, chain: 'holds' }),
    'desk.auditExport': () => ({ saved: true }),

    'vault.create': async ({ displayName, role }) => {
      await new Promise((done) => setTimeout(done, 300));
      unlocked = { id: '00000000000000b1', displayName, role, createdAt: new Date(now).toISOString() };
      const first = staff.length === 0;
      staff.push(unlocked);
      return {
        profile: unlocked,
        recoveryKey: '7K3M-QX9P-04RT-WB2N-H6CD-ZY8F-1VJG-5SEA-D2KN',
        auditKey: first ? 'M4TX-80WQ-C7RB-N2HP-6VGK-31ZD-YF9J-S5EA-Q0TM-8KXC-B4NW-R7HP-2VG6-E9XA' : null,
      };
    },
    'vault.unlock': async ({ profileId, passphrase }) => {
      await new Promise((done) => setTimeout(done, 250));
      if (scene.keychain !== 'ok') problem(`keychain-${scene.keychain}`, { retryable: true });
      if (passphrase !== 'correct horse battery staple') {
        failures += 1;
        problem('passphrase-wrong', { retryable: true, details: { seconds: failures > 2 ? 30 : 0 } });
      }
      unlocked = staff.find((profile) => profile.id === profileId) ?? null;
      return { profile: unlocked ?? problem('profile-unknown') };
    },
    'vault.recover': ({ profileId, recoveryKey }) => {
      if (!recoveryKey.startsWith('7K3M')) problem('recovery-key-wrong', { retryable: true, details: { mistyped: 1 } });
      unlocked = staff.find((profile) => profile.id === profileId) ?? null;
      return { profile: unlocked ?? problem('profile-unknown') };
    },
    'vault.changePassphrase': () => ({}),
    'vault.renewRecoveryKey': () => ({ recoveryKey: '9D2K-M4TX-80WQ-C7RB-N2HP-6VGK-31ZD-YF9J-S5EA' }),
    'vault.keychain': () => ({ outcome: scene.keychain }),

    'account.list': () => (scene.mail === 'loading' ? never() : { accounts: [...known] }),
    'account.discover': () => ({
      found: scene.discover
        ? {
            imap: { host: 'imap.harborlane.example', port: 993, security: 'tls' as const },
            smtp: { host: 'smtp.harborlane.example', port: 465, security: 'tls' as const },
            user: 'frontdesk',
          }
        : null,
    }),
    'account.add': async (setup) => {
      if (scene.addAccount === 'slow') return never();
      await new Promise((done) => setTimeout(done, 200));
      if (scene.addAccount === 'login-refused') problem('login-refused', { retryable: true });
      const { password: _, ...rest } = setup;
      return { account: { id: 1, ...rest, keepDays: null, keepBytes: null } };
    },
    'account.update': ({ accountId }) => ({
      account: known.find((one) => one.id === accountId) ?? problem('not-found'),
    }),
    'account.remove': () => ({}),
    'account.status': () => ({ accounts: status() }),
    'account.syncNow': () => ({}),

    'mailbox.list': () => (scene.mail === 'loading' ? never() : { mailboxes: [...boxes] }),
    'thread.list': ({ mailboxId, offset, limit, filter }) => {
      if (scene.mail === 'error') problem('store-damaged', { retryable: true });
      if (mailboxId !== 1) return { total: 0, threads: [] };
      if (rows === null) {
        const count = Math.max(0, Math.min(limit, total - offset));
        return { total, threads: Array.from({ length: count }, (_, at) => threadAt(offset + at, scene)) };
      }
      const fitting = rows.filter((row) => filter === 'all' || (filter === 'unseen' ? row.unseen > 0 : row.flagged));
      return { total: fitting.length, threads: fitting.slice(offset, offset + limit) };
    },
    'thread.get': ({ threadId }) => {
      const row = rowOf(threadId);
      const messages = Array.from({ length: row.count }, (_, part) => {
        const { id, mailboxId, accountId, from, to, cc, subject, date, seen, flagged, answered } = viewOf(row, part);
        return { id, threadId, mailboxId, accountId, from, to, cc, subject, date, seen, flagged, answered };
      });
      return { messages };
    },
    'message.open': ({ messageId }) => {
      const row = threadOfMessage(messageId);
      const part = Array.from({ length: row.count }, (_, at) => at).find((at) => messageIdOf(row, at) === messageId);
      return { view: viewOf(row, part ?? row.count - 1) };
    },
    'message.flag': ({ messageIds, seen, flagged }) => {
      const ids = new Set(messageIds.map((id) => threadOfMessage(id).threadId));
      rows =
        rows?.map((row) =>
          ids.has(row.threadId)
            ? {
                ...row,
                ...(seen === undefined ? {} : { unseen: seen ? 0 : 1 }),
                ...(flagged === undefined ? {} : { flagged }),
              }
            : row,
        ) ?? null;
      changed();
      return {};
    },
    'message.move': ({ messageIds }) => takeAway(messageIds),
    'message.delete': ({ messageIds }) => takeAway(messageIds),
    'message.undo': ({ undo }) => {
      const before = undone.get(undo);
      if (before) rows = before;
      changed();
      return { undone: before !== undefined };
    },
    'message.openLink': () => ({}),
    'message.answerReceipt': () => ({}),
    'attachment.read': () => ({ type: 'text/plain', base64: btoa('Invented attachment') }),
    'attachment.save': ({ parts }) => ({ saved: parts.length }),
    'search.query': ({ text, offset, limit }) => {
      const words = text.toLowerCase();
      const all = rows ?? Array.from({ length: 200 }, (_, at) => threadAt(at, scene));
      const found = all.filter((row) =>
        [row.subject, ...row.people.map((one) => `${one.name} ${one.addr}`)].some((one) =>
          one.toLowerCase().includes(words),
        ),
      );
      return {
        total: found.length,
        threads: found.slice(offset, offset + limit),
        indexed: scene.line === 'fetching' ? 18_200 : 20_480,
        known: 20_480,
      };
    },

    'draft.create': ({ mode, messageId }) => ({ draft: makeDraft(mode, messageId) }),
    'draft.get': ({ draftId }) => ({ draft: draftOf(draftId) }),
    'draft.list': () => ({
      drafts: [...drafts.values()].map(({ id, content, updatedAt }) => ({
        id,
        subject: content.subject,
        to: content.to,
        updatedAt,
      })),
      openDraftId,
    }),
    'draft.save': ({ draftId, content }) => {
      const updatedAt = new Date(now).toISOString();
      drafts.set(draftId, { ...draftOf(draftId), content, updatedAt });
      return { updatedAt };
    },
    'draft.discard': ({ draftId }) => {
      drafts.delete(draftId);
      return {};
    },
    'draft.attach': ({ draftId, name, type, base64 }) => {
      const draft = draftOf(draftId);
      const attachment = { id: token(), name, type, size: Math.floor(base64.length * 0.75) };
      drafts.set(draftId, { ...draft, attachments: [...draft.attachments, attachment] });
      return { attachment };
    },
    'draft.detach': () => ({}),
    'draft.plan': ({ recipients }) => ({ plan: plan(recipients) }),
    'draft.review': ({ draftId }) => ({
      plan: plan(draftOf(draftId).content.to),
      findings: [],
      scan: { phi: false, level: 'none', bulk: false, sensitive: [], reasons: [] },
      decision: {
        outcome: scene.gate,
        reasons: scene.gate === 'none' ? [] : ['phi-unprotected'],
        recipients: scene.gate === 'none' ? [] : draftOf(draftId).content.to.map(({ addr }) => addr),
      },
    }),
    'draft.send': ({ draftId }) => {
      const { content } = draftOf(draftId);
      drafts.delete(draftId);
      const item = {
        id: token(),
        subject: content.subject,
        to: content.to,
        state: 'held' as const,
        needsYou: null,
        holdUntil: new Date(Date.now() + settings.undoSeconds * 1000).toISOString(),
        reply: null,
        copies: 1,
      };
      emit('outbox.changed', { item });
      return { item };
    },
    'outbox.list': () => ({
      items:
        scene.mail === 'full'
          ? [
              {
                id: 'f'.repeat(32),
                subject: 'Directions for the new entrance',
                to: [desk],
                state: 'queued' as const,
                needsYou: null,
                holdUntil: null,
                reply: null,
                copies: 1,
              },
            ]
          : [],
    }),
    'outbox.undo': () => ({ draftId: makeDraft('new').id }),
    'outbox.resolve': () => ({ draftId: null }),
    'evidence.list': () => ({ evidence: [] }),
    'contact.suggest': ({ text, limit }) => ({
      suggestions: Array.from({ length: writtenThreads }, (_, at) => threadAt(at, scene).people[0] ?? desk)
        .filter((one, at, all) => all.findIndex((other) => other.addr === one.addr) === at)
        .filter((one) => `${one.name} ${one.addr}`.toLowerCase().includes(text.toLowerCase()))
        .slice(0, limit)
        .map((one) => {
          const key = keys.find((other) => other.emails.includes(one.addr));
          return { ...one, method: key ? ('openpgp' as const) : ('plain' as const), trust: key?.trust ?? null };
        }),
    }),

    'key.list': () => ({ keys: scene.mail === 'no-account' ? [] : [...keys] }),
    'key.make': async () => {
      await new Promise((done) => setTimeout(done, 300));
      return { key: keys[0] ?? problem('internal') };
    },
    'key.import': () => problem('key-unreadable'),
    'key.importFromMessage': () => ({ keys: [] }),
    'key.exportPublic': () => ({ armored: '-----BEGIN PGP PUBLIC KEY BLOCK-----' }),
    'key.exportSecret': () => ({ saved: true }),
    'key.setTrust': ({ fingerprint, trust }) => ({
      key: { ...(keys.find((key) => key.fingerprint === fingerprint) ?? problem('not-found')), trust },
    }),
    'settings.get': () => settings,
    'settings.set': (input) => {
      settings = { ...settings, ...dropUndefined(input) };
      return settings;
    },
  };
  return { handlers, arrive };
}

/** What was not given leaves the present value alone. */
function dropUndefined<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function manyProfiles(scene: Scene): Profile[] {
  const list = profiles.slice(0, scene.profiles);
  for (let at = list.length; at < scene.profiles; at += 1) {
    list.push({
      id: `000000000000${(0xc00 + at).toString(16).padStart(4, '0')}`,
      displayName: `Nurse ${String.fromCharCode(65 + at)}. Example`,
      role: 'clinician',
      createdAt: '2026-02-02T08:00:00Z',
    });
  }
  return scene.longNames
    ? list.map((one, at) =>
        at === 0
          ? { ...one, displayName: 'Maximiliana Konstantina Featherstonehaugh-Wolfeschlegelsteinhausen, RN' }
          : one,
      )
    : list;
}
