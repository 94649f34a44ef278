import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Input,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { Folder20Regular, Search20Regular } from '@fluentui/react-icons';
import { useMemo, useState } from 'react';
import { focusRing } from '../app/theme.ts';
import { useAsk } from '../bridge/query.ts';
import { useLocale, useText } from '../i18n/text.tsx';
import { tagOf } from '../i18n/words.ts';
import { groupFolders } from './folders.ts';

const useStyles = makeStyles({
  surface: { maxWidth: '420px' },
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  list: { height: '280px', maxHeight: '40vh', overflowY: 'auto' },
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    width: '100%',
    height: '32px',
    padding: '0 8px',
    border: 0,
    borderRadius: tokens.borderRadiusMedium,
    font: 'inherit',
    textAlign: 'left',
    color: tokens.colorNeutralForeground1,
    backgroundColor: 'transparent',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': focusRing,
  },
  active: { backgroundColor: tokens.colorNeutralBackground1Selected },
  none: { padding: tokens.spacingVerticalL, color: tokens.colorNeutralForeground3 },
});

/** Which folder: type a few letters, arrows, Enter. Only folders of the messages' own account. */
export function MoveDialog({
  accountId,
  from,
  onClose,
  onChoose,
}: {
  readonly accountId: number | null;
  readonly from: number | null;
  readonly onClose: () => void;
  readonly onChoose: (mailboxId: number, label: string) => void;
}) {
  const styles = useStyles();
  const text = useText();
  const tag = tagOf[useLocale()];
  const accounts = useAsk('account.list', {});
  const mailboxes = useAsk('mailbox.list', {});
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);

  const folders = useMemo(() => {
    const wanted = typed.trim().toLocaleLowerCase();
    return groupFolders(text, accounts.data?.accounts ?? [], mailboxes.data?.mailboxes ?? [], tag)
      .filter((group) => accountId === null || group.account.id === accountId)
      .flatMap((group) => group.folders)
      .filter((folder) => folder.mailbox.id !== from && folder.label.toLocaleLowerCase().includes(wanted));
  }, [text, accounts.data, mailboxes.data, tag, accountId, from, typed]);
  const active = folders[Math.min(at, folders.length - 1)];

  return (
    <Dialog
      open
      onOpenChange={(_, data) => {
        if (!data.open) onClose();
      }}
    >
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{text.inbox.moveTo}</DialogTitle>
          <DialogContent className={styles.content}>
            <Input
              autoFocus
              contentBefore={<Search20Regular />}
              placeholder={text.inbox.findFolder}
              aria-label={text.inbox.findFolder}
              role="combobox"
              aria-expanded="true"
              aria-controls="move-folders"
              aria-activedescendant={active ? `move-folder-${active.mailbox.id}` : ''}
              value={typed}
              onChange={(_, data) => {
                setTyped(data.value);
                setAt(0);
              }}
              onKeyDown={(event) => {
                if (event.key === 'ArrowDown') setAt(Math.min(folders.length - 1, at + 1));
                else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
                else if (event.key === 'Enter' && active) onChoose(active.mailbox.id, active.label);
                else return;
                event.preventDefault();
              }}
            />
            <div id="move-folders" role="listbox" aria-label={text.app.folders} className={styles.list}>
              {folders.length === 0 ? <div className={styles.none}>{text.inbox.noFolderFits}</div> : null}
              {folders.map((folder) => (
                <button
                  type="button"
                  key={folder.mailbox.id}
                  id={`move-folder-${folder.mailbox.id}`}
                  role="option"
                  aria-selected={folder === active}
                  tabIndex={-1}
                  className={mergeClasses(styles.row, folder === active && styles.active)}
                  style={{ paddingLeft: 8 + folder.level * 14 }}
                  onClick={() => onChoose(folder.mailbox.id, folder.label)}
                >
                  <Folder20Regular aria-hidden="true" />
                  {folder.label}
                </button>
              ))}
            </div>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{text.common.cancel}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
