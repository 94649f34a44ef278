import { canonical, emptySignature, inlineArmor, layerKind } from './intake-layers.ts';
import { decodeBody } from './mime/body.ts';
import type { Layer, LayerKind } from './mime/inspection.ts';
import { type ParseBudget, parseMime } from './mime/parse.ts';
import { entityBytes, isMultipart, isNestedMessage, type MimePart, type MimeTree } from './mime/tree.ts';
import type { JudgedSignature, JudgingContext } from './openpgp/judge.ts';
import { type Opened, openCiphertext, openClearsigned, verifyDetached } from './openpgp/open.ts';

export interface InlineText {
  readonly text: string;
  readonly layer: string;
  /** Text before and after the armour, and the layers that hold for it: those around the part alone. */
  readonly around: {
    readonly before: string;
    readonly after: string;
    readonly encryptedBy: string | null;
    readonly signedBy: readonly string[];
  };
}

/** A part where it stands: under which layers, and in which message. */
export interface PlacedPart {
  readonly part: MimePart;
  /** Innermost encryption layer that it came out of. */
  readonly encryptedBy: string | null;
  /** Signature layers that cover it, outermost first. */
  readonly signedBy: readonly string[];
  /** The `message/rfc822` part that it stands in, or `null` in the message itself. */
  readonly nestedIn: MimePart | null;
  /** Text that was opened in place (inline PGP), which is shown instead of the part's own. */
  readonly inline: InlineText | null;
  /** Technical part: a signature, a version part, ciphertext. */
  readonly control: 'signature' | 'control' | null;
}

export interface OpenedLayer extends Layer {
  readonly judged: readonly JudgedSignature[];
  /** The nested message that it belongs to, or `null`. */
  readonly nestedIn: MimePart | null;
}

export interface OpenedMessage {
  readonly tree: MimeTree;
  readonly placed: readonly PlacedPart[];
  readonly layers: readonly OpenedLayer[];
  /** Roots of what came out of an encryption layer, by the layer's id; and of what a layer signs. */
  readonly payloads: ReadonlyMap<string, MimePart>;
  /** The time limit was reached; layers that were not looked at are `refused`. */
  readonly late: boolean;
}

interface Scope {
  readonly encryptedBy: string | null;
  readonly signedBy: readonly string[];
  readonly nestedIn: MimePart | null;
  /** Nothing but layers of the envelope stands between here and the message's root (RFC 9787 section 4). */
  readonly atEnvelope: boolean;
  readonly parentLayers: readonly string[];
}

/**
 * Opens every cryptographic layer of a message. Which of them count is marked here (docs/command-line.md, decision 2): those of the
 * message itself count, those inside a nested message, inside other opened content, or around an encryption do not.
 */
export async function openLayers(
  tree: MimeTree,
  budget: ParseBudget,
  context: JudgingContext,
  deadline: number,
): Promise<OpenedMessage> {
  const opener = new Opener(budget, context, deadline);
  await opener.visit(tree.root, {
    encryptedBy: null,
    signedBy: [],
    nestedIn: null,
    atEnvelope: true,
    parentLayers: [],
  });
  return { tree, placed: opener.placed, layers: opener.finish(), payloads: opener.payloads, late: opener.late };
}

type Draft = { -readonly [K in keyof OpenedLayer]: OpenedLayer[K] };

class Opener {
  readonly placed: PlacedPart[] = [];
  readonly payloads = new Map<string, MimePart>();
  late = false;
  readonly #layers: Draft[] = [];
  readonly #budget: ParseBudget;
  readonly #context: JudgingContext;
  readonly #deadline: number;

  constructor(budget: ParseBudget, context: JudgingContext, deadline: number) {
    this.#budget = budget;
    this.#context = context;
    this.#deadline = deadline;
  }

  async visit(part: MimePart, scope: Scope): Promise<void> {
    const kind = layerKind(part);
    if (kind === 'pgp-mime-enc') return this.#encrypted(part, scope);
    if (kind === 'pgp-mime-sig') return this.#signed(part, scope);
    if (kind) return this.#unsupported(part, kind, scope);
    if (isNestedMessage(part) && part.children[0]) {
      this.#place(part, scope);
      return this.visit(part.children[0], {
        ...scope,
        nestedIn: scope.nestedIn ?? part,
        atEnvelope: true,
        parentLayers: [],
      });
    }
    if (isMultipart(part)) {
      this.#place(part, scope);
      for (const child of part.children) await this.visit(child, { ...scope, atEnvelope: false });
      return;
    }
    await this.#leaf(part, scope);
  }

