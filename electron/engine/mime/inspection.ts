import type {
  AttachmentRisk,
  DecryptionStatus,
  SignatureStatus,
  senderCheckCodes,
  Verdict,
} from '../../../shared/model/verdict.ts';
import type { Report } from '../rooms.ts';
import type { Defect } from './tree.ts';

/** What `careseal inspect` prints (docs/command-line.md). `null` where no room answers yet: never a guess. */
export interface Inspection {
  readonly schema: 1;
  readonly tool_version: string;
  readonly at: string;
  readonly input: { readonly sha256: string; readonly bytes: number };
  readonly elapsed_ms: number;
  readonly parse: { readonly ok: boolean; readonly defects: readonly Defect[] };
  readonly headers: InspectedHeaders;
  readonly header_protection: HeaderProtection;
  readonly parts: readonly InspectedPart[];
  readonly layers: readonly Layer[];
  readonly verdict: Verdict;
  readonly render: Render;
  readonly attachments: readonly InspectedAttachment[];
  readonly reports: readonly Report[];
  /** Sender authentication (DKIM, ARC, DMARC): not built yet. */
  readonly auth: null;
  readonly sender_checks: readonly SenderCheck[];
  readonly mdn: { readonly requested: boolean; readonly would_send_automatically: boolean };
  readonly warnings: readonly Warning[];
}

export interface InspectedAddress {
  readonly display: string;
  readonly addr: string;
  /** The domain in A-labels (RFC 5890), for comparison and for the wire. */
  readonly addr_ascii: string;
  /** Name of the RFC 5322 group that the address stands in. */
  readonly group: string | null;
}

export interface InspectedHeaders {
  readonly from: readonly InspectedAddress[];
  readonly sender: InspectedAddress | null;
  readonly reply_to: readonly InspectedAddress[];
  readonly to: readonly InspectedAddress[];
  readonly cc: readonly InspectedAddress[];
  readonly subject: string | null;
  /** RFC 3339, UTC. */
  readonly date: string | null;
  readonly message_id: string | null;
  readonly in_reply_to: string | null;
  readonly references: readonly string[];
  /** Names of fields that may stand once and stand more often. */
  readonly duplicate: readonly string[];
  readonly mdn_request_to: readonly string[];
  /** Where answers to all shall go, when the sender says so. */
  readonly mail_followup_to: readonly InspectedAddress[];
  readonly list_id: string | null;
  readonly autocrypt: { readonly addr: string; readonly prefer_encrypt: string; readonly usable: boolean } | null;
}

export interface HeaderProtection {
  readonly mode: 'none' | 'signed' | 'encrypted' | 'signed+encrypted';
  readonly values: Readonly<Record<string, string>>;
  readonly outer: Readonly<Record<string, string>>;
  readonly removed_outer: readonly string[];
  readonly legacy_display_hidden: boolean;
  readonly ignored: readonly { readonly part: string; readonly reason: string }[];
}

export type PartRole =
  | 'text'
  | 'html'
  | 'inline'
  | 'attachment'
  | 'nested-message'
  | 'signature'
  | 'key'
  | 'calendar'
  | 'report'
  | 'control'
  | 'hidden-alternative';

export interface InspectedPart {
  readonly path: string;
  readonly parent: string | null;
  readonly ctype: string;
  readonly charset_declared: string | null;
  readonly charset_used: string | null;
  readonly cte: string;
  readonly disposition: string | null;
  readonly filename_raw: readonly string[];
  /** After transfer decoding; of the raw body for containers. */
  readonly size: number;
  readonly sha256: string;
  /** `null` for multiparts, which only hold others. */
  readonly role: PartRole | null;
  /** Decoded, LF line ends; `null` when the part is not text. */
  readonly text: string | null;
  readonly from_layer: string | null;
  readonly encrypted: boolean;
  readonly signed: boolean;
  readonly signature_ids: readonly string[];
}

export type LayerKind =
  | 'pgp-mime-enc'
  | 'pgp-mime-sig'
  | 'pgp-inline-enc'
  | 'pgp-inline-sig'
  | 'smime-env'
  | 'smime-authenv'
  | 'smime-sig-detached'
  | 'smime-sig-opaque';

export interface Layer {
  readonly id: string;
  readonly part: string;
  readonly kind: LayerKind;
  readonly covers: readonly string[];
  readonly ignored: boolean;
  readonly ignored_reason: string | null;
  /** `null` for layers that do not encrypt. */
  readonly decryption: Decryption | null;
  readonly signatures: readonly LayerSignature[];
}

export interface Decryption {
  readonly status: DecryptionStatus;
  readonly cipher: string | null;
  readonly integrity: 'mdc' | 'aead' | 'gcm' | 'none' | null;
  /** Key ids (upper-case hex) that it was encrypted to. */
  readonly recipients: readonly string[];
}

export interface LayerSignature {
  readonly status: SignatureStatus;
  readonly crypto_ok: boolean;
  readonly identity_match: boolean;
  readonly signer: {
    readonly emails: readonly string[];
    readonly name: string | null;
    readonly fingerprint: string | null;
    readonly keyid: string | null;
    readonly cert_subject: string | null;
    readonly cert_serial: string | null;
  };
  readonly signed_at: string | null;
  readonly digest: string | null;
  readonly chain: { readonly ok: boolean; readonly reason: string | null; readonly subjects: readonly string[] } | null;
  readonly revocation: 'good' | 'revoked' | 'unknown' | null;
}

export interface InspectedBlock {
  readonly part: string;
  readonly text: string;
  readonly encrypted: boolean;
  readonly signed: boolean;
  readonly signature_status: SignatureStatus | null;
  readonly label: string | null;
}

export interface Link {
  readonly text: string;
  readonly href: string;
  readonly host_ascii: string;
  /** The host as people read it (Unicode), for display before opening. */
  readonly host_shown: string;
  /** Code, or `null`: `text-shows-other-host`, `mixed-script-host`, `user-info`, `ip-address`. */
  readonly warning: string | null;
}

export interface RemoteLoad {
  readonly url: string;
  /** Element and attribute, or CSS property, that would have loaded it. */
  readonly via: string;
  readonly blocked: true;
}

export interface Render {
  readonly view: 'text' | 'html';
  readonly visible_text: string;
  readonly blocks: readonly InspectedBlock[];
  readonly html_final: string | null;
  readonly remote: readonly RemoteLoad[];
  /** What the view itself asks for: nothing, because it is a string until the window shows it. */
  readonly requests_made: readonly string[];
  /** Counted in `html_final`. */
  readonly scripts_run: number;
  readonly forms: number;
  readonly dom_events_left: number;
  readonly links: readonly Link[];
  readonly cid_unresolved: readonly string[];
  /** Each part is a document of its own, so a style cannot reach another. */
  readonly style_leaks_between_parts: boolean;
}

export interface InspectedAttachment {
  readonly part: string;
  readonly name_shown: string;
  readonly name_on_save: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  readonly encrypted: boolean;
  readonly signed: boolean;
  readonly risk: AttachmentRisk;
  readonly reason: string | null;
}

export interface SenderCheck {
  readonly code: (typeof senderCheckCodes)[number];
  readonly detail: string;
}

export interface Warning {
  readonly code: string;
  readonly part: string | null;
  readonly text: string;
}
