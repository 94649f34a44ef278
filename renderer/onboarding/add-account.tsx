import { Button, Dialog, DialogSurface, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import { useDesk } from '../app/desk.tsx';
import { useText } from '../i18n/text.tsx';
import { AccountForm } from './account-form.tsx';
import { KeyStep } from './key-step.tsx';

const useStyles = makeStyles({ surface: { maxWidth: '560px', maxHeight: '92vh', overflowY: 'auto' } });

/** One more account, or the first one when it was put off: the same two pages as at the start. */
export function AddAccount({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles();
  const text = useText();
  const { profile } = useDesk();
  const [added, setAdded] = useState<string | null>(null);
  return (
    <Dialog
      open
      onOpenChange={(_, data) => {
        if (!data.open) onClose();
      }}
    >
      <DialogSurface className={styles.surface} aria-label={text.settings.addAccount}>
        {added === null ? (
          <AccountForm
            title={text.settings.addAccount}
            hint={text.onboarding.mailboxHint}
            name={profile.displayName}
            onAdded={(account) => setAdded(account.address)}
            other={<Button onClick={onClose}>{text.common.cancel}</Button>}
          />
        ) : (
          <KeyStep address={added} onDone={onClose} />
        )}
      </DialogSurface>
    </Dialog>
  );
}
