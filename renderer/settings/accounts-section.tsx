import {
  Badge,
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Select,
  tokens,
} from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account, AccountStatus } from '../../shared/model/account.ts';
import { useDesk } from '../app/desk.tsx';
import { invalidate } from '../bridge/live.ts';
import { useAct, useAsk } from '../bridge/query.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { Waiting } from '../kit/blank.tsx';
import { Busy } from '../kit/busy.tsx';
import { useNotice } from '../kit/notice.tsx';
import { SecretInput } from '../kit/passphrase.tsx';
import { ProblemBar } from '../kit/problem.tsx';
import { Group, Setting } from './group.tsx';

const useStyles = makeStyles({
  hint: { margin: '0 0 12px', color: tokens.colorNeutralForeground2 },
  fields: { display: 'grid', gap: tokens.spacingVerticalM },
  surface: { maxWidth: '480px' },
  servers: { fontVariantNumeric: 'tabular-nums' },
});

const keepChoices = [30, 90, 180, 365, 730] as const;

const colors: Readonly<Record<AccountStatus['state'], 'success' | 'informative' | 'warning' | 'danger'>> = {
  online: 'success',
  connecting: 'informative',
  offline: 'warning',
  'login-refused': 'danger',
  'certificate-refused': 'danger',
};

/** Mail accounts: how they are, what stays on this computer. */
export function AccountsSection() {
  const styles = useStyles();
  const text = useText();
  const desk = useDesk();
  const accounts = useAsk('account.list', {});
  const status = useAsk('account.status', {});
  if (accounts.error) return <ProblemBar error={accounts.error} onRetry={() => void accounts.refetch()} />;
  if (accounts.data === undefined) return <Waiting />;
  const list = accounts.data.accounts;
  return (
    <>
      <p className={styles.hint}>{list.length === 0 ? text.settings.noAccounts : text.settings.accountsHint}</p>
      {list.map((account) => (
        <AccountGroup
          key={account.id}
          account={account}
          status={status.data?.accounts.find((one) => one.accountId === account.id)}
        />
      ))}
      <Button icon={<Add20Regular />} onClick={() => desk.addAccount(true)}>
        {text.settings.addAccount}
      </Button>
    </>
  );
}

function AccountGroup({ account, status }: { readonly account: Account; readonly status: AccountStatus | undefined }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const client = useQueryClient();
  const [dialog, setDialog] = useState<'edit' | 'remove' | null>(null);
  const update = useAct('account.update', { onSuccess: () => invalidate(client, 'account.list') });
  const t = text.settings;
  const progress =
    status === undefined
      ? ''
      : status.fetched < status.total
        ? text.app.status.fetching(status.fetched, status.total)
        : status.lastSync === null
          ? t.neverSynced
          : t.lastSync(format.time(status.lastSync));
  return (
    <Group heading={account.address}>
      <Setting label={account.displayName || account.address} hint={progress}>
        {status ? (
          <Badge appearance="tint" color={colors[status.state]}>
            {t.states[status.state]}
          </Badge>
        ) : null}
        <Button size="small" onClick={() => setDialog('edit')}>
          {t.edit}
        </Button>
      </Setting>
      <Setting
        label={<span className={styles.servers}>{`${t.incoming}: ${account.imap.host}:${account.imap.port}`}</span>}
        hint={<span className={styles.servers}>{`${t.outgoing}: ${account.smtp.host}:${account.smtp.port}`}</span>}
      >
        <Button size="small" onClick={() => setDialog('remove')}>
          {t.removeAccount}
        </Button>
      </Setting>
      <Setting label={t.keepDays} hint={t.keepHint}>
        {(id) => (
          <Select
            aria-labelledby={id}
            value={String(account.keepDays ?? '')}
            onChange={(_, data) =>
              update.mutate({ accountId: account.id, keepDays: data.value === '' ? null : Number(data.value) })
            }
          >
            <option value="">{t.keepForever}</option>
            {[...new Set([...keepChoices, ...(account.keepDays === null ? [] : [account.keepDays])])]
              .toSorted((a, b) => a - b)
              .map((days) => (
                <option key={days} value={days}>
                  {t.keepFor(days)}
                </option>
              ))}
          </Select>
        )}
      </Setting>
      {dialog === 'edit' ? <EditAccount account={account} onClose={() => setDialog(null)} /> : null}
      {dialog === 'remove' ? <RemoveAccount account={account} onClose={() => setDialog(null)} /> : null}
    </Group>
  );
}

function EditAccount({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) {
  const styles = useStyles();
  const text = useText();
  const client = useQueryClient();
  const [name, setName] = useState(account.displayName);
  const [password, setPassword] = useState('');
  const update = useAct('account.update', {
    onSuccess: () => {
      invalidate(client, 'account.list', 'account.status');
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={(_, data) => (data.open ? undefined : onClose())}>
      <DialogSurface className={styles.surface}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            update.mutate({
              accountId: account.id,
              displayName: name.trim(),
              ...(password === '' ? {} : { password }),
            });
          }}
        >
          <DialogBody>
            <DialogTitle>{account.address}</DialogTitle>
            <DialogContent className={styles.fields}>
              {update.error ? <ProblemBar error={update.error} /> : null}
              <Field label={text.settings.displayName}>
                <Input maxLength={200} value={name} onChange={(_, data) => setName(data.value)} />
              </Field>
              <Field label={text.settings.newPassword} hint={text.settings.newPasswordHint}>
                <SecretInput value={password} onChange={(_, data) => setPassword(data.value)} />
              </Field>
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{text.common.cancel}</Button>
              <Button
                appearance="primary"
                type="submit"
                disabledFocusable={update.isPending}
                {...(update.isPending ? { icon: <Busy /> } : {})}
              >
                {text.common.save}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

/** Confirmed, because fetching everything again may take hours: it cannot simply be undone. */
function RemoveAccount({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) {
  const styles = useStyles();
  const text = useText();
  const client = useQueryClient();
  const desk = useDesk();
  const notify = useNotice();
  const remove = useAct('account.remove', {
    onSuccess: () => {
      invalidate(client, 'account.list', 'account.status', 'mailbox.list');
      desk.show({ kind: 'nothing' });
      notify({ words: text.settings.accountRemoved });
      onClose();
    },
  });
  return (
    <Dialog modalType="alert" open onOpenChange={(_, data) => (data.open ? undefined : onClose())}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{text.settings.removeAccountQuestion(account.address)}</DialogTitle>
          <DialogContent>
            {remove.error ? <ProblemBar error={remove.error} /> : null}
            {text.settings.removeAccountHint}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{text.common.cancel}</Button>
            <Button
              appearance="primary"
              disabledFocusable={remove.isPending}
              onClick={() => remove.mutate({ accountId: account.id })}
            >
              {text.settings.removeAccount}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
