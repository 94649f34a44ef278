import { Field, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../i18n/text.tsx';
import { SecretInput } from './passphrase.tsx';
import { type Strength, strengthOf } from './strength.ts';

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  // Two lines are kept for the words beneath, so that nothing below moves while one types.
  steady: { minHeight: '94px', alignContent: 'start' },
});

const states: Readonly<Record<Strength, 'none' | 'error' | 'warning' | 'success'>> = {
  empty: 'none',
  short: 'error',
  weak: 'error',
  fair: 'warning',
  good: 'success',
};

/** The passphrase, when it is good enough and both are the same. */
function accepted(first: string, second: string, name: string): string | null {
  const strength = strengthOf(first, name);
  return first === second && (strength === 'fair' || strength === 'good') ? first : null;
}

/** A passphrase twice, with what it is worth in words. `onChange` gets it when it is good enough and both are the same. */
export function NewPassphrase({
  name,
  renewing = false,
  onChange,
}: {
  readonly name: string;
  /** It takes the place of another one. */
  readonly renewing?: boolean;
  readonly onChange: (passphrase: string | null) => void;
}) {
  const styles = useStyles();
  const text = useText();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [left, setLeft] = useState(false);
  const strength = strengthOf(first, name);
  const different = second !== '' && second !== first && (left || second.length >= first.length);

  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  });
  // Another name may make it weaker.
  const value = accepted(first, second, name);
  useEffect(() => tell.current(value), [value]);

  // Told with the letter itself, not after it has been drawn: the next key may be Enter already.
  function changeFirst(typed: string) {
    setFirst(typed);
    onChange(accepted(typed, second, name));
  }
  function changeSecond(typed: string) {
    setSecond(typed);
    onChange(accepted(first, typed, name));
  }

  return (
    <div className={styles.fields}>
      <Field
        className={styles.steady}
        label={renewing ? text.lock.newPassphrase : text.onboarding.passphrase}
        required
        validationState={states[strength]}
        validationMessage={strength === 'empty' ? text.onboarding.passphraseHint : text.onboarding.strength[strength]}
      >
        <SecretInput value={first} onChange={(_, data) => changeFirst(data.value)} />
      </Field>
      <Field
        label={renewing ? text.lock.repeat : text.onboarding.repeat}
        required
        validationState={different ? 'error' : 'none'}
        validationMessage={different ? text.onboarding.different : renewing ? null : text.onboarding.strength.empty}
      >
        <SecretInput value={second} onChange={(_, data) => changeSecond(data.value)} onBlur={() => setLeft(true)} />
      </Field>
    </div>
  );
}
