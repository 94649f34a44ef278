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
import { Fragment } from 'react';
import { useText } from '../i18n/text.tsx';
import { Kbd } from '../kit/kbd.tsx';

const useStyles = makeStyles({
  surface: { maxWidth: '860px' },
  columns: {
    display: 'grid',
    gridTemplateColumns: '1fr 1fr',
    gap: tokens.spacingHorizontalXXXL,
    '@media (max-width: 700px)': { gridTemplateColumns: '1fr' },
  },
  group: { marginBottom: tokens.spacingVerticalM },
  heading: {
    margin: '0 0 4px',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground3,
  },
  list: { display: 'grid', gridTemplateColumns: '1fr auto', gap: '4px 16px', margin: 0 },
  what: { margin: 0, lineHeight: '24px' },
  keys: { margin: 0, display: 'flex', gap: '4px', justifyContent: 'flex-end', alignItems: 'center' },
  hint: { color: tokens.colorNeutralForeground3 },
});

/** The list that `?` shows. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles();
  const t = useText().app.keys;
  const close = useText().common.close;
  const groups: readonly (readonly [string, readonly (readonly [string, readonly string[]])[]])[] = [
    [
      t.groupMessages,
      [
        [t.compose, ['Ctrl+N']],
        [t.reply, ['Ctrl+R']],
        [t.replyAll, ['Ctrl+Shift+R']],
        [t.forward, ['Ctrl+F']],
        [t.remove, ['Delete']],
        [t.move, ['Ctrl+Shift+V']],
        [t.flag, ['Insert']],
        [t.markRead, ['Ctrl+Q']],
        [t.markUnread, ['Ctrl+U']],
        [t.undo, ['Ctrl+Z']],
      ],
    ],
    [t.groupWriting, [[t.send, ['Ctrl+Enter']]]],
    [
      t.groupList,
      [
        [t.nextPrevious, ['↓', '↑', 'J', 'K']],
        [t.open, ['Enter']],
        [t.extend, ['Shift+↓', 'Shift+↑']],
        [t.selectAll, ['Ctrl+A']],
      ],
    ],
    [
      t.groupWindow,
      [
        [t.search, ['Ctrl+E']],
        [t.folder, ['Ctrl+1', 'Ctrl+9']],
        [t.sync, ['F9']],
        [t.panes, ['F6', 'Shift+F6']],
        [t.settings, ['Ctrl+,']],
        [t.lock, ['Ctrl+Shift+L']],
        [t.escape, ['Esc']],
        [t.shortcuts, ['?']],
      ],
    ],
  ];
  return (
    <Dialog
      open
      onOpenChange={(_, data) => {
        if (!data.open) onClose();
      }}
    >
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{t.title}</DialogTitle>
          <DialogContent tabIndex={0}>
            <div className={styles.columns}>
              {[groups.slice(0, 2), groups.slice(2)].map((column) => (
                <div key={column[0]?.[0]}>
                  {column.map(([heading, keys]) => (
                    <section key={heading} className={styles.group}>
                      <h3 className={styles.heading}>{heading}</h3>
                      <dl className={styles.list}>
                        {keys.map(([what, strokes]) => (
                          <Fragment key={what}>
                            <dt className={styles.what}>{what}</dt>
                            <dd className={styles.keys}>
                              {strokes.map((keys) => (
                                <Kbd key={keys} keys={keys} />
                              ))}
                            </dd>
                          </Fragment>
                        ))}
                      </dl>
                    </section>
                  ))}
                </div>
              ))}
            </div>
            <span className={styles.hint}>{t.hint}</span>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              {close}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
