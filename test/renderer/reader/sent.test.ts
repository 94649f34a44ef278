import { describe, expect, it } from 'vitest';
import { withoutBorrowedId } from '../../../renderer/reader/sent.ts';
import type { MessageView } from '../../../shared/model/message.ts';

const own = new Set(['desk@clinic.example']);
const view: MessageView = {
  id: 1,
  threadId: 1,
  mailboxId: 1,
  accountId: 1,
  from: [{ name: '', addr: 'Desk@clinic.example' }],
  to: [],
  cc: [],
  replyTo: [],
  subject: '',
  date: '2026-06-01T10:42:00Z',
  seen: true,
  flagged: false,
  answered: false,
  verdict: {
    encryption: 'none',
    signature: 'none',
    signer_shown: null,
    covers_all_visible: false,
    technology: 'none',
    reasons: [],
  },
  signatures: [],
  sealTone: 'none',
  bodyMissing: false,
  blocks: [],
  attachments: [],
  remoteBlocked: 0,
  senderChecks: [],
  warnings: [],
  mdn: { requested: false, to: null, answered: null },
  evidence: [
    { kind: 'accepted', at: '2026-06-01T10:42:00Z', recipient: null, method: null, detail: '', source: 'smtp' },
  ],
  sentBy: [{ addr: 'maria@example.org', method: 'openpgp' }],
};

describe('withoutBorrowedId', () => {
  it('does not say "you sent this encrypted" of a message that came in under a Message-ID of ours', () => {
    for (const specialUse of ['inbox', 'junk', null] as const) {
      const shown = withoutBorrowedId(view, specialUse, own);
      expect(shown.sentBy).toEqual([]);
      expect(shown.evidence).toEqual([]);
    }
    const foreign = { ...view, from: [{ name: 'Desk', addr: 'desk@evil.example' }] };
    expect(withoutBorrowedId(foreign, 'sent', own).sentBy).toEqual([]);
    expect(withoutBorrowedId({ ...view, from: [] }, 'sent', own).sentBy).toEqual([]);
  });

  it('keeps the evidence of what we did send', () => {
    for (const specialUse of ['sent', 'archive', 'trash'] as const) {
      expect(withoutBorrowedId(view, specialUse, own)).toBe(view);
    }
  });
});
