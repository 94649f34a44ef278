// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be virtualised with rows at fixed offsets
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowUp16Regular } from '@fluentui/react-icons';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import { foldAddress } from '../../shared/model/address.ts';
import { useAsk } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { Waiting } from '../kit/blank.tsx';
import { ProblemPage } from '../kit/problem.tsx';
import { draggedThreads } from './drag.ts';
import type { ThreadPages } from './pages.ts';
import { SELECT_LIMIT, type Selection } from './selection.ts';
import { type Density, rowHeights, ThreadRowView } from './thread-row.tsx';
import { useSteady } from './use-steady.ts';

const useStyles = makeStyles({
  frame: { position: 'relative', flexGrow: 1, minHeight: 0 },
  scroll: {
    position: 'absolute',
    inset: 0,
    overflowY: 'auto',
    overflowX: 'hidden',
    // Our own anchoring knows threads; the browser's would fight it.
    overflowAnchor: 'none',
    outlineStyle: 'none',
  },
  sizer: { position: 'relative', width: '100%' },
  above: {
    position: 'absolute',
    top: '8px',
    left: '50%',
    transform: 'translateX(-50%)',
    zIndex: 1,
    boxShadow: tokens.shadow8,
  },
  center: { display: 'grid', placeItems: 'center', height: '100%', padding: tokens.spacingHorizontalXL },
});

interface ThreadListProps {
  readonly pages: ThreadPages;
  readonly selection: Selection;
  readonly label: string;
  readonly density: Density;
  readonly preview: boolean;
  readonly outgoing: boolean;
  readonly mailboxId: number | null;
  /** What stands here when there is nothing. */
  readonly empty: ReactNode;
  readonly onOpen: (index: number) => void;
  readonly onEnter: () => void;
  readonly onMenu: (index: number, at: { readonly x: number; readonly y: number }) => void;
  readonly gridRef: { current: HTMLDivElement | null };
}

