import { Button, Spinner } from '@fluentui/react-components';
import { CloudOff24Regular, MailAdd24Regular } from '@fluentui/react-icons';
import { useDesk } from '../app/desk.tsx';
import { useAsk } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { Blank, Waiting } from '../kit/blank.tsx';
import { ProblemPage } from '../kit/problem.tsx';

/** Before there is a folder to show: no account, or an account whose folders are on their way. */
export function Beginning() {
  const text = useText();
  const desk = useDesk();
  const accounts = useAsk('account.list', {});
  const mailboxes = useAsk('mailbox.list', {});
  const status = useAsk('account.status', {});
  const error = accounts.error ?? mailboxes.error;
  if (error) {
    return (
      <Blank
        title=""
        action={
          <ProblemPage
            error={error}
            onRetry={() => {
              void accounts.refetch();
              void mailboxes.refetch();
            }}
          />
        }
      />
    );
  }
  if (accounts.data === undefined || mailboxes.data === undefined) return <Waiting />;
  if (accounts.data.accounts.length === 0) {
    return (
      <Blank
        icon={<MailAdd24Regular />}
        title={text.inbox.noAccount}
        action={
          <Button appearance="primary" onClick={() => desk.addAccount(true)}>
            {text.inbox.addAccount}
          </Button>
        }
      >
        {text.inbox.noAccountHint}
      </Blank>
    );
  }
  const lines = status.data?.accounts ?? [];
  const reached = lines.length === 0 || lines.some(({ state }) => state === 'online' || state === 'connecting');
  // The line at the foot says why, and what to do about it.
  if (!reached) {
    return (
      <Blank icon={<CloudOff24Regular />} title={text.inbox.firstSyncWaits}>
        {text.inbox.firstSyncWaitsHint}
      </Blank>
    );
  }
  return (
    <Blank icon={<Spinner size="small" />} title={text.inbox.firstSync}>
      {text.inbox.firstSyncHint}
    </Blank>
  );
}
