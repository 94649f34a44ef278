import { Button, Field, Input, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { OutputOf } from '../../shared/contract/index.ts';
import { roleSchema, roles } from '../../shared/policy/roles.ts';
import { useAct } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { Busy } from '../kit/busy.tsx';
import { NewPassphrase } from '../kit/new-passphrase.tsx';
import { ProblemBar } from '../kit/problem.tsx';
import { Step } from './step.tsx';

/** Who it is, and the passphrase. */
export function ProfileStep({
  first,
  onBack,
  onMade,
}: {
  readonly first: boolean;
  readonly onBack: () => void;
  readonly onMade: (answer: OutputOf<'vault.create'>) => void;
}) {
  const text = useText();
  const [name, setName] = useState('');
  // Whoever sets up the first profile usually looks after the computer; after that it is mostly the front desk.
  const [role, setRole] = useState(roleSchema.parse(first ? 'admin' : 'front-desk'));
  const [passphrase, setPassphrase] = useState<string | null>(null);
  const create = useAct('vault.create', { onSuccess: onMade });
  const ready = name.trim() !== '' && passphrase !== null && !create.isPending;
  return (
    <Step
      title={text.onboarding.profileTitle}
      hint={text.onboarding.profileHint}
      onSubmit={() => {
        if (ready) create.mutate({ displayName: name.trim(), role, passphrase });
      }}
      actions={
        <>
          <Button
            appearance="primary"
            type="submit"
            disabledFocusable={!ready}
            {...(create.isPending ? { icon: <Busy /> } : {})}
          >
            {create.isPending ? text.onboarding.creating : text.onboarding.createProfile}
          </Button>
          <Button onClick={onBack} disabled={create.isPending}>
            {first ? text.common.back : text.onboarding.cancelAdd}
          </Button>
        </>
      }
    >
      {create.error ? <ProblemBar error={create.error} /> : null}
      <Field label={text.onboarding.name} required>
        <Input autoFocus autoComplete="off" maxLength={80} value={name} onChange={(_, data) => setName(data.value)} />
      </Field>
      <Field label={text.onboarding.role}>
        <Select value={role} onChange={(_, data) => setRole(roleSchema.parse(data.value))}>
          {roles.map((one) => (
            <option key={one} value={one}>
              {text.common.role[one]}
            </option>
          ))}
        </Select>
      </Field>
      <NewPassphrase name={name} onChange={setPassphrase} />
    </Step>
  );
}
