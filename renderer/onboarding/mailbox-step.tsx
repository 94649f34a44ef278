import { Button } from '@fluentui/react-components';
import type { Account } from '../../shared/model/account.ts';
import { useAsk } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { AccountForm } from './account-form.tsx';

/** The clinic's mail account. */
export function MailboxStep({
  onAdded,
  onLater,
}: {
  readonly onAdded: (account: Account) => void;
  readonly onLater: () => void;
}) {
  const text = useText();
  const state = useAsk('desk.state', {});
  return (
    <AccountForm
      title={text.onboarding.mailboxTitle}
      hint={text.onboarding.mailboxHint}
      name={state.data?.unlocked?.displayName ?? ''}
      onAdded={onAdded}
      other={<Button onClick={onLater}>{text.onboarding.later}</Button>}
    />
  );
}
