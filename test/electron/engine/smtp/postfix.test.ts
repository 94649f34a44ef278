import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Server } from '../../../../shared/model/account.ts';
import { type Dovecot, startDovecot } from '../../../clinic/dovecot.ts';
import { type Postfix, startPostfix } from '../../../clinic/postfix.ts';
import { accountOf, enqueue, makeMessage, openWorkstation, until } from '../../../clinic/workstation.ts';

const desk = { address: 'frontdesk@clinic.test', password: 'desk-pass' };
const patient = { address: 'pat@patient.test', password: 'x' };

describe('a real Postfix', () => {
  let dovecot: Dovecot;
  let postfix: Postfix;
  beforeAll(async () => {
    dovecot = await startDovecot({ users: [desk, patient] });
    postfix = await startPostfix({ dovecot });
  });
  afterAll(async () => {
    await postfix?.stop();
    await dovecot?.stop();
  });

  test.each(['starttls', 'tls'] as const)(
    'takes a message over %s and reports delivery and failure',
    async (security) => {
      const server: Server = {
        host: 'localhost',
        port: security === 'tls' ? postfix.submissionsPort : postfix.submissionPort,
        security,
      };
      const place = openWorkstation({ ca: dovecot.ca });
      const setup = accountOf(dovecot, server);
      await place.wire.check(setup);
      const account = place.store.records.accounts.add(setup);
      place.wire.start();
      const to = [patient.address, 'nobody@patient.test'];
      const message = makeMessage({ from: desk.address, to: to.join(', ') });
      const { copyId } = enqueue(place, account.id, { from: desk.address, to, ...message, askDsn: true });
      place.wire.poke();
      await until('filed', () => place.store.records.outbox.copy(copyId)?.state === 'filed');
      expect(place.store.records.evidence.list(message.messageId)).toMatchObject([
        {
          kind: 'accepted',
          recipient: patient.address,
          detail: expect.stringMatching(/^250 2\.0\.0 Ok: queued as \w+ \(TLSv1\.3\)$/),
        },
        { kind: 'accepted', recipient: 'nobody@patient.test' },
        { kind: 'filed' },
      ]);
      const reports = () =>
        place.reads
          .flatMap(({ read }) => read.reports)
          .filter((report) => report.original_message_id?.includes(message.messageId.replace(/[<>]/g, '')));
      await until('both reports', () => reports().length >= 2, 15_000);
      const actions = reports().flatMap((report) =>
        report.recipients.map(({ final_recipient, action, status }) => ({ final_recipient, action, status })),
      );
      expect(actions).toContainEqual({ final_recipient: patient.address, action: 'delivered', status: '2.0.0' });
      expect(actions).toContainEqual({ final_recipient: 'nobody@patient.test', action: 'failed', status: '5.1.1' });
      await place.discard();
    },
  );
});
