import { makeStyles } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { OutputOf } from '../../shared/contract/index.ts';
import type { Profile } from '../../shared/model/profile.ts';
import { ask } from '../bridge/client.ts';
import { useLiveAnswers } from '../bridge/live.ts';
import { useAsk, useEvent } from '../bridge/query.ts';
import { OutboxBar } from '../compose/OutboxBar.tsx';
import { useText } from '../i18n/text.tsx';
import { ThreadActionsProvider } from '../inbox/actions.tsx';
import { FolderPane } from '../inbox/folder-pane.tsx';
import { ListPane } from '../inbox/list-pane.tsx';
import { Divider } from '../kit/divider.tsx';
import { usePaneWidth } from '../kit/panes.ts';
import { useShortcut } from '../kit/shortcuts.ts';
import { AddAccount } from '../onboarding/add-account.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { Countdown } from './countdown.tsx';
import { DeskProvider, useDesk } from './desk.tsx';
import { useKeyboardHome } from './keyboard-home.ts';
import { KeysDialog } from './keys-dialog.tsx';
import { useRoom } from './look.ts';
import { cyclePane } from './panes.ts';
import { ReaderPane } from './reader-pane.tsx';
import { StatusBar } from './status-bar.tsx';
import { searchFieldId, TopBar } from './top-bar.tsx';

const useStyles = makeStyles({
  frame: { display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 },
  middle: { position: 'relative', flexGrow: 1, minHeight: 0, minWidth: 0 },
  panes: { display: 'flex', height: '100%', minWidth: 0 },
});

/** The window while unlocked. */
export function Frame({ state, profile }: { readonly state: OutputOf<'desk.state'>; readonly profile: Profile }) {
  return (
    <DeskProvider profile={profile}>
      <ThreadActionsProvider>
        <Panes state={state} />
      </ThreadActionsProvider>
    </DeskProvider>
  );
}

function Panes({ state }: { readonly state: OutputOf<'desk.state'> }) {
  const styles = useStyles();
  const text = useText();
  const desk = useDesk();
  const room = useRoom();
  const [keys, setKeys] = useState(false);
  const [foldedByHand, setFolded] = useState(false);
  const folders = usePaneWidth('folders', 208, 150, 360);
  const list = usePaneWidth('list', 380, 260, 640);
  const folded = foldedByHand || room !== 'wide';
  const reading = desk.open.kind === 'message' || desk.open.kind === 'draft';

  useLiveAnswers();
  useStart();
  useKeyboardHome(() => desk.list.current?.focus());
  useFrameKeys(() => setKeys(true));
  useEvent('desk.command', ({ command }) => {
    if (command === 'compose') desk.compose('new');
    else if (command === 'search') focusSearch();
    else if (command === 'settings') desk.showSettings('general');
    else setKeys(true);
  });

  return (
    <div className={styles.frame}>
      <TopBar
        narrow={room === 'narrow'}
        canFold={room === 'wide'}
        folded={folded}
        onFold={() => setFolded(!foldedByHand)}
        onShortcuts={() => setKeys(true)}
      />
      <div className={styles.middle}>
        {/* Covered, not taken away: a draft, a selection and a scrolled list are still there after the settings. */}
        <main className={styles.panes} inert={desk.settings !== null}>
          <FolderPane width={folders.width} folded={folded} />
          {folded ? null : <Divider pane={text.app.folders} of={folders} />}
          {room === 'narrow' && reading ? null : <ListPane width={room === 'narrow' ? null : list.width} />}
          {room === 'narrow' ? null : <Divider pane={text.app.list} of={list} />}
          {room === 'narrow' && !reading ? null : <ReaderPane alone={room === 'narrow'} />}
        </main>
        {desk.settings === null ? null : <SettingsPage state={state} section={desk.settings} />}
      </div>
      <OutboxBar onReopen={(draftId) => desk.show({ kind: 'draft', draftId })} />
      <StatusBar />
      <Countdown />
      {keys ? <KeysDialog onClose={() => setKeys(false)} /> : null}
      {desk.addingAccount ? <AddAccount onClose={() => desk.addAccount(false)} /> : null}
    </div>
  );
}

function focusSearch(): void {
  const field = document.getElementById(searchFieldId);
  if (field instanceof HTMLInputElement) {
    field.focus();
    field.select();
  }
}

/** Where the day begins: the first inbox; and the composer, if one was open when Careseal locked or stopped. */
function useStart(): void {
  const desk = useDesk();
  const mailboxes = useAsk('mailbox.list', {});
  const begun = useRef(false);
  const { place, go, show } = desk;
  const inbox = mailboxes.data?.mailboxes.find((one) => one.specialUse === 'inbox') ?? mailboxes.data?.mailboxes[0];
  const inboxId = inbox?.id;

  useEffect(() => {
    if (place.kind === 'nowhere' && inboxId !== undefined) go({ kind: 'mailbox', mailboxId: inboxId });
  }, [place.kind, inboxId, go]);

  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    ask('draft.list', {})
      .then(({ openDraftId }) => {
        if (openDraftId !== null) show({ kind: 'draft', draftId: openDraftId });
      })
      .catch(() => undefined);
  }, [show]);
}

/** Keys that mean the same everywhere in the window. */
function useFrameKeys(showKeys: () => void): void {
  const desk = useDesk();
  const open = desk.open.kind === 'message' ? desk.open : null;
  const answer = (mode: 'reply' | 'reply-all' | 'forward') => {
    if (open) desk.compose(mode, open.messageId);
  };
  const anywhere = { anywhere: true };
  useShortcut('Ctrl+N', () => desk.compose('new'), anywhere);
  useShortcut('Ctrl+R', () => answer('reply'));
  useShortcut('Ctrl+Shift+R', () => answer('reply-all'));
  useShortcut('Ctrl+F', () => answer('forward'));
  useShortcut('Ctrl+E', focusSearch, anywhere);
  useShortcut('Ctrl+,', () => desk.showSettings(desk.settings === null ? 'general' : null), anywhere);
  useShortcut('?', showKeys, anywhere);
  useShortcut('F9', () => void ask('account.syncNow', {}).catch(() => undefined), anywhere);
  useShortcut('F6', () => cyclePane(1), anywhere);
  useShortcut('Shift+F6', () => cyclePane(-1), anywhere);
  useShortcut(
    'Escape',
    () => {
      if (desk.settings !== null) desk.showSettings(null);
      else if (desk.place.kind === 'search') desk.leaveSearch();
      else desk.list.current?.focus();
    },
    anywhere,
  );
  for (let digit = 1; digit <= 9; digit += 1) {
    // The number of keys never changes, so the order of hooks does not either.
    // biome-ignore lint/correctness/useHookAtTopLevel: see above
    useShortcut(
      `Ctrl+${digit}`,
      () => {
        document.querySelectorAll<HTMLElement>('[data-folder^="mailbox-"]')[digit - 1]?.click();
      },
      anywhere,
    );
  }
}
