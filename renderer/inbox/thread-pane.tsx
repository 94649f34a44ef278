import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ThreadRow } from '../../shared/model/message.ts';
import { useDesk } from '../app/desk.tsx';
import { focusReader } from '../app/panes.ts';
import { useAsk } from '../bridge/query.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { useAnnounce } from '../kit/announce.tsx';
import { useShortcut } from '../kit/shortcuts.ts';
import { type Chosen, useThreadActions } from './actions.tsx';
import { SelectionHead } from './list-head.tsx';
import { MoveDialog } from './move-dialog.tsx';
import type { ThreadPages } from './pages.ts';
import { RowMenu } from './row-menu.tsx';
import { SELECT_LIMIT, useSelection } from './selection.ts';
import { ThreadList } from './thread-list.tsx';

/** A held arrow key passes many rows; the one that is rested on for this long is opened. Under 100 ms, so that nobody waits. */
const OPEN_AFTER = 80;

interface ThreadPaneProps {
  readonly pages: ThreadPages;
  readonly label: string;
  readonly mailboxId: number | null;
  readonly accountId: number | null;
  readonly outgoing: boolean;
  readonly head: ReactNode;
  readonly filters?: ReactNode;
  readonly empty: ReactNode;
}

/** A list of conversations with everything that can be done to them by pointer and by key. */
export function ThreadPane(props: ThreadPaneProps) {
  const { pages, mailboxId } = props;
  const text = useText();
  const format = useFormat();
  const desk = useDesk();
  const announce = useAnnounce();
  const actions = useThreadActions();
  const settings = useAsk('settings.get', {});
  const selection = useSelection(pages);
  const grid = useRef<HTMLDivElement | null>(null);
  const opening = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const [moving, setMoving] = useState(false);
  /** Chosen, and not yet in the reader. */
  const [coming, setComing] = useState<ThreadRow | null>(null);

  const chosen = (): Chosen => ({ rows: selection.rows(), mailboxId });
  const many = selection.chosen.size;

  function open(index: number) {
    clearTimeout(opening.current);
    setComing(pages.row(index) ?? null);
    opening.current = setTimeout(() => {
      setComing(null);
      const row = pages.row(index);
      if (row) desk.show({ kind: 'message', threadId: row.threadId, messageId: row.messageId });
    }, OPEN_AFTER);
  }
  useEffect(() => () => clearTimeout(opening.current), []);
  // Ctrl+N within that time: the row must not take the place of the new message.
  useEffect(() => {
    if (desk.open.kind === 'draft') clearTimeout(opening.current);
  }, [desk.open]);

  /** After rows have left, the row that takes their place is next, as in Outlook; focus stays in the list. */
  function next(at: number) {
    const to = Math.min(at, (pages.total ?? 0) - 1);
    if (to < 0) {
      selection.clear();
      desk.show({ kind: 'nothing' });
      return;
    }
    selection.only(to);
    if (desk.open.kind === 'message' || desk.open.kind === 'many') open(to);
  }

  function takeAway(run: (what: Chosen) => Promise<void>) {
    const what = chosen();
    if (what.rows.length === 0) return;
    const firstGone = Math.min(...what.rows.map((row) => pages.indexOf(row.threadId)).filter((at) => at >= 0));
    void run(what);
    next(Number.isFinite(firstGone) ? firstGone : selection.index);
    grid.current?.focus();
  }

  const remove = () => takeAway((what) => actions.remove(what));
  const move = (to: number, label: string) => takeAway((what) => actions.move(what, to, label));
  const flag = () => {
    const what = chosen();
    void actions.flag(what, { flagged: !what.rows.every((row) => row.flagged) });
  };
  const seen = (value: boolean) => void actions.flag(chosen(), { seen: value });

  /** With the keyboard in a composer, on its buttons too, these keys must not reach the list behind it. */
  const here = (run: () => void) => () => {
    const writing = desk.open.kind === 'draft' && document.activeElement?.closest('[data-pane="reader"]');
    if (!writing) run();
  };

  // For a moment the reader still shows the message before; an answer goes to the one that was chosen.
  function answer(mode: 'reply' | 'reply-all' | 'forward') {
    if (coming === null) return;
    clearTimeout(opening.current);
    setComing(null);
    desk.compose(mode, coming.messageId);
  }
  const early = { enabled: coming !== null };
  useShortcut('Ctrl+R', () => answer('reply'), early);
  useShortcut('R', (event) => answer(event.shiftKey ? 'reply-all' : 'reply'), early);
  useShortcut('Ctrl+Shift+R', () => answer('reply-all'), early);
  useShortcut('Ctrl+F', () => answer('forward'), early);

  useShortcut('Delete', here(remove));
  useShortcut('Insert', here(flag));
  useShortcut(
    'Ctrl+Q',
    here(() => seen(true)),
  );
  useShortcut(
    'Ctrl+U',
    here(() => seen(false)),
  );
  useShortcut(
    'Ctrl+Shift+V',
    here(() => setMoving(selection.chosen.size > 0)),
  );
  useShortcut(
    'J',
    here(() => step(1)),
  );
  useShortcut(
    'K',
    here(() => step(-1)),
  );

  function step(by: number) {
    const to = Math.min((pages.total ?? 1) - 1, Math.max(0, selection.index + by));
    selection.only(to);
    open(to);
  }

  useEffect(() => {
    if (many < 2) return;
    announce(many >= SELECT_LIMIT ? text.inbox.selectedLimit(many) : text.inbox.selected(many));
  }, [many, announce, text]);

  // The reader has nothing to say about several conversations at once.
  const { show, open: opened } = desk;
  useEffect(() => {
    if (many > 1 && opened.kind !== 'draft') show({ kind: 'many', count: many });
    else if (many < 2 && opened.kind === 'many') show({ kind: 'nothing' });
  }, [many, opened.kind, show]);

  useEffect(() => {
    desk.list.current = {
      focus: () => grid.current?.focus(),
      leave: (threadId) => {
        const at = pages.indexOf(threadId);
        const settle = pages.change(new Set([threadId]), 'gone');
        next(at >= 0 ? at : selection.index);
        settle();
      },
    };
  });
  useEffect(
    () => () => {
      desk.list.current = null;
    },
    [desk.list],
  );

  const allSeen = selection.rows().every((row) => row.unseen === 0);
  return (
    <>
      {many > 1 ? (
        <SelectionHead
          words={many >= SELECT_LIMIT ? text.inbox.selected(many) : text.inbox.selected(many)}
          allSeen={allSeen}
          onDelete={remove}
          onMove={() => setMoving(true)}
          onFlag={flag}
          onSeen={() => seen(!allSeen)}
          onClear={() => {
            selection.clear();
            grid.current?.focus();
          }}
        >
          {props.filters}
        </SelectionHead>
      ) : (
        props.head
      )}
      <ThreadList
        pages={pages}
        selection={selection}
        label={`${props.label}, ${format.number(pages.total ?? 0)}`}
        density={settings.data?.density ?? 'comfortable'}
        preview={settings.data?.showPreview ?? false}
        outgoing={props.outgoing}
        mailboxId={mailboxId}
        empty={props.empty}
        onOpen={open}
        onEnter={() => setTimeout(focusReader, OPEN_AFTER * 2)}
        onMenu={(_, at) => setMenu(at)}
        gridRef={grid}
      />
      <RowMenu
        at={menu}
        rows={menu === null ? [] : selection.rows()}
        onClose={() => {
          setMenu(null);
          grid.current?.focus();
        }}
        onDelete={remove}
        onMove={() => setMoving(true)}
        onFlag={flag}
        onSeen={seen}
      />
      {moving ? (
        <MoveDialog
          accountId={props.accountId}
          from={mailboxId}
          onClose={() => {
            setMoving(false);
            grid.current?.focus();
          }}
          onChoose={(id, label) => {
            setMoving(false);
            move(id, label);
          }}
        />
      ) : null}
    </>
  );
}
