import type { Address } from '../../../shared/model/address.ts';
import { foldAddress } from '../../../shared/model/address.ts';
import type { KeyTrust, Plan, PlannedRecipient } from '../../../shared/model/plan.ts';
import type { StoredKey } from '../store/types.ts';

/** A stored key with what only the OpenPGP room can tell about it at this moment. */
export interface KeyCandidate {
  readonly key: Pick<StoredKey, 'fingerprint' | 'emails' | 'trust'>;
  readonly use: {
    /** Not expired, not revoked, and able to encrypt. */
    readonly canEncrypt: boolean;
    /** RFC 3339: creation of the primary key. */
    readonly createdAt: string;
  };
}

export interface ResolveInput {
  /** Everyone the message goes to; who is named twice is taken once. */
  readonly recipients: readonly Address[];
  /** Addresses of Bcc, which nobody else may learn of. */
  readonly hidden?: readonly string[];
  /** Keys of the recipients; others may be among them. */
  readonly keys: readonly KeyCandidate[];
  /** Whether to sign; without an own key nothing is signed. */
  readonly sign: boolean;
  /** The own key of the identity that sends; `null` when it has none. */
  readonly selfKey: Pick<StoredKey, 'fingerprint'> | null;
}

/** Which of several usable keys is taken; 0 is never. */
const preference: Readonly<Record<KeyTrust, number>> = { own: 4, verified: 3, seen: 2, new: 1, changed: 0, refused: 0 };

/**
 * One method per recipient, with reason and proof, and the copies that follow from it: one sealed copy for everyone in
 * To and Cc whose key is known, one of their own for each Bcc recipient with a key (the key ids in one envelope would
 * tell everybody who else could open it), and one plain copy for the rest.
 *
 * A changed key is never used by itself. When the key known before is still usable, it stays in use: otherwise one
 * forged message with a new key in its header would be enough to strip the protection off the answer.
 */
export function resolvePlan(input: ResolveInput): Plan {
  const byAddress = new Map<string, KeyCandidate[]>();
  for (const candidate of input.keys) {
    for (const email of candidate.key.emails) {
      const addr = foldAddress(email);
      const list = byAddress.get(addr);
      if (list) list.push(candidate);
      else byAddress.set(addr, [candidate]);
    }
  }
  const seen = new Set<string>();
  const shared: PlannedRecipient[] = [];
  const alone: PlannedRecipient[] = [];
  const plain: PlannedRecipient[] = [];
  const hidden = new Set((input.hidden ?? []).map(foldAddress));
  for (const recipient of input.recipients) {
    const addr = foldAddress(recipient.addr);
    if (seen.has(addr)) continue;
    seen.add(addr);
    const planned = planOne(recipient, byAddress.get(addr) ?? []);
    if (planned.method !== 'openpgp') plain.push(planned);
    else if (hidden.has(addr)) alone.push(planned);
    else shared.push(planned);
  }
  const signed = input.sign && input.selfKey !== null;
  const copies: Plan['copies'] = [];
  if (shared.length > 0) copies.push({ method: 'openpgp', signed, recipients: shared });
  for (const recipient of alone) copies.push({ method: 'openpgp', signed, recipients: [recipient] });
  if (plain.length > 0) copies.push({ method: 'plain', signed, recipients: plain });
  return { copies, allProtected: copies.length > 0 && plain.length === 0 };
}

function planOne(recipient: Address, candidates: readonly KeyCandidate[]): PlannedRecipient {
  const person = { addr: recipient.addr, name: recipient.name };
  const best = candidates
    .filter((candidate) => candidate.use.canEncrypt && preference[candidate.key.trust] > 0)
    .sort(
      (a, b) =>
        preference[b.key.trust] - preference[a.key.trust] ||
        Date.parse(b.use.createdAt) - Date.parse(a.use.createdAt) ||
        (a.key.fingerprint < b.key.fingerprint ? -1 : 1),
    )[0];
  const changed = candidates.some((candidate) => candidate.key.trust === 'changed');
  if (best) {
    const { trust, fingerprint } = best.key;
    // Who checked a key with its owner need not be told about unchecked ones.
    const doubt = changed && trust !== 'verified' && trust !== 'own';
    return {
      ...person,
      method: 'openpgp',
      reason: trust === 'own' ? 'own-key' : doubt ? 'key-changed' : 'key-known',
      key: { fingerprint, trust, createdAt: best.use.createdAt },
    };
  }
  return { ...person, method: 'plain', reason: reasonWithout(candidates, changed), key: null };
}

function reasonWithout(candidates: readonly KeyCandidate[], changed: boolean): PlannedRecipient['reason'] {
  if (changed) return 'key-changed';
  if (candidates.some((candidate) => candidate.key.trust === 'refused')) return 'key-refused';
  return candidates.length > 0 ? 'key-expired' : 'no-key';
}
