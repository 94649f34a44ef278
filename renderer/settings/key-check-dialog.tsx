import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import type { KeyView } from '../../shared/model/key.ts';
import { invalidate } from '../bridge/live.ts';
import { useAct } from '../bridge/query.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { ProblemBar } from '../kit/problem.tsx';
import { Fingerprint } from './fingerprint.tsx';

const useStyles = makeStyles({
  surface: { maxWidth: '560px' },
  content: { display: 'grid', gap: tokens.spacingVerticalM },
  facts: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  print: {
    display: 'grid',
    gap: '6px',
    padding: '12px 16px',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
  },
});

/** Two people, one phone call: the only check that a key server cannot forge. */
export function CheckDialog({ view, onClose }: { readonly view: KeyView; readonly onClose: () => void }) {
  const styles = useStyles();
  const text = useText();
  const t = text.settings;
  const format = useFormat();
  const client = useQueryClient();
  const trust = useAct('key.setTrust', {
    onSuccess: () => {
      invalidate(client, 'key.list', 'draft.plan');
      onClose();
    },
  });
  const set = (next: 'verified' | 'seen' | 'refused') => trust.mutate({ fingerprint: view.fingerprint, trust: next });
  return (
    <Dialog open onOpenChange={(_, data) => (data.open ? undefined : onClose())}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{t.checkTitle(view.userIds[0] ?? view.emails[0] ?? '')}</DialogTitle>
          <DialogContent className={styles.content}>
            {trust.error ? <ProblemBar error={trust.error} /> : null}
            <span>{t.checkHint}</span>
            <div className={styles.print}>
              <Fingerprint value={view.fingerprint} />
              <span className={styles.facts}>
                {[view.algorithm, t.made(format.date(view.createdAt)), t.sources[view.source]].join(' · ')}
              </span>
            </div>
          </DialogContent>
          <DialogActions fluid>
            {view.trust === 'verified' ? (
              <Button onClick={() => set('seen')}>{t.trustBack}</Button>
            ) : view.trust === 'refused' ? (
              <Button onClick={() => set('seen')}>{t.accept}</Button>
            ) : null}
            {view.trust === 'refused' ? null : <Button onClick={() => set('refused')}>{t.checkOther}</Button>}
            <Button appearance="primary" onClick={() => set('verified')}>
              {t.checkSame}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