  async #encrypted(part: MimePart, scope: Scope): Promise<void> {
    const layer = this.#layer(part, 'pgp-mime-enc', scope);
    this.#place(part, scope);
    const [version, data] = part.children;
    if (version) this.#place(version, scope, 'control');
    if (data) this.#place(data, scope, 'control');
    // Nothing belongs behind the ciphertext; what stands there was put there on the way and is shown as what it is.
    for (const extra of part.children.slice(2)) await this.visit(extra, { ...scope, atEnvelope: false });
    if (!data) {
      layer.decryption = { status: 'failed', cipher: null, integrity: null, recipients: [] };
      return;
    }
    const opened = await this.#open(decodeBody(data));
    const payload = this.#take(layer, opened, data);
    if (payload) await this.visit(payload, this.#inside(layer, opened, scope));
  }

  #take(layer: Draft, opened: Opened, holder: MimePart): MimePart | null {
    layer.decryption = {
      status: opened.status,
      cipher: opened.cipher,
      integrity: opened.integrity,
      recipients: opened.recipients,
    };
    layer.judged = opened.signatures;
    if (opened.status !== 'ok' || !opened.data) return null;
    const payload = parseMime(opened.data, { path: `${holder.path}.1`, parent: holder, budget: this.#budget }).root;
    this.payloads.set(layer.id, payload);
    return payload;
  }

  #inside(layer: Draft, opened: Opened, scope: Scope): Scope {
    return {
      ...scope,
      encryptedBy: layer.id,
      signedBy: opened.signatures.length > 0 ? [...scope.signedBy, layer.id] : scope.signedBy,
      parentLayers: [...scope.parentLayers, layer.id],
    };
  }

  async #signed(part: MimePart, scope: Scope): Promise<void> {
    const layer = this.#layer(part, 'pgp-mime-sig', scope);
    this.#place(part, scope);
    const [content, signature] = part.children;
    if (signature) this.#place(signature, scope, 'signature');
    if (content && signature && !this.#isLate()) {
      const judged = await verifyDetached(decodeBody(signature), canonical(entityBytes(content)), this.#context);
      if (judged) layer.judged = judged;
      else layer.signatures = [emptySignature('invalid')];
      this.payloads.set(layer.id, content);
    } else layer.signatures = [emptySignature(content && signature ? 'unsupported' : 'no-signer')];
    if (content) {
      await this.visit(content, {
        ...scope,
        signedBy: [...scope.signedBy, layer.id],
        parentLayers: [...scope.parentLayers, layer.id],
      });
    }
    for (const extra of part.children.slice(2)) await this.visit(extra, { ...scope, atEnvelope: false });
  }

