import {
  Badge,
  type BadgeProps,
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { MoreHorizontal20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { KeyView } from '../../shared/model/key.ts';
import type { KeyTrust } from '../../shared/model/plan.ts';
import { ask } from '../bridge/client.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { useNotice } from '../kit/notice.tsx';
import { shortFingerprint } from './fingerprint.tsx';
import { Setting } from './group.tsx';
import { CheckDialog } from './key-check-dialog.tsx';
import { ExportDialog } from './key-dialogs.tsx';

const colors: Readonly<Record<KeyTrust, NonNullable<BadgeProps['color']>>> = {
  own: 'brand',
  verified: 'success',
  seen: 'informative',
  new: 'informative',
  changed: 'warning',
  refused: 'danger',
};

/** One key: whose, how well known, how long, and what one may do with it. */
export function KeyRow({ view }: { readonly view: KeyView }) {
  const text = useText();
  const format = useFormat();
  const notify = useNotice();
  const [dialog, setDialog] = useState<'check' | 'export' | null>(null);
  const t = text.settings;
  const ended = view.expiresAt !== null && Date.parse(view.expiresAt) < Date.now();
  const facts = [
    shortFingerprint(view.fingerprint),
    view.revoked
      ? t.revoked
      : view.expiresAt === null
        ? t.neverExpires
        : ended
          ? t.expired(format.date(view.expiresAt))
          : t.expires(format.date(view.expiresAt)),
    t.sources[view.source],
  ];
  return (
    <>
      <Setting label={view.userIds[0] ?? view.emails[0] ?? shortFingerprint(view.fingerprint)} hint={facts.join(' · ')}>
        <Badge appearance="tint" color={view.revoked || ended ? 'danger' : colors[view.trust]}>
          {view.revoked ? t.withdrawn : ended ? t.ranOut : text.common.trust[view.trust]}
        </Badge>
        {view.secret ? null : (
          <Button size="small" onClick={() => setDialog('check')}>
            {t.checkKey}
          </Button>
        )}
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button size="small" appearance="subtle" icon={<MoreHorizontal20Regular />} aria-label={text.common.more} />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem
                onClick={() =>
                  void ask('key.exportPublic', { fingerprint: view.fingerprint })
                    .then(({ armored }) => navigator.clipboard.writeText(armored))
                    .then(() => notify({ words: t.publicCopied }))
                    .catch(() => notify({ words: text.problem.words.internal.message, tone: 'error' }))
                }
              >
                {t.exportPublic}
              </MenuItem>
              {view.secret ? <MenuItem onClick={() => setDialog('export')}>{t.exportSecret}</MenuItem> : null}
            </MenuList>
          </MenuPopover>
        </Menu>
      </Setting>
      {dialog === 'check' ? <CheckDialog view={view} onClose={() => setDialog(null)} /> : null}
      {dialog === 'export' ? <ExportDialog view={view} onClose={() => setDialog(null)} /> : null}
    </>
  );
}
