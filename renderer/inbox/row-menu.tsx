import { Menu, MenuDivider, MenuItem, MenuList, MenuPopover } from '@fluentui/react-components';
import {
  ArrowForward20Regular,
  ArrowReply20Regular,
  ArrowReplyAll20Regular,
  Delete20Regular,
  Flag20Regular,
  FolderArrowRight20Regular,
  MailRead20Regular,
  MailUnread20Regular,
} from '@fluentui/react-icons';
import type { ThreadRow } from '../../shared/model/message.ts';
import { useDesk } from '../app/desk.tsx';
import { useText } from '../i18n/text.tsx';
import { keyLabel } from '../kit/shortcuts.ts';

interface RowMenuProps {
  readonly at: { readonly x: number; readonly y: number } | null;
  readonly rows: readonly ThreadRow[];
  readonly onClose: () => void;
  readonly onDelete: () => void;
  readonly onMove: () => void;
  readonly onFlag: () => void;
  readonly onSeen: (seen: boolean) => void;
}

/** The menu of a conversation, or of those that are chosen, where the pointer or the keyboard is. */
export function RowMenu({ at, rows, onClose, onDelete, onMove, onFlag, onSeen }: RowMenuProps) {
  const text = useText();
  const desk = useDesk();
  const one = rows.length === 1 ? rows[0] : undefined;
  const flagged = rows.every((row) => row.flagged);
  const seen = rows.every((row) => row.unseen === 0);
  const target = at === null ? null : { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) };
  return (
    <Menu
      open={at !== null}
      onOpenChange={(_, data) => {
        if (!data.open) onClose();
      }}
      positioning={{ target, position: 'below', align: 'start' }}
    >
      <MenuPopover>
        <MenuList>
          {one ? (
            <>
              <MenuItem
                icon={<ArrowReply20Regular />}
                secondaryContent={keyLabel('Ctrl+R')}
                onClick={() => desk.compose('reply', one.messageId)}
              >
                {text.inbox.reply}
              </MenuItem>
              <MenuItem
                icon={<ArrowReplyAll20Regular />}
                secondaryContent={keyLabel('Ctrl+Shift+R')}
                onClick={() => desk.compose('reply-all', one.messageId)}
              >
                {text.inbox.replyAll}
              </MenuItem>
              <MenuItem
                icon={<ArrowForward20Regular />}
                secondaryContent={keyLabel('Ctrl+F')}
                onClick={() => desk.compose('forward', one.messageId)}
              >
                {text.inbox.forward}
              </MenuItem>
              <MenuDivider />
            </>
          ) : null}
          <MenuItem
            icon={seen ? <MailUnread20Regular /> : <MailRead20Regular />}
            secondaryContent={keyLabel(seen ? 'Ctrl+U' : 'Ctrl+Q')}
            onClick={() => onSeen(!seen)}
          >
            {seen ? text.inbox.markUnread : text.inbox.markRead}
          </MenuItem>
          <MenuItem icon={<Flag20Regular />} secondaryContent="Insert" onClick={onFlag}>
            {flagged ? text.inbox.unflag : text.inbox.flag}
          </MenuItem>
          <MenuItem icon={<FolderArrowRight20Regular />} secondaryContent={keyLabel('Ctrl+Shift+V')} onClick={onMove}>
            {text.inbox.moveTo}
          </MenuItem>
          <MenuItem icon={<Delete20Regular />} secondaryContent="Delete" onClick={onDelete}>
            {text.inbox.remove}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
