import { makeStyles, Select, tokens } from '@fluentui/react-components';
import { type RefObject, useState } from 'react';
import { useAsk } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import type { Pill } from './addresses.ts';
import type { PlanMark } from './plan-words.ts';
import { RecipientField, type RecipientHandle } from './recipient-field.tsx';

const useStyles = makeStyles({
  fields: { flexShrink: 0 },
  from: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `2px ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  fromLabel: { flex: '0 0 56px', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  add: {
    height: '26px',
    padding: '0 6px',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorBrandForegroundLink,
    font: 'inherit',
    fontSize: tokens.fontSizeBase200,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
  },
});

/** Who gets the message, by field. */
export interface RecipientLists {
  readonly to: readonly Pill[];
  readonly cc: readonly Pill[];
  readonly bcc: readonly Pill[];
}

export type RecipientHandles = Readonly<Record<keyof RecipientLists, RefObject<RecipientHandle | null>>>;

/** From, To, and Cc and Bcc once they are wanted. */
export function Addressing({
  lists,
  marks,
  insist,
  accountId,
  handles,
  onAccount,
  onLists,
}: {
  readonly lists: RecipientLists;
  readonly marks: ReadonlyMap<string, PlanMark>;
  /** Every copy must be encrypted. */
  readonly insist: boolean;
  readonly accountId: number;
  readonly handles: RecipientHandles;
  readonly onAccount: (accountId: number) => void;
  readonly onLists: (change: (lists: RecipientLists) => RecipientLists) => void;
}) {
  const styles = useStyles();
  const t = useText().compose.field;
  const accounts = useAsk('account.list', {});
  const [wanted, setWanted] = useState({ cc: lists.cc.length > 0, bcc: lists.bcc.length > 0 });
  const want = (field: 'cc' | 'bcc') => {
    setWanted({ ...wanted, [field]: true });
    requestAnimationFrame(() => handles[field].current?.focus());
  };
  const labels = {
    cc: { short: t.addCc, long: t.addCcLabel },
    bcc: { short: t.addBcc, long: t.addBccLabel },
  };
  return (
    <div className={styles.fields}>
      {(accounts.data?.accounts.length ?? 0) > 1 ? (
        <div className={styles.from}>
          <label className={styles.fromLabel} htmlFor="compose-from">
            {t.from}
          </label>
          <Select
            id="compose-from"
            size="small"
            appearance="filled-lighter"
            value={String(accountId)}
            onChange={(_, data) => onAccount(Number(data.value))}
          >
            {accounts.data?.accounts.map((account) => (
              <option key={account.id} value={account.id}>
                {account.displayName === '' ? account.address : `${account.displayName} <${account.address}>`}
              </option>
            ))}
          </Select>
        </div>
      ) : null}
      {(['to', 'cc', 'bcc'] as const)
        .filter((field) => field === 'to' || wanted[field])
        .map((field) => (
          <RecipientField
            key={field}
            label={t[field]}
            pills={lists[field]}
            marks={marks}
            insist={insist}
            handle={handles[field]}
            onChange={(pills) => onLists((before) => ({ ...before, [field]: pills }))}
            side={
              field === 'to'
                ? (['cc', 'bcc'] as const)
                    .filter((other) => !wanted[other])
                    .map((other) => (
                      <button
                        key={other}
                        type="button"
                        className={styles.add}
                        aria-label={labels[other].long}
                        onClick={() => want(other)}
                      >
                        {labels[other].short}
                      </button>
                    ))
                : undefined
            }
          />
        ))}
    </div>
  );
}
