import { Button, Field, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { Profile } from '../../shared/model/profile.ts';
import { problemOf } from '../bridge/client.ts';
import { useAct } from '../bridge/query.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { Busy } from '../kit/busy.tsx';
import { NewPassphrase } from '../kit/new-passphrase.tsx';
import { ProblemBar } from '../kit/problem.tsx';
import { useWait } from './use-wait.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, padding: '18px' },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  hint: { margin: 0, color: tokens.colorNeutralForeground2 },
  key: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase400 },
  actions: { display: 'flex', justifyContent: 'flex-end', gap: tokens.spacingHorizontalS },
});

/** The other way in: the key from the printed sheet, and a new passphrase. */
export function Recovery({
  profile,
  onUnlocked,
  onBack,
}: {
  readonly profile: Profile & { readonly waitSeconds: number };
  readonly onUnlocked: (profile: Profile) => void;
  readonly onBack: () => void;
}) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const [key, setKey] = useState('');
  const [passphrase, setPassphrase] = useState<string | null>(null);
  const [wait, startWait] = useWait(profile.waitSeconds);
  const recover = useAct('vault.recover', {
    onSuccess: (answer) => onUnlocked(answer.profile),
    onError: (error) => startWait(problemOf(error).details?.seconds ?? 0),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (passphrase === null || key.trim() === '' || wait > 0 || recover.isPending) return;
    recover.mutate({ profileId: profile.id, recoveryKey: key.trim(), newPassphrase: passphrase });
  }

  return (
    <form className={styles.form} onSubmit={submit}>
      <h2 className={styles.title}>{text.lock.recoverTitle}</h2>
      <p className={styles.hint}>{text.lock.recoverHint(profile.displayName)}</p>
      {recover.error ? <ProblemBar error={recover.error} /> : null}
      <Field label={text.lock.recoveryKey} hint={text.lock.recoveryKeyHint}>
        <Textarea
          autoFocus
          rows={2}
          resize="none"
          spellCheck={false}
          autoComplete="off"
          textarea={{ className: styles.key }}
          value={key}
          onChange={(_, data) => setKey(data.value)}
        />
      </Field>
      <NewPassphrase renewing name={profile.displayName} onChange={setPassphrase} />
      <div className={styles.actions}>
        <Button onClick={onBack} disabled={recover.isPending}>
          {text.common.back}
        </Button>
        <Button
          appearance="primary"
          type="submit"
          disabledFocusable={passphrase === null || key.trim() === '' || wait > 0 || recover.isPending}
          {...(recover.isPending ? { icon: <Busy /> } : {})}
        >
          {wait > 0 ? format.clock(wait) : text.lock.unlock}
        </Button>
      </div>
    </form>
  );
}