/** The list itself: a grid with one tab stop whose rows are drawn only where one looks. */
export function ThreadList(props: ThreadListProps) {
  const { pages, selection, density, preview, gridRef } = props;
  const styles = useStyles();
  const text = useText();
  const listId = useId();
  const scroll = gridRef;
  const [keyboard, setKeyboard] = useState(false);
  const accounts = useAsk('account.list', {});
  const own = useMemo(
    () => new Set((accounts.data?.accounts ?? []).map((account) => foldAddress(account.address))),
    [accounts.data],
  );
  const rowHeight = rowHeights[density][preview ? 'preview' : 'plain'];
  const total = pages.total ?? 0;

  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    useFlushSync: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height is another measure
  useLayoutEffect(() => virtual.measure(), [rowHeight]);

  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => pages.want(first, last), [pages, first, last]);

  // After unlocking, the keyboard is in the list as soon as there is one, unless something else took it.
  const ready = total > 0;
  useEffect(() => {
    if (ready && document.activeElement === document.body) scroll.current?.focus({ preventScroll: true });
  }, [ready, scroll]);

  const newAbove = useSteady({ pages, rowHeight, scroll });

  const moveTo = useCallback(
    (to: number, event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }) => {
      if (total === 0) return;
      const at = Math.min(total - 1, Math.max(0, to));
      if (event.shiftKey) selection.extend(at);
      else if (event.ctrlKey || event.metaKey) selection.walk(at);
      else {
        selection.only(at);
        props.onOpen(at);
      }
      virtual.scrollToIndex(at, { align: 'auto' });
    },
    [total, selection, props.onOpen, virtual],
  );

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || event.altKey) return;
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
    const at = selection.index;
    const plain = !event.ctrlKey && !event.metaKey;
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: total - 1,
      ...(plain && !event.shiftKey ? { j: at + 1, k: at - 1 } : {}),
    };
    const to = steps[event.key];
    if (to !== undefined) moveTo(to, event);
    else if (event.key === ' ') selection.toggle(at);
    else if (event.key === 'Enter' && plain) {
      selection.only(at);
      props.onOpen(at);
      props.onEnter();
    } else if (event.key === 'a' && !plain) selection.range(0, Math.min(total, SELECT_LIMIT) - 1);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) openMenuAt(at);
    else return;
    setKeyboard(true);
    event.preventDefault();
    event.stopPropagation();
  }

  function openMenuAt(index: number) {
    const box = document.getElementById(`${listId}-${index}`)?.getBoundingClientRect();
    if (!selection.chosen.has(pages.row(index)?.threadId ?? -1)) selection.only(index);
    if (box) props.onMenu(index, { x: box.left + 40, y: box.top + box.height / 2 });
  }

  const rowAt = (target: EventTarget): number | null => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
    return row === null ? null : Number(row.dataset.row);
  };

  function onClick(event: MouseEvent) {
    const index = rowAt(event.target);
    if (index === null) return;
    if (event.shiftKey) selection.extend(index);
    else if (event.ctrlKey || event.metaKey) selection.toggle(index);
    else {
      selection.only(index);
      props.onOpen(index);
    }
    scroll.current?.focus({ preventScroll: true });
    setKeyboard(false);
  }

  if (pages.total === null) {
    return (
      <div className={styles.center}>
        {pages.error ? <ProblemPage error={pages.error} onRetry={() => void pages.refresh()} /> : <Waiting />}
      </div>
    );
  }
  if (total === 0) return <div className={styles.frame}>{props.empty}</div>;

  return (
    <div className={styles.frame}>
      {newAbove.count > 0 ? (
        <Button
          className={styles.above}
          size="small"
          shape="circular"
          appearance="primary"
          icon={<ArrowUp16Regular />}
          onClick={newAbove.show}
        >
          {text.inbox.newAbove(newAbove.count)}
        </Button>
      ) : null}
      <div
        ref={scroll}
        className={styles.scroll}
        role="grid"
        aria-label={props.label}
        aria-rowcount={total}
        aria-multiselectable="true"
        {...(selection.index >= first && selection.index <= last
          ? { 'aria-activedescendant': `${listId}-${selection.index}` }
          : {})}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={(event) => setKeyboard(event.currentTarget.matches(':focus-visible'))}
        onBlur={() => setKeyboard(false)}
        onClick={onClick}
        onContextMenu={(event) => {
          const index = rowAt(event.target);
          if (index === null) return;
          event.preventDefault();
          if (!selection.chosen.has(pages.row(index)?.threadId ?? -1)) selection.only(index);
          props.onMenu(index, { x: event.clientX, y: event.clientY });
        }}
        onDragStart={(event) => {
          const index = rowAt(event.target);
          const row = index === null ? undefined : pages.row(index);
          if (row === undefined) return event.preventDefault();
          const rows = selection.chosen.has(row.threadId) ? selection.rows() : [row];
          draggedThreads.current = { rows, mailboxId: props.mailboxId };
          event.dataTransfer.effectAllowed = 'move';
          event.dataTransfer.setData('text/plain', '');
        }}
        onDragEnd={() => {
          draggedThreads.current = null;
        }}
      >
        <div className={styles.sizer} style={{ height: virtual.getTotalSize() }} role="rowgroup">
          {items.map((item) => {
            const row = pages.row(item.index);
            return (
              <ThreadRowView
                key={row?.threadId ?? `gap-${item.index}`}
                id={`${listId}-${item.index}`}
                index={item.index}
                top={item.start}
                height={rowHeight}
                density={density}
                preview={preview}
                row={row}
                chosen={row !== undefined && selection.chosen.has(row.threadId)}
                ring={keyboard && item.index === selection.index}
                choosing={selection.chosen.size > 1}
                outgoing={props.outgoing}
                own={own}
                onToggle={selection.toggle}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
