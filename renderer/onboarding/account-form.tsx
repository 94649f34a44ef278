import { Button, Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import type { Account } from '../../shared/model/account.ts';
import { securitySchema } from '../../shared/model/account.ts';
import { ask, problemOf } from '../bridge/client.ts';
import { invalidate } from '../bridge/live.ts';
import { useAct } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { Busy } from '../kit/busy.tsx';
import { SecretInput } from '../kit/passphrase.tsx';
import { ProblemBar } from '../kit/problem.tsx';
import {
  fieldsOf,
  isAddress,
  type MailServers,
  type ServerFields,
  serverOf,
  usualServers,
  withSecurity,
} from './servers.ts';
import { Step } from './step.tsx';

const useStyles = makeStyles({
  servers: { display: 'grid', gap: tokens.spacingVerticalM },
  note: { margin: 0, color: tokens.colorNeutralForeground2 },
  group: { margin: 0, padding: 0, border: 0 },
  legend: { padding: '0 0 4px', fontWeight: tokens.fontWeightSemibold },
  line: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 92px 128px', gap: tokens.spacingHorizontalS },
  cell: { minWidth: 0, gridTemplateColumns: 'minmax(0, 1fr)', alignContent: 'start' },
  input: { minWidth: 0, width: '100%' },
});

/**
 * Adds an account: address and password, and the servers only when nobody has named them before. The engine logs in at
 * both before it keeps anything.
 */
export function AccountForm({
  title,
  hint,
  name,
  onAdded,
  other,
}: {
  readonly title: string;
  readonly hint: string;
  /** The person's name, as what recipients will see. */
  readonly name: string;
  readonly onAdded: (account: Account) => void;
  /** What one may do instead. */
  readonly other: ReactNode;
}) {
  const styles = useStyles();
  const text = useText();
  const client = useQueryClient();
  const [address, setAddress] = useState('');
  const [left, setLeft] = useState(false);
  const [displayName, setDisplayName] = useState(name);
  const [password, setPassword] = useState('');
  const [servers, setServers] = useState<MailServers | null>(null);
  const [found, setFound] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const secret = useRef<HTMLInputElement>(null);
  const add = useAct('account.add', {
    onSuccess: ({ account }) => {
      invalidate(client, 'account.list', 'account.status', 'mailbox.list');
      onAdded(account);
    },
  });
  const [looking, setLooking] = useState(false);
  const busy = looking || add.isPending;
  const ready = isAddress(address.trim()) && password !== '' && !busy;

  async function submit() {
    if (!ready) return setLeft(true);
    setError(null);
    const at = address.trim();
    let known = servers;
    if (known === null) {
      setLooking(true);
      try {
        const { found: theirs } = await ask('account.discover', { address: at });
        setFound(theirs !== null);
        if (theirs === null) {
          setServers(usualServers(at));
          return;
        }
        known = { imap: fieldsOf(theirs.imap), smtp: fieldsOf(theirs.smtp), user: theirs.user };
      } catch (thrown) {
        setError(thrown);
        return;
      } finally {
        setLooking(false);
      }
    }
    const imap = serverOf(known.imap);
    const smtp = serverOf(known.smtp);
    if (imap === null || smtp === null) return;
    const user = known.user.trim() || at;
    add.mutate(
      { address: at, displayName: displayName.trim(), user, password, imap, smtp },
      // What was found may be wrong for this address: then it can be seen and corrected.
      {
        onError: (thrown) => {
          setServers(known);
          if (problemOf(thrown).code === 'login-refused') setTimeout(() => secret.current?.select());
        },
      },
    );
  }

  return (
    <Step
      title={title}
      hint={hint}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button appearance="primary" type="submit" disabledFocusable={!ready} {...(busy ? { icon: <Busy /> } : {})}>
            {add.isPending ? text.onboarding.checking : servers === null ? text.common.next : text.onboarding.check}
          </Button>
          {other}
        </>
      }
    >
      {(add.error ?? error) ? <ProblemBar error={add.error ?? error} /> : null}
      <Field
        label={text.onboarding.address}
        required
        {...(left && !isAddress(address.trim()) && address !== ''
          ? { validationState: 'error' as const, validationMessage: text.onboarding.addressWrong }
          : {})}
      >
        <Input
          autoFocus
          type="email"
          autoComplete="off"
          spellCheck={false}
          value={address}
          disabled={busy}
          onBlur={() => setLeft(true)}
          onChange={(_, data) => {
            setAddress(data.value);
            setServers(null);
          }}
        />
      </Field>
      <Field label={text.onboarding.password} hint={text.onboarding.passwordHint} required>
        <SecretInput
          inputRef={secret}
          value={password}
          disabled={busy}
          onChange={(_, data) => setPassword(data.value)}
        />
      </Field>
      <Field label={text.onboarding.displayName}>
        <Input
          autoComplete="off"
          maxLength={200}
          value={displayName}
          disabled={busy}
          onChange={(_, data) => setDisplayName(data.value)}
        />
      </Field>
      {servers ? (
        <div className={styles.servers}>
          <p className={styles.note}>{found ? text.onboarding.serversFound : text.onboarding.serversNeeded}</p>
          <ServerLine
            kind="imap"
            legend={text.onboarding.incoming}
            fields={servers.imap}
            disabled={busy}
            onChange={(imap) => setServers({ ...servers, imap })}
          />
          <ServerLine
            kind="smtp"
            legend={text.onboarding.outgoing}
            fields={servers.smtp}
            disabled={busy}
            onChange={(smtp) => setServers({ ...servers, smtp })}
          />
          <Field label={text.onboarding.user}>
            <Input
              autoComplete="off"
              spellCheck={false}
              value={servers.user}
              disabled={busy}
              onChange={(_, data) => setServers({ ...servers, user: data.value })}
            />
          </Field>
        </div>
      ) : null}
    </Step>
  );
}

function ServerLine({
  kind,
  legend,
  fields,
  disabled,
  onChange,
}: {
  readonly kind: 'imap' | 'smtp';
  readonly legend: string;
  readonly fields: ServerFields;
  readonly disabled: boolean;
  readonly onChange: (fields: ServerFields) => void;
}) {
  const styles = useStyles();
  const text = useText();
  const portGood = serverOf({ ...fields, host: 'x' }) !== null;
  return (
    <fieldset className={styles.group} disabled={disabled}>
      <legend className={styles.legend}>{legend}</legend>
      <div className={styles.line}>
        <Field className={styles.cell} label={text.onboarding.host} size="small">
          <Input
            className={styles.input}
            size="medium"
            spellCheck={false}
            value={fields.host}
            onChange={(_, data) => onChange({ ...fields, host: data.value })}
          />
        </Field>
        <Field
          className={styles.cell}
          label={text.onboarding.port}
          size="small"
          {...(portGood ? {} : { validationState: 'error' as const, validationMessage: text.onboarding.portWrong })}
        >
          <Input
            className={styles.input}
            size="medium"
            inputMode="numeric"
            value={fields.port}
            onChange={(_, data) => onChange({ ...fields, port: data.value })}
          />
        </Field>
        <Field className={styles.cell} label={text.onboarding.security} size="small">
          <Select
            className={styles.input}
            size="medium"
            value={fields.security}
            onChange={(_, data) => onChange(withSecurity(kind, fields, securitySchema.parse(data.value)))}
          >
            <option value="tls">{text.onboarding.tls}</option>
            <option value="starttls">{text.onboarding.starttls}</option>
          </Select>
        </Field>
      </div>
    </fieldset>
  );
}
