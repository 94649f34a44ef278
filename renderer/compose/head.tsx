import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Tooltip,
  tokens,
} from '@fluentui/react-components';
import { Delete20Regular, Dismiss20Regular, Warning16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useFormat, useText } from '../i18n/text.tsx';
import type { SaveState } from './autosave.ts';

const useStyles = makeStyles({
  head: {
    flexShrink: 0,
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    minHeight: '40px',
    boxSizing: 'border-box',
    padding: `2px ${tokens.spacingHorizontalS} 2px ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  saved: { flex: '1 1 auto', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  failed: {
    display: 'inline-flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: '4px',
    color: tokens.colorStatusDangerForeground1,
  },
});

/** Above the fields: what this is, when it was last saved, the two ways out. */
export function Head({
  title,
  saved,
  empty,
  onClose,
  onCloseAnyway,
  onDiscard,
}: {
  readonly title: string;
  readonly saved: SaveState;
  readonly empty: () => boolean;
  readonly onClose: () => void;
  readonly onCloseAnyway: () => void;
  readonly onDiscard: () => void;
}) {
  const styles = useStyles();
  const format = useFormat();
  const t = useText().compose;
  const [asking, setAsking] = useState(false);
  const [lastAt, setLastAt] = useState<string | null>(null);
  if (saved.kind === 'saved' && saved.at !== null && saved.at !== lastAt) setLastAt(saved.at);
  return (
    <header className={styles.head}>
      <h2 className={styles.title}>{title}</h2>
      <span className={styles.saved}>
        {saved.kind === 'failed' ? (
          <span className={styles.failed} role="alert">
            <Warning16Regular />
            {t.notSaved}. {t.notSavedHint}
            <Button size="small" appearance="transparent" onClick={onCloseAnyway}>
              {t.closeWithout}
            </Button>
          </span>
        ) : lastAt === null ? (
          ''
        ) : (
          t.saved(format.time(lastAt))
        )}
      </span>
      <Tooltip content={t.discard} relationship="label">
        <Button
          appearance="subtle"
          icon={<Delete20Regular />}
          onClick={() => (empty() ? onDiscard() : setAsking(true))}
        />
      </Tooltip>
      <Tooltip content={`${t.close} (Esc)`} relationship="label">
        <Button appearance="subtle" icon={<Dismiss20Regular />} onClick={onClose} />
      </Tooltip>
      <Dialog open={asking} modalType="alert" onOpenChange={(_, data) => setAsking(data.open)}>
        <DialogSurface>
          <DialogBody>
            <DialogTitle>{t.discard}</DialogTitle>
            <DialogContent>{t.discardAsk}</DialogContent>
            <DialogActions>
              <Button
                onClick={() => {
                  setAsking(false);
                  onDiscard();
                }}
              >
                {t.discardYes}
              </Button>
              <Button appearance="primary" onClick={() => setAsking(false)}>
                {t.discardNo}
              </Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </header>
  );
}
