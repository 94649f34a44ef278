import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { KeyMultiple20Regular, LockClosed20Regular, Send20Regular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { invalidate } from '../bridge/live.ts';
import { useAct, useAsk } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { Busy } from '../kit/busy.tsx';
import { ProblemBar } from '../kit/problem.tsx';
import { Step } from './step.tsx';

const useStyles = makeStyles({
  points: { display: 'grid', gap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyleType: 'none' },
  point: { display: 'flex', gap: tokens.spacingHorizontalM, alignItems: 'flex-start' },
  icon: { display: 'flex', flexShrink: 0, color: tokens.colorBrandForeground1 },
});

/** An OpenPGP key for the address, unless somebody says no. */
export function KeyStep({ address, onDone }: { readonly address: string; readonly onDone: () => void }) {
  const styles = useStyles();
  const text = useText();
  const client = useQueryClient();
  const accounts = useAsk('account.list', {});
  const name = accounts.data?.accounts.find((account) => account.address === address)?.displayName ?? '';
  const make = useAct('key.make', {
    onSuccess: () => {
      invalidate(client, 'key.list');
      onDone();
    },
  });
  const point = (icon: ReactNode, words: string) => (
    <li className={styles.point}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      {words}
    </li>
  );
  return (
    <Step
      title={text.onboarding.keyTitle}
      hint={text.onboarding.keyHint(address)}
      onSubmit={() => make.mutate({ name, address })}
      actions={
        <>
          <Button
            appearance="primary"
            type="submit"
            autoFocus
            disabledFocusable={make.isPending}
            {...(make.isPending ? { icon: <Busy /> } : {})}
          >
            {make.isPending ? text.onboarding.makingKey : text.onboarding.makeKey}
          </Button>
          <Button onClick={onDone} disabled={make.isPending}>
            {text.onboarding.skipKey}
          </Button>
        </>
      }
    >
      {make.error ? <ProblemBar error={make.error} /> : null}
      <ul className={styles.points}>
        {point(<LockClosed20Regular />, text.onboarding.keyPoints.stays)}
        {point(<Send20Regular />, text.onboarding.keyPoints.travels)}
        {point(<KeyMultiple20Regular />, text.onboarding.keyPoints.export)}
      </ul>
    </Step>
  );
}
