import { describe, expect, it } from 'vitest';
import { evidenceFrom } from '../../../../electron/engine/delivery/evidence.ts';
import type { Report } from '../../../../electron/engine/rooms.ts';
import { evidenceSchema } from '../../../../shared/model/evidence.ts';

const at = '2026-11-21T10:42:00.000Z';

function report(change: Partial<Report>): Report {
  return {
    kind: 'dsn',
    recipients: [],
    disposition: null,
    original_message_id: '<one@clinic.example>',
    reporting: null,
    ...change,
  };
}

function recipient(change: Partial<Report['recipients'][number]>): Report['recipients'][number] {
  return {
    final_recipient: 'Pat@mail.example',
    original_recipient: null,
    action: null,
    status: null,
    diagnostic: null,
    ...change,
  };
}

describe('a report becomes what it says and no more', () => {
  it.each([
    ['delivered', 'delivered'],
    ['Relayed', 'relayed'],
    ['delayed', 'delayed'],
    ['expanded', 'expanded'],
    ['failed', 'failed'],
  ])('action %s', (action, kind) => {
    const [fact] = evidenceFrom(report({ recipients: [recipient({ action, status: '5.1.1', diagnostic: 'x' })] }), at);
    expect(fact?.messageId).toBe('one@clinic.example');
    expect(fact?.evidence.map((one) => evidenceSchema.parse(one))).toEqual([
      { kind, at, recipient: 'pat@mail.example', method: null, detail: '5.1.1 x', source: 'dsn' },
    ]);
  });

  it('a missing action is told from the status, an unknown one tells nothing', () => {
    const kinds = (change: Partial<Report['recipients'][number]>) =>
      evidenceFrom(report({ recipients: [recipient(change)] }), at).flatMap(({ evidence }) =>
        evidence.map((e) => e.kind),
      );
    expect(kinds({ status: '5.0.0' })).toEqual(['failed']);
    expect(kinds({ status: '4.2.0' })).toEqual(['delayed']);
    expect(kinds({ status: '2.0.0' })).toEqual([]);
    expect(kinds({ action: 'rejoiced' })).toEqual([]);
  });

  it('a receipt is read only when it says displayed, and never proof', () => {
    const kinds = (disposition: string) =>
      evidenceFrom(report({ kind: 'mdn', disposition, recipients: [recipient({})] }), at).flatMap(
        ({ evidence }) => evidence,
      );
    expect(kinds('manual-action/MDN-sent-manually; displayed')).toMatchObject([
      { kind: 'displayed', detail: 'manual-action/MDN-sent-manually; displayed; not proven', source: 'mdn' },
    ]);
    expect(kinds('automatic-action/MDN-sent-automatically; deleted')).toMatchObject([{ kind: 'mdn-other' }]);
    expect(kinds('automatic-action/MDN-sent-automatically; displayed/error')).toMatchObject([{ kind: 'mdn-other' }]);
    expect(kinds('displayed')).toEqual([]);
  });

  it('is about the address that was written to, not the one behind a forwarding', () => {
    const [fact] = evidenceFrom(
      report({ recipients: [recipient({ action: 'delivered', original_recipient: 'Front@mail.example' })] }),
      at,
    );
    expect(fact?.evidence[0]?.recipient).toBe('front@mail.example');
  });

  it('without an original message, or about abuse, tells nothing', () => {
    const recipients = [recipient({ action: 'delivered' })];
    expect(evidenceFrom(report({ original_message_id: null, recipients }), at)).toEqual([]);
    expect(evidenceFrom(report({ kind: 'arf', recipients }), at)).toEqual([]);
  });

  it('has a detail of bounded length and one line', () => {
    const diagnostic = `550 no\r\n${'x'.repeat(2000)}`;
    const [fact] = evidenceFrom(report({ recipients: [recipient({ action: 'failed', diagnostic })] }), at);
    expect(fact?.evidence[0]?.detail.length).toBeLessThanOrEqual(500);
    expect(fact?.evidence[0]?.detail).not.toMatch(/[\r\n]/);
  });
});
