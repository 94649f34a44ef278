import {
  Avatar,
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkCircle20Regular, Print20Regular, Warning20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useDesk } from '../app/desk.tsx';
import { ask } from '../bridge/client.ts';
import { useAct, useAsk } from '../bridge/query.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { Busy } from '../kit/busy.tsx';
import { NewPassphrase } from '../kit/new-passphrase.tsx';
import { useNotice } from '../kit/notice.tsx';
import { SecretInput } from '../kit/passphrase.tsx';
import { initials } from '../kit/people.ts';
import { ProblemBar } from '../kit/problem.tsx';
import { Sheet } from '../onboarding/sheet.tsx';
import { Group, Setting } from './group.tsx';

const useStyles = makeStyles({
  surface: { maxWidth: '560px' },
  content: { display: 'grid', gap: tokens.spacingVerticalM },
  good: { display: 'flex', color: tokens.colorPaletteGreenForeground1 },
  look: { display: 'flex', color: tokens.colorPaletteDarkOrangeForeground1 },
  person: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
});

/** What opens this profile, and who else is on this computer. */
export function SecuritySection() {
  const styles = useStyles();
  const text = useText();
  const t = text.settings;
  const format = useFormat();
  const { profile } = useDesk();
  const keychain = useAsk('vault.keychain', { profileId: profile.id });
  const profiles = useAsk('desk.profiles', {});
  const [dialog, setDialog] = useState<'passphrase' | 'sheet' | null>(null);
  const outcome = keychain.data?.outcome;
  return (
    <>
      <Group heading={t.forProfile}>
        <Setting label={t.passphraseTitle}>
          <Button onClick={() => setDialog('passphrase')}>{t.changePassphrase}</Button>
        </Setting>
        <Setting label={t.recoveryTitle} hint={t.recoveryHint}>
          <Button onClick={() => setDialog('sheet')}>{t.newSheet}</Button>
        </Setting>
        <Setting
          label={t.keychainTitle}
          hint={
            outcome === undefined
              ? text.common.loading
              : outcome === 'ok'
                ? t.keychain.ok
                : `${t.keychain[outcome]} ${t.keychainHint}`
          }
        >
          {outcome === 'ok' ? (
            <span className={styles.good} aria-hidden="true">
              <CheckmarkCircle20Regular />
            </span>
          ) : outcome === undefined ? null : (
            <span className={styles.look} aria-hidden="true">
              <Warning20Regular />
            </span>
          )}
        </Setting>
      </Group>
      <Group heading={t.profilesTitle}>
        {profiles.data?.profiles.map((one) => (
          <Setting
            key={one.id}
            label={
              <span className={styles.person}>
                <Avatar
                  initials={initials({ name: one.displayName, addr: '' })}
                  size={28}
                  color="neutral"
                  aria-hidden
                />
                {one.displayName}
              </span>
            }
            hint={undefined}
          >
            <span>
              {text.common.role[one.role]} · {t.since(format.date(one.createdAt))}
            </span>
            {one.id === profile.id ? <strong>{t.thisIsYou}</strong> : null}
          </Setting>
        ))}
        <Setting label={t.addProfileHint}>
          <Button
            size="small"
            onClick={() => void ask('desk.lock', { trigger: 'switch-profile' }).catch(() => undefined)}
          >
            {t.switchProfile}
          </Button>
        </Setting>
      </Group>
      {dialog === 'passphrase' ? <ChangePassphrase onClose={() => setDialog(null)} /> : null}
      {dialog === 'sheet' ? <NewSheet onClose={() => setDialog(null)} /> : null}
    </>
  );
}

function ChangePassphrase({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles();
  const text = useText();
  const { profile } = useDesk();
  const notify = useNotice();
  const [old, setOld] = useState('');
  const [next, setNext] = useState<string | null>(null);
  const change = useAct('vault.changePassphrase', {
    onSuccess: () => {
      notify({ words: text.settings.passphraseChanged, tone: 'success' });
      onClose();
    },
  });
  const ready = old !== '' && next !== null && !change.isPending;
  return (
    <Dialog open onOpenChange={(_, data) => (data.open ? undefined : onClose())}>
      <DialogSurface className={styles.surface}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) change.mutate({ oldPassphrase: old, newPassphrase: next });
          }}
        >
          <DialogBody>
            <DialogTitle>{text.settings.changePassphrase}</DialogTitle>
            <DialogContent className={styles.content}>
              {change.error ? <ProblemBar error={change.error} /> : null}
              <Field label={text.settings.oldPassphrase} required>
                <SecretInput value={old} onChange={(_, data) => setOld(data.value)} />
              </Field>
              <NewPassphrase renewing name={profile.displayName} onChange={setNext} />
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{text.common.cancel}</Button>
              <Button
                appearance="primary"
                type="submit"
                disabledFocusable={!ready}
                {...(change.isPending ? { icon: <Busy /> } : {})}
              >
                {text.settings.changePassphrase}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

function NewSheet({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles();
  const text = useText();
  const { profile } = useDesk();
  const [passphrase, setPassphrase] = useState('');
  const [madeAt, setMadeAt] = useState('');
  const renew = useAct('vault.renewRecoveryKey', { onSuccess: () => setMadeAt(new Date().toISOString()) });
  const made = renew.data;
  return (
    <Dialog modalType={made ? 'alert' : 'modal'} open onOpenChange={(_, data) => (data.open ? undefined : onClose())}>
      <DialogSurface className={styles.surface}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (passphrase !== '' && !renew.isPending) renew.mutate({ passphrase });
          }}
        >
          <DialogBody>
            <DialogTitle>{made ? text.settings.sheetReplaced : text.settings.newSheet}</DialogTitle>
            <DialogContent className={styles.content}>
              {renew.error ? <ProblemBar error={renew.error} /> : null}
              {made ? (
                <>
                  <span>{text.onboarding.sheetHint}</span>
                  <Sheet profile={profile} recoveryKey={made.recoveryKey} auditKey={null} madeAt={madeAt} />
                </>
              ) : (
                <Field label={text.settings.oldPassphrase} hint={text.settings.recoveryHint} required>
                  <SecretInput value={passphrase} onChange={(_, data) => setPassphrase(data.value)} />
                </Field>
              )}
            </DialogContent>
            <DialogActions>
              {made ? (
                <>
                  <Button icon={<Print20Regular />} appearance="primary" onClick={() => window.print()}>
                    {text.onboarding.print}
                  </Button>
                  <Button onClick={onClose}>{text.common.done}</Button>
                </>
              ) : (
                <>
                  <Button onClick={onClose}>{text.common.cancel}</Button>
                  <Button
                    appearance="primary"
                    type="submit"
                    disabledFocusable={passphrase === '' || renew.isPending}
                    {...(renew.isPending ? { icon: <Busy /> } : {})}
                  >
                    {text.settings.newSheet}
                  </Button>
                </>
              )}
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
