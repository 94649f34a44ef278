import { Button, Checkbox, makeStyles, Tooltip, tokens } from '@fluentui/react-components';
import { Attach20Regular, Send20Regular, Warning16Regular } from '@fluentui/react-icons';
import { useText } from '../i18n/text.tsx';

const useStyles = makeStyles({
  foot: {
    flexShrink: 0,
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalS,
    padding: `6px ${tokens.spacingHorizontalL}`,
    minHeight: '44px',
    boxSizing: 'border-box',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  hint: {
    flex: '1 1 0',
    minWidth: 0,
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    color: tokens.colorStatusDangerForeground1,
    fontSize: tokens.fontSizeBase200,
  },
  ask: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

interface Receipts {
  readonly askDsn: boolean;
  readonly askMdn: boolean;
}

/** Send, attach, receipts. */
export function Foot({
  working,
  hint,
  receipts,
  onReceipts,
  onSend,
  onAttach,
}: {
  readonly working: boolean;
  /** Why it cannot be sent yet. */
  readonly hint: string | null;
  readonly receipts: Receipts;
  readonly onReceipts: (receipts: Receipts) => void;
  readonly onSend: () => void;
  readonly onAttach: () => void;
}) {
  const styles = useStyles();
  const t = useText().compose;
  return (
    <div className={styles.foot}>
      <Tooltip content="Ctrl+Enter" relationship="description">
        <Button appearance="primary" icon={<Send20Regular />} disabled={working} onClick={onSend}>
          {working ? t.foot.sending : t.foot.send}
        </Button>
      </Tooltip>
      <Button appearance="subtle" icon={<Attach20Regular />} onClick={onAttach}>
        {t.files.attach}
      </Button>
      <span className={styles.hint}>
        {hint === null ? null : (
          <>
            <Warning16Regular />
            {hint}
          </>
        )}
      </span>
      <span className={styles.ask}>{t.foot.ask}</span>
      <Tooltip content={t.foot.askDsnHint} relationship="description">
        <Checkbox
          label={t.foot.dsn}
          aria-label={t.foot.askDsn}
          checked={receipts.askDsn}
          onChange={(_, data) => onReceipts({ ...receipts, askDsn: data.checked === true })}
        />
      </Tooltip>
      <Tooltip content={t.foot.askMdnHint} relationship="description">
        <Checkbox
          label={t.foot.mdn}
          aria-label={t.foot.askMdn}
          checked={receipts.askMdn}
          onChange={(_, data) => onReceipts({ ...receipts, askMdn: data.checked === true })}
        />
      </Tooltip>
    </div>
  );
}