  /** S/MIME is recognised and named, and not opened. */
  async #unsupported(part: MimePart, kind: LayerKind, scope: Scope): Promise<void> {
    const layer = this.#layer(part, kind, scope);
    if (kind === 'smime-sig-detached') {
      layer.signatures = [emptySignature('unsupported')];
      this.#place(part, scope);
      const [content, signature] = part.children;
      if (signature) this.#place(signature, scope, 'signature');
      const inner = {
        ...scope,
        signedBy: [...scope.signedBy, layer.id],
        parentLayers: [...scope.parentLayers, layer.id],
      };
      if (content) await this.visit(content, inner);
      for (const extra of part.children.slice(2)) await this.visit(extra, { ...scope, atEnvelope: false });
      return;
    }
    if (kind === 'smime-sig-opaque') layer.signatures = [emptySignature('unsupported')];
    else layer.decryption = { status: 'unsupported', cipher: null, integrity: null, recipients: [] };
    this.#place(part, scope, 'control');
  }

  /** A leaf; text may hold inline PGP, which is read and never counted as covering the message. */
  async #leaf(part: MimePart, scope: Scope): Promise<void> {
    const inline =
      part.type.value === 'text/plain' && part.disposition?.value !== 'attachment' ? inlineArmor(part) : null;
    if (!inline) return this.#place(part, scope);
    const layer = this.#layer(part, inline.kind, scope);
    const { before, after } = inline;
    const around = { before, after, encryptedBy: scope.encryptedBy, signedBy: scope.signedBy };
    if (inline.kind === 'pgp-inline-sig') {
      const read = this.#isLate() ? null : await openClearsigned(inline.armored, this.#context);
      if (!read) {
        layer.signatures = [emptySignature('invalid')];
        return this.#place(part, scope);
      }
      layer.judged = read.signatures;
      return this.#place(part, { ...scope, signedBy: [...scope.signedBy, layer.id] }, null, {
        text: read.text,
        layer: layer.id,
        around,
      });
    }
    const opened = await this.#open(Buffer.from(inline.armored));
    layer.decryption = {
      status: opened.status,
      cipher: opened.cipher,
      integrity: opened.integrity,
      recipients: opened.recipients,
    };
    layer.judged = opened.signatures;
    if (opened.status !== 'ok' || !opened.data) return this.#place(part, scope);
    const text = Buffer.from(opened.data).toString('utf8').replace(/\r\n?/g, '\n');
    const inner = this.#inside(layer, opened, scope);
    return this.#place(part, inner, null, { text, layer: layer.id, around });
  }

  async #open(bytes: Uint8Array): Promise<Opened> {
    if (this.#isLate()) {
      return { status: 'refused', data: null, cipher: null, integrity: null, recipients: [], signatures: [] };
    }
    return openCiphertext(bytes, this.#context);
  }

  #isLate(): boolean {
    if (performance.now() > this.#deadline) this.late = true;
    return this.late;
  }

  #place(
    part: MimePart,
    scope: Scope,
    control: PlacedPart['control'] = null,
    inline: PlacedPart['inline'] = null,
  ): void {
    const { encryptedBy, signedBy, nestedIn } = scope;
    this.placed.push({ part, encryptedBy, signedBy, nestedIn, inline, control });
  }

  #layer(part: MimePart, kind: LayerKind, scope: Scope): Draft {
    let reason: string | null = null;
    if (scope.nestedIn) reason = 'nested-message';
    else if (!scope.atEnvelope && scope.parentLayers.length > 0) reason = 'inside-other-content';
    const draft: Draft = {
      id: `L${this.#layers.length + 1}`,
      part: part.path,
      kind,
      covers: [],
      ignored: reason !== null,
      ignored_reason: reason,
      decryption: null,
      signatures: [],
      judged: [],
      nestedIn: scope.nestedIn,
    };
    if (kind.endsWith('-enc') || kind === 'smime-env' || kind === 'smime-authenv') this.#ignoreAround(scope);
    this.#layers.push(draft);
    return draft;
  }

  /** A signature around ciphertext can be put there by anybody who passes it on; it says nothing about the content. */
  #ignoreAround(scope: Scope): void {
    if (!scope.atEnvelope) return;
    for (const id of scope.parentLayers) {
      const layer = this.#layers.find((one) => one.id === id);
      if (layer && !layer.ignored && (layer.kind === 'pgp-mime-sig' || layer.kind.startsWith('smime-sig'))) {
        layer.ignored = true;
        layer.ignored_reason = 'signature-around-encryption';
      }
    }
  }

  /** Fills in what each layer covers: the leaves that it stands over. */
  finish(): OpenedLayer[] {
    for (const layer of this.#layers) {
      const isEncryption = layer.decryption !== null;
      layer.covers = this.placed
        .filter(
          (one) =>
            (isEncryption && one.encryptedBy !== null && this.#within(one.encryptedBy, layer.id)) ||
            one.signedBy.includes(layer.id),
        )
        .filter((one) => !isMultipart(one.part))
        .map((one) => one.part.path);
    }
    return this.#layers;
  }

  /** True when layer `inner` is `outer` or came out of it. */
  #within(inner: string, outer: string): boolean {
    if (inner === outer) return true;
    const payload = this.payloads.get(outer);
    const layer = this.#layers.find((one) => one.id === inner);
    return Boolean(payload && layer && (layer.part === payload.path || layer.part.startsWith(`${payload.path}.`)));
  }
}
