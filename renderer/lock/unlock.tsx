import {
  Button,
  Field,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { OutputOf } from '../../shared/contract/index.ts';
import type { KeychainOutcome, Profile } from '../../shared/model/profile.ts';
import { problemOf } from '../bridge/client.ts';
import { useAct, useAsk } from '../bridge/query.ts';
import { problemWords } from '../i18n/problem-words.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { Busy } from '../kit/busy.tsx';
import { SecretInput } from '../kit/passphrase.tsx';
import { useWait } from './use-wait.ts';

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: '14px 18px 18px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  // A field's grid grows with its content unless told otherwise.
  wrap: { gridTemplateColumns: 'minmax(0, 1fr)' },
  line: { display: 'flex', gap: tokens.spacingHorizontalS, minWidth: 0 },
  field: { flexGrow: 1, minWidth: 0 },
  go: { flexShrink: 0, minWidth: '112px' },
  more: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** Somebody was called away: what is half typed does not wait in the field for whoever comes next. */
const forgetTypedMs = 60_000;

type LockedProfile = OutputOf<'desk.profiles'>['profiles'][number];

/** The one field. Arrow keys in it change the profile, so that nobody needs the mouse in the morning. */
export function Unlock({
  profile,
  onStep,
  onUnlocked,
  onRecover,
}: {
  readonly profile: LockedProfile;
  readonly onStep: (by: number) => void;
  readonly onUnlocked: (profile: Profile) => void;
  readonly onRecover: () => void;
}) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [capsLock, setCapsLock] = useState(false);
  const keychain = useAsk('vault.keychain', { profileId: profile.id });
  const [wait, startWait] = useWait(profile.waitSeconds);
  const unlock = useAct('vault.unlock', {
    onSuccess: (answer) => onUnlocked(answer.profile),
    onError: (error) => {
      setTyped('');
      startWait(problemOf(error).details?.seconds ?? 0);
      void keychain.refetch();
    },
  });

  // The field is where one types, when this profile is chosen, when a wait is over, and after a wrong passphrase.
  const ready = !unlock.isPending && wait === 0;
  useEffect(() => {
    if (ready) field.current?.focus();
  }, [ready]);

  useEffect(() => {
    if (typed === '' || unlock.isPending) return;
    const timer = setTimeout(() => setTyped(''), forgetTypedMs);
    return () => clearTimeout(timer);
  }, [typed, unlock.isPending]);

  const failed = unlock.error ? problemOf(unlock.error) : null;
  const outcome: KeychainOutcome = keychain.data?.outcome ?? 'ok';
  const keychainFailed = outcome !== 'ok';
  const ownWords = failed !== null && !failed.code.startsWith('keychain-') ? problemWords(text, failed) : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (typed !== '' && ready) unlock.mutate({ profileId: profile.id, passphrase: typed });
  }

  function onKeyDown(event: KeyboardEvent) {
    setCapsLock(event.getModifierState('CapsLock'));
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    onStep(by);
  }

  const says =
    wait > 0
      ? text.lock.wait(format.clock(wait))
      : ownWords
        ? failed?.code === 'unlock-delayed'
          ? ''
          : `${ownWords.message} ${ownWords.hint}`
        : capsLock
          ? text.lock.capsLock
          : '';

  return (
    <form className={styles.form} onSubmit={submit}>
      {keychainFailed ? (
        <MessageBar intent={outcome === 'locked' ? 'warning' : 'error'} layout="multiline" role="alert">
          <MessageBarBody>
            <MessageBarTitle>{text.lock.keychain[outcome]}</MessageBarTitle> {text.lock.keychainHint[outcome]}
          </MessageBarBody>
        </MessageBar>
      ) : null}
      <Field
        className={styles.wrap}
        label={text.lock.passphraseOf(profile.displayName)}
        validationState={says === '' ? 'none' : ownWords && wait === 0 ? 'error' : 'warning'}
        {...(says === '' ? {} : { validationMessage: says })}
      >
        <div className={styles.line}>
          <SecretInput
            size="large"
            className={styles.field}
            inputRef={field}
            value={typed}
            disabled={unlock.isPending || wait > 0}
            aria-label={text.lock.passphraseOf(profile.displayName)}
            onChange={(_, data) => setTyped(data.value)}
            onKeyDown={onKeyDown}
          />
          <Button
            size="large"
            appearance="primary"
            type="submit"
            className={styles.go}
            disabledFocusable={unlock.isPending || wait > 0}
            {...(unlock.isPending ? { icon: <Busy inverted /> } : {})}
          >
            {unlock.isPending ? text.lock.unlocking : text.lock.unlock}
          </Button>
        </div>
      </Field>
      {keychainFailed || failed !== null || wait > 0 ? (
        <div className={styles.more}>
          <Button size="small" onClick={onRecover}>
            {text.lock.useRecovery}
          </Button>
          {keychainFailed ? (
            <Button size="small" appearance="subtle" onClick={() => void keychain.refetch()}>
              {text.lock.keychainAgain}
            </Button>
          ) : null}
        </div>
      ) : null}
    </form>
  );
}
