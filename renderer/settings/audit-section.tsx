import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkCircle20Regular, ShieldError20Regular, Warning20Regular } from '@fluentui/react-icons';
import { may } from '../../shared/policy/roles.ts';
import { useDesk } from '../app/desk.tsx';
import { useAct, useAsk } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { Waiting } from '../kit/blank.tsx';
import { useNotice } from '../kit/notice.tsx';
import { ProblemBar } from '../kit/problem.tsx';
import { Group, Setting } from './group.tsx';

const useStyles = makeStyles({
  hint: { margin: '0 0 12px', color: tokens.colorNeutralForeground2 },
  good: { display: 'flex', color: tokens.colorPaletteGreenForeground1 },
  look: { display: 'flex', color: tokens.colorPaletteDarkOrangeForeground1 },
  stop: { display: 'flex', color: tokens.colorPaletteRedForeground1 },
});

/** Whether the sealed record is whole, and a copy of it for those who may read it. */
export function AuditSection() {
  const styles = useStyles();
  const text = useText();
  const t = text.settings;
  const { profile } = useDesk();
  const notify = useNotice();
  const status = useAsk('desk.auditStatus', {}, { every: 10_000 });
  const copy = useAct('desk.auditExport', {
    onSuccess: ({ saved }) => {
      if (saved) notify({ words: t.auditExported, tone: 'success' });
    },
  });
  const mayExport = may(profile.role, 'audit');
  if (status.error) return <ProblemBar error={status.error} onRetry={() => void status.refetch()} />;
  if (status.data === undefined) return <Waiting />;
  const { chain, entries } = status.data;
  return (
    <>
      <p className={styles.hint}>{t.auditHint}</p>
      {copy.error ? <ProblemBar error={copy.error} /> : null}
      <Group>
        <Setting label={t.auditChain} hint={t.chain[chain]}>
          <span
            className={chain === 'holds' ? styles.good : chain === 'torn' ? styles.look : styles.stop}
            aria-hidden="true"
          >
            {chain === 'holds' ? (
              <CheckmarkCircle20Regular />
            ) : chain === 'torn' ? (
              <Warning20Regular />
            ) : (
              <ShieldError20Regular />
            )}
          </span>
        </Setting>
        <Setting label={t.auditEntries}>
          <span>{t.entries(entries)}</span>
        </Setting>
        <Setting label={t.auditExport} hint={mayExport ? undefined : t.auditExportDenied}>
          <Button disabledFocusable={!mayExport || copy.isPending} onClick={() => copy.mutate({})}>
            {t.auditExport}
          </Button>
        </Setting>
      </Group>
    </>
  );
}
