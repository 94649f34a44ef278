import { expect, it } from 'vitest';
import { en } from '../../../renderer/i18n/en/index.ts';
import { groupFolders } from '../../../renderer/inbox/folders.ts';
import type { Account } from '../../../shared/model/account.ts';
import type { Mailbox } from '../../../shared/model/message.ts';

const account: Account = {
  id: 1,
  address: 'front@clinic.example',
  displayName: 'Front desk',
  user: 'front',
  imap: { host: 'imap.clinic.example', port: 993, security: 'tls' },
  smtp: { host: 'smtp.clinic.example', port: 465, security: 'tls' },
  keepDays: null,
  keepBytes: null,
};
const box = (id: number, path: string, specialUse: Mailbox['specialUse'], total = 1): Mailbox => ({
  id,
  accountId: 1,
  path,
  name: path.split(/[/.]/).at(-1) ?? path,
  specialUse,
  total,
  unseen: 0,
});

function labels(...mailboxes: Mailbox[]): string[] {
  return (groupFolders(en, [account], mailboxes, 'en-US')[0]?.folders ?? []).map((one) => `${one.level} ${one.label}`);
}

it('puts the inbox first and calls special folders by the product’s names, whatever the server calls them', () => {
  expect(labels(box(1, 'Zebra', null), box(2, 'Gesendet', 'sent'), box(3, 'INBOX', 'inbox'))).toEqual([
    '0 Inbox',
    '0 Sent',
    '0 Zebra',
  ]);
});

it('hides the server’s drafts folder while nothing is in it', () => {
  expect(labels(box(1, 'INBOX', 'inbox'), box(2, 'Drafts', 'drafts', 0))).toEqual(['0 Inbox']);
  expect(labels(box(1, 'INBOX', 'inbox'), box(2, 'Drafts', 'drafts', 2))).toEqual([
    '0 Inbox',
    '0 Drafts on the server',
  ]);
});

it('indents by the folders above, with either separator, and not by a name that only begins the same', () => {
  expect(labels(box(1, 'Claims', null), box(2, 'Claims/Denied', null), box(3, 'Claims 2025', null))).toEqual([
    '0 Claims',
    '0 Claims 2025',
    '1 Denied',
  ]);
  expect(labels(box(1, 'Lab', null), box(2, 'Lab.Pending', null))).toEqual(['0 Lab', '1 Pending']);
});
