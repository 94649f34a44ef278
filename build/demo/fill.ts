import { buildEntity, buildHeader, joinMessage, type OutgoingMessage } from '../../electron/engine/mime/build.ts';
import { autocryptValue } from '../../electron/engine/openpgp/autocrypt.ts';
import { makeKey } from '../../electron/engine/openpgp/keys.ts';
import { sealEntity } from '../../electron/engine/openpgp/seal.ts';
import type { StoredKey } from '../../electron/engine/store/types.ts';
import { type Sample, samples } from './conversations.ts';
import { clinic, type PersonName, people } from './people.ts';
import { rawSamples } from './raw.ts';
import type { DemoServers } from './servers.ts';

/** Keys of those in the demo who have one; the private halves are the demo's own. */
export type DemoKeys = Readonly<Partial<Record<PersonName, StoredKey>>>;

const withKey = ['frontDesk', 'okafor', 'weiss', 'nair'] as const satisfies readonly PersonName[];

/** Makes the keys of the demo, dated long enough ago that every sealed sample is younger. */
export async function makeKeys(now: Date): Promise<DemoKeys> {
  const keys: Partial<Record<PersonName, StoredKey>> = {};
  const then = new Date(now.getTime() - 60 * 24 * 3_600_000);
  for (const name of withKey) keys[name] = await makeKey({ ...people[name], now: then });
  return keys;
}

/** The Message-ID of a sample, without angle brackets. */
function messageIdOf(sample: Sample): string {
  return `${sample.id}@${people[sample.from].address.split('@')[1]}`;
}

/** Message-IDs from the start of the conversation to the answered message (RFC 5322 section 3.6.4). */
function referencesOf(sample: Sample): string[] {
  const answered = samples.find(({ id }) => id === sample.answers);
  return answered ? [...referencesOf(answered), messageIdOf(answered)] : [];
}

async function source(sample: Sample, keys: DemoKeys, now: Date): Promise<Uint8Array> {
  const date = new Date(now.getTime() - sample.hoursAgo * 3_600_000);
  const key = keys[sample.from] ?? null;
  const from = people[sample.from];
  const references = referencesOf(sample);
  const message: OutgoingMessage = {
    from: { name: from.name, addr: from.address },
    to: sample.to.map((name) => ({ name: people[name].name, addr: people[name].address })),
    cc: (sample.cc ?? []).map((name) => ({ name: people[name].name, addr: people[name].address })),
    subject: sample.subject,
    date,
    messageId: messageIdOf(sample),
    inReplyTo: references.at(-1) ?? null,
    references,
    text: sample.text,
    html: sample.html ?? null,
    files: (sample.files ?? []).map(({ name, type, content }) => ({ name, type, bytes: Buffer.from(content) })),
    autocrypt: key ? await autocryptValue(key, from.address, 'mutual', date) : null,
  };
  const readers = [...sample.to, ...(sample.cc ?? [])].flatMap((name) => keys[name] ?? []);
  const entity = await sealEntity({
    entity: buildEntity(message),
    sign: sample.seal === 'signed' || sample.seal === 'signed-encrypted' ? key : null,
    encryptTo: sample.seal === 'encrypted' || sample.seal === 'signed-encrypted' ? readers : null,
    now: date,
  });
  const more = Object.entries(sample.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
  return joinMessage(more.join('') + buildHeader(message), entity);
}

/** Fills the demo's mailboxes; answers how many messages there are. */
export async function fillMailboxes(servers: DemoServers, keys: DemoKeys, now: Date): Promise<number> {
  let delivered = 0;
  const put = async (to: PersonName, raw: Uint8Array, mailbox: string, flags: readonly string[], date: Date) => {
    await servers.deliver(people[to].address, raw, mailbox, flags, date);
    delivered += 1;
  };
  for (const sample of samples) {
    const raw = await source(sample, keys, now);
    const date = new Date(now.getTime() - sample.hoursAgo * 3_600_000);
    const flags = [...(sample.seen ? ['\\Seen'] : []), ...(sample.flagged ? ['\\Flagged'] : [])];
    if (sample.mailbox === 'Sent') {
      await put(sample.from, raw, 'Sent', flags, date);
      continue;
    }
    const local = [...sample.to, ...(sample.cc ?? [])].filter((name) => people[name].address.endsWith(clinic.domain));
    for (const name of local) await put(name, raw, sample.mailbox ?? 'INBOX', flags, date);
  }
  for (const { to, mailbox, source: raw } of rawSamples(now)) {
    await put(to, Buffer.from(raw), mailbox, [], new Date(now.getTime() - 6 * 3_600_000));
  }
  return delivered;
}
