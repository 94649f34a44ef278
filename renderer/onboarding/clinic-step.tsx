import { Button, Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import { localeSchema } from '../../shared/model/settings.ts';
import { useAct } from '../bridge/query.ts';
import { useLocale, useText } from '../i18n/text.tsx';
import { ProblemBar } from '../kit/problem.tsx';
import { Step } from './step.tsx';

/** Language first, because the rest is read in it; then the clinic's name. */
export function ClinicStep({ clinicName, onNext }: { readonly clinicName: string; readonly onNext: () => void }) {
  const text = useText();
  const locale = useLocale();
  const [name, setName] = useState(clinicName);
  const save = useAct('desk.setSettings', { onSuccess: onNext });
  const speak = useAct('desk.setSettings');
  return (
    <Step
      title={text.onboarding.clinicTitle}
      hint={text.onboarding.clinicHint}
      onSubmit={() => save.mutate({ clinicName: name.trim(), locale })}
      actions={
        <Button appearance="primary" type="submit" disabledFocusable={name.trim() === '' || save.isPending}>
          {text.common.next}
        </Button>
      }
    >
      {save.error ? <ProblemBar error={save.error} /> : null}
      <Field label={text.onboarding.language}>
        <RadioGroup
          layout="horizontal"
          value={locale}
          onChange={(_, data) => speak.mutate({ locale: localeSchema.parse(data.value) })}
        >
          <Radio value="en" label={text.onboarding.english} />
          <Radio value="es" label={text.onboarding.spanish} />
        </RadioGroup>
      </Field>
      <Field label={text.onboarding.clinicName} hint={text.onboarding.clinicNameHint} required>
        <Input autoFocus maxLength={120} value={name} onChange={(_, data) => setName(data.value)} />
      </Field>
    </Step>
  );
}
