import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react';
import type { draftModes } from '../../shared/model/draft.ts';
import type { Profile } from '../../shared/model/profile.ts';
import { ask } from '../bridge/client.ts';
import { useText } from '../i18n/text.tsx';
import { useNotice } from '../kit/notice.tsx';

export type DraftMode = (typeof draftModes)[number];

/** What the list pane shows. */
export type Place =
  | { readonly kind: 'mailbox'; readonly mailboxId: number }
  | { readonly kind: 'search'; readonly words: string }
  | { readonly kind: 'drafts' }
  | { readonly kind: 'outbox' }
  | { readonly kind: 'nowhere' };

/** What the reader pane shows. */
export type Open =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'message'; readonly threadId: number; readonly messageId: number }
  | { readonly kind: 'many'; readonly count: number }
  | { readonly kind: 'draft'; readonly draftId: string; readonly fresh?: true };

export const settingsSections = ['general', 'accounts', 'keys', 'security', 'audit', 'about'] as const;
export type SettingsSection = (typeof settingsSections)[number];

/** What the frame asks of the list that is mounted. */
export interface ListHandle {
  focus(): void;
  /** The open thread leaves this list: open the one that takes its place. */
  leave(threadId: number): void;
}

interface Desk {
  readonly profile: Profile;
  readonly place: Place;
  readonly open: Open;
  readonly settings: SettingsSection | null;
  readonly addingAccount: boolean;
  readonly list: { current: ListHandle | null };
  /** What stands in the search field; the list follows when typing rests. */
  readonly typed: string;
  type(words: string): void;
  /** Empties the field and goes back to where the search began. */
  leaveSearch(): void;
  go(place: Place): void;
  show(open: Open): void;
  /** Starts a draft and opens the composer. */
  compose(mode: DraftMode, messageId?: number): void;
  showSettings(section: SettingsSection | null): void;
  addAccount(adding: boolean): void;
}

const DeskContext = createContext<Desk | null>(null);

/** Where one is in the window. Lives only in memory: a lock ends it. */
export function DeskProvider({ profile, children }: { readonly profile: Profile; readonly children: ReactNode }) {
  const text = useText();
  const notify = useNotice();
  const [place, setPlace] = useState<Place>({ kind: 'nowhere' });
  const [open, setOpen] = useState<Open>({ kind: 'nothing' });
  const [settings, setSettings] = useState<SettingsSection | null>(null);
  const [addingAccount, setAddingAccount] = useState(false);
  const [typed, setTyped] = useState('');
  const list = useRef<ListHandle | null>(null);
  const beforeSearch = useRef<Place>({ kind: 'nowhere' });
  const desk = useMemo<Desk>(() => {
    function go(next: Place): void {
      setSettings(null);
      if (next.kind !== 'search') {
        beforeSearch.current = next;
        setTyped('');
      }
      setPlace(next);
      // A draft stays open while one looks something up; a message belongs to its list.
      setOpen((before) => (before.kind === 'draft' ? before : { kind: 'nothing' }));
    }
    return {
      profile,
      place,
      open,
      settings,
      addingAccount,
      list,
      typed,
      type: setTyped,
      leaveSearch: () => {
        setTyped('');
        if (place.kind === 'search') go(beforeSearch.current);
      },
      go,
      show: setOpen,
      compose: (mode, messageId) => {
        ask('draft.create', messageId === undefined ? { mode } : { mode, messageId })
          .then(({ draft }) => {
            setSettings(null);
            setOpen({ kind: 'draft', draftId: draft.id, fresh: true });
          })
          .catch(() => notify({ words: text.app.draftFailed, tone: 'error' }));
      },
      showSettings: setSettings,
      addAccount: setAddingAccount,
    };
  }, [profile, place, open, settings, addingAccount, typed, notify, text]);
  return <DeskContext value={desk}>{children}</DeskContext>;
}

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('no DeskProvider above');
  return desk;
}
