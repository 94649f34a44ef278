import { randomUUID } from 'node:crypto';

export interface DsnRecipient {
  readonly recipient: string;
  readonly action: 'delivered' | 'failed' | 'delayed';
  readonly status: string;
  readonly diagnostic: string;
}

/** A delivery status notification as RFC 3464 has it, the original's headers returned (RFC 3461 RET=HDRS). */
export function makeDsn(options: {
  readonly to: string;
  readonly host: string;
  readonly envid: string | null;
  readonly recipients: readonly DsnRecipient[];
  readonly original: Uint8Array;
  readonly at: Date;
}): Buffer {
  const boundary = `dsn-${randomUUID()}`;
  const original = Buffer.from(options.original).toString('latin1');
  const headers = original.slice(0, original.search(/\r?\n\r?\n/)).replace(/\r?\n/g, '\r\n');
  const failed = options.recipients.some((one) => one.action === 'failed');
  const date = options.at.toUTCString().replace('GMT', '+0000');
  const text = failed ? 'Your message could not be delivered to:' : 'Your message was delivered to:';
  const lines = [
    `From: Mail Delivery System <MAILER-DAEMON@${options.host}>`,
    `To: ${options.to}`,
    `Subject: ${failed ? 'Undelivered Mail Returned to Sender' : 'Successful Mail Delivery Report'}`,
    `Date: ${date}`,
    `Message-ID: <${randomUUID()}@${options.host}>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    text,
    ...options.recipients.map((one) => `  ${one.recipient}`),
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${options.host}`,
    ...(options.envid === null ? [] : [`Original-Envelope-Id: ${options.envid}`]),
    `Arrival-Date: ${date}`,
    '',
    ...options.recipients.flatMap((one) => [
      `Final-Recipient: rfc822; ${one.recipient}`,
      `Original-Recipient: rfc822; ${one.recipient}`,
      `Action: ${one.action}`,
      `Status: ${one.status}`,
      `Diagnostic-Code: smtp; ${one.diagnostic.replace(/\s+/g, ' ')}`,
      '',
    ]),
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    headers,
    '',
    `--${boundary}--`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}
