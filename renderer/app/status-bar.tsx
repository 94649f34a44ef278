import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowSync16Regular,
  CheckmarkCircle16Regular,
  CloudOff16Regular,
  ShieldError16Regular,
  Warning16Regular,
} from '@fluentui/react-icons';
import { type ReactNode, useEffect, useState } from 'react';
import type { AccountStatus } from '../../shared/model/account.ts';
import { ask } from '../bridge/client.ts';
import { useAsk } from '../bridge/query.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { useDesk } from './desk.tsx';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalL,
    boxSizing: 'border-box',
    flexShrink: 0,
    height: '26px',
    padding: '0 12px',
    overflow: 'hidden',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground3,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  item: { display: 'flex', alignItems: 'center', gap: '6px', minWidth: 0, whiteSpace: 'nowrap' },
  words: { overflow: 'hidden', textOverflow: 'ellipsis' },
  icon: { display: 'flex', flexShrink: 0 },
  good: { color: tokens.colorPaletteGreenForeground1 },
  look: { color: tokens.colorPaletteDarkOrangeForeground1 },
  stop: { color: tokens.colorPaletteRedForeground1 },
  end: { marginLeft: 'auto', flexShrink: 0, whiteSpace: 'nowrap', color: tokens.colorNeutralForeground3 },
  button: { flexShrink: 0, minWidth: 0, height: '24px', padding: '0 6px', color: tokens.colorBrandForeground1 },
});

/** The worst account speaks: one line has room for one thing to know. */
const gravity: Readonly<Record<AccountStatus['state'], number>> = {
  'certificate-refused': 4,
  'login-refused': 3,
  offline: 2,
  connecting: 1,
  online: 0,
};

function useCountdown(status: AccountStatus | undefined): number | null {
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    const retryIn = status?.retryIn ?? null;
    setLeft(retryIn === null ? null : Math.ceil(retryIn));
    if (retryIn === null) return;
    const until = Date.now() + retryIn * 1000;
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000))), 1000);
    return () => clearInterval(timer);
  }, [status]);
  return left;
}

/** Along the foot: the connection, progress with numbers, and what to do when something is wrong. */
export function StatusBar() {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const desk = useDesk();
  const status = useAsk('account.status', {});
  const accounts = useAsk('account.list', {});
  const all = status.data?.accounts ?? [];
  const worst = all.toSorted((a, b) => gravity[b.state] - gravity[a.state])[0];
  const left = useCountdown(worst);
  const address = accounts.data?.accounts.find((one) => one.id === worst?.accountId)?.address ?? '';
  const fetched = all.reduce((sum, one) => sum + one.fetched, 0);
  const total = all.reduce((sum, one) => sum + one.total, 0);
  const synced = all.map((one) => one.lastSync).filter((at) => at !== null);
  const oldest = synced.length === all.length ? synced.toSorted()[0] : undefined;
  const now = text.app.status;

  return (
    <footer className={styles.bar}>
      {worst === undefined ? (
        status.data ? (
          <Line words={now.noAccount} icon={<CloudOff16Regular />} />
        ) : null
      ) : worst.state === 'certificate-refused' ? (
        <Line
          words={now.certificateRefused(address)}
          icon={<ShieldError16Regular />}
          tone={styles.stop}
          action={<Do words={now.showAccount} onClick={() => desk.showSettings('accounts')} />}
        />
      ) : worst.state === 'login-refused' ? (
        <Line
          words={now.loginRefused(address)}
          icon={<Warning16Regular />}
          tone={styles.look}
          action={<Do words={now.updatePassword} onClick={() => desk.showSettings('accounts')} />}
        />
      ) : worst.state === 'offline' ? (
        <Line
          words={left === null ? now.offline : `${now.offline} ${now.retryIn(left)}.`}
          icon={<CloudOff16Regular />}
          tone={styles.look}
          action={<Do words={now.connectNow} onClick={() => void ask('account.syncNow', {}).catch(() => undefined)} />}
        />
      ) : worst.state === 'connecting' ? (
        <Line words={now.connecting} icon={<ArrowSync16Regular />} />
      ) : (
        <Line words={now.online} icon={<CheckmarkCircle16Regular />} tone={styles.good} />
      )}
      {fetched < total ? <span className={styles.item}>{now.fetching(fetched, total)}</span> : null}
      <span className={styles.end}>
        {worst?.state === 'online' && oldest !== undefined && fetched >= total
          ? now.upToDate(format.time(oldest))
          : null}
      </span>
    </footer>
  );
}

function Line(props: {
  readonly words: string;
  readonly icon: ReactNode;
  readonly tone?: string | undefined;
  readonly action?: ReactNode;
}) {
  const styles = useStyles();
  return (
    <span className={styles.item} role="status">
      <span className={mergeClasses(styles.icon, props.tone)} aria-hidden="true">
        {props.icon}
      </span>
      <span className={styles.words} title={props.words}>
        {props.words}
      </span>
      {props.action}
    </span>
  );
}

function Do({ words, onClick }: { readonly words: string; readonly onClick: () => void }) {
  const styles = useStyles();
  return (
    <Button appearance="transparent" size="small" className={styles.button} onClick={onClick}>
      {words}
    </Button>
  );
}
