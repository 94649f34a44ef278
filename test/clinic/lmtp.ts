import SMTPConnection from 'nodemailer/lib/smtp-connection';

/** One recipient's answer to a delivery by LMTP (RFC 2033: there is one reply per recipient). */
export interface LmtpResult {
  readonly taken: readonly string[];
  readonly refused: readonly { readonly recipient: string; readonly reply: string }[];
}

/** Hands a message to Dovecot's LMTP on loopback, one transaction for each recipient so that each answer is its own. */
export async function deliverByLmtp(
  port: number,
  mailFrom: string,
  recipients: readonly string[],
  raw: Uint8Array,
): Promise<LmtpResult> {
  const taken: string[] = [];
  const refused: { recipient: string; reply: string }[] = [];
  for (const recipient of recipients) {
    const reply = await deliverOne(port, mailFrom, recipient, raw);
    if (reply === null) taken.push(recipient);
    else refused.push({ recipient, reply });
  }
  return { taken, refused };
}

/** `null` when it was taken, else the reply. Throws when LMTP itself cannot be reached. */
function deliverOne(port: number, mailFrom: string, recipient: string, raw: Uint8Array): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const connection = new SMTPConnection({ host: '127.0.0.1', port, lmtp: true, ignoreTLS: true });
    connection.once('error', reject);
    connection.connect((connectError) => {
      if (connectError) {
        reject(connectError);
        return;
      }
      const envelope = { from: mailFrom === '' ? (false as const) : mailFrom, to: [recipient] };
      connection.send(envelope, Buffer.from(raw), (error) => {
        connection.removeListener('error', reject);
        connection.on('error', () => undefined);
        connection.quit();
        if (!error) resolve(null);
        else if (error.responseCode) resolve(error.response ?? `${error.responseCode}`);
        else reject(error);
      });
    });
  });
}
