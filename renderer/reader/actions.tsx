import { makeStyles, Toolbar, ToolbarButton, ToolbarDivider, Tooltip, tokens } from '@fluentui/react-components';
import {
  ArrowForward20Regular,
  ArrowReply20Regular,
  ArrowReplyAll20Regular,
  Delete20Regular,
  Flag20Filled,
  Flag20Regular,
  FolderArrowRight20Regular,
  MailUnread20Regular,
  Print20Regular,
} from '@fluentui/react-icons';
import { type ReactElement, useState } from 'react';
import { useText } from '../i18n/text.tsx';
import { MoveDialog } from '../inbox/move-dialog.tsx';
import type { Audience } from './answering.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    padding: `2px ${tokens.spacingHorizontalS}`,
    minHeight: '40px',
    boxSizing: 'border-box',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    flexShrink: 0,
  },
  words: { minWidth: 'auto', paddingLeft: '8px', paddingRight: '8px' },
  outside: { color: tokens.colorStatusWarningForeground1, marginInlineStart: '4px' },
});

interface ActionsProps {
  readonly accountId: number;
  readonly mailboxId: number;
  readonly audience: Audience;
  readonly flagged: boolean;
  readonly canPrint: boolean;
  readonly onReply: () => void;
  readonly onReplyAll: () => void;
  readonly onForward: () => void;
  readonly onDelete: () => void;
  readonly onMove: (mailboxId: number, label: string) => void;
  readonly onFlag: () => void;
  readonly onUnread: () => void;
  readonly onPrint: () => void;
}

function IconButton({
  label,
  keys,
  icon,
  onClick,
  disabled,
}: {
  readonly label: string;
  readonly keys?: string;
  readonly icon: ReactElement;
  readonly onClick: () => void;
  readonly disabled?: boolean;
}) {
  return (
    <Tooltip content={keys ? `${label} (${keys})` : label} relationship="label">
      <ToolbarButton icon={icon} onClick={onClick} disabled={disabled ?? false} />
    </Tooltip>
  );
}

/** What can be done with the opened message. Reply goes to the sender; reply to all says how many, and how many outside. */
export function MessageActions(props: ActionsProps) {
  const styles = useStyles();
  const text = useText();
  const t = text.reader.actions;
  const { audience } = props;
  const [moving, setMoving] = useState(false);
  return (
    <Toolbar aria-label={t.label} className={styles.bar} size="small">
      <Tooltip content={`${t.reply} (Ctrl+R)`} relationship="description">
        <ToolbarButton className={styles.words} icon={<ArrowReply20Regular />} onClick={props.onReply}>
          {t.reply}
        </ToolbarButton>
      </Tooltip>
      {audience.count > 1 ? (
        <Tooltip
          content={`${t.replyAllHint(audience.count, audience.outside)} (Ctrl+Shift+R)`}
          relationship="description"
        >
          <ToolbarButton className={styles.words} icon={<ArrowReplyAll20Regular />} onClick={props.onReplyAll}>
            {t.replyAll(audience.count)}
            {audience.outside > 0 ? <span className={styles.outside}>{t.outside(audience.outside)}</span> : null}
          </ToolbarButton>
        </Tooltip>
      ) : null}
      <Tooltip content={`${t.forward} (Ctrl+F)`} relationship="description">
        <ToolbarButton className={styles.words} icon={<ArrowForward20Regular />} onClick={props.onForward}>
          {t.forward}
        </ToolbarButton>
      </Tooltip>
      <ToolbarDivider />
      <IconButton label={t.delete} icon={<Delete20Regular />} onClick={props.onDelete} />
      <IconButton
        label={t.moveTo}
        keys="Ctrl+Shift+V"
        icon={<FolderArrowRight20Regular />}
        onClick={() => setMoving(true)}
      />
      <IconButton
        label={props.flagged ? t.unflag : t.flag}
        icon={props.flagged ? <Flag20Filled /> : <Flag20Regular />}
        onClick={props.onFlag}
      />
      <IconButton label={t.markUnread} keys="Ctrl+U" icon={<MailUnread20Regular />} onClick={props.onUnread} />
      <IconButton
        label={t.print}
        keys="Ctrl+P"
        icon={<Print20Regular />}
        onClick={props.onPrint}
        disabled={!props.canPrint}
      />
      {moving ? (
        <MoveDialog
          accountId={props.accountId}
          from={props.mailboxId}
          onClose={() => setMoving(false)}
          onChoose={(mailboxId, label) => {
            setMoving(false);
            props.onMove(mailboxId, label);
          }}
        />
      ) : null}
    </Toolbar>
  );
}
