// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be virtualised with rows at fixed offsets
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active row
import { Checkbox, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { memo } from 'react';
import { foldAddress } from '../../shared/model/address.ts';
import type { ThreadRow as Thread } from '../../shared/model/message.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { Mark } from '../kit/marks.tsx';
import { shortName } from '../kit/people.ts';

/** Heights in CSS pixels. Fixed, so that a list of 100,000 rows knows where each one is without measuring any. */
export const rowHeights = {
  comfortable: { plain: 60, preview: 80 },
  compact: { plain: 46, preview: 64 },
} as const;

export type Density = keyof typeof rowHeights;

const useStyles = makeStyles({
  row: {
    position: 'absolute',
    left: 0,
    right: 0,
    display: 'grid',
    gridTemplateColumns: '34px minmax(0, 1fr)',
    boxSizing: 'border-box',
    paddingRight: '12px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    cursor: 'default',
    userSelect: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':hover [data-gutter="check"]': { opacity: 1 },
    ':hover [data-gutter="dot"]': { opacity: 0 },
  },
  chosen: {
    backgroundColor: tokens.colorBrandBackground2,
    ':hover': { backgroundColor: tokens.colorBrandBackground2Hover },
  },
  ring: { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  gutter: { position: 'relative', display: 'grid', placeItems: 'center' },
  check: { gridArea: '1 / 1', opacity: 0, display: 'flex' },
  shown: { opacity: 1 },
  dot: {
    gridArea: '1 / 1',
    width: '8px',
    height: '8px',
    borderRadius: '50%',
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight', forcedColorAdjust: 'none' },
  },
  hidden: { opacity: 0 },
  cells: { display: 'flex', flexDirection: 'column', justifyContent: 'center', minWidth: 0 },
  line: { display: 'flex', alignItems: 'center', gap: '8px', minWidth: 0, height: '20px' },
  lineCompact: { height: '18px' },
  people: {
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase300,
    color: tokens.colorNeutralForeground1,
  },
  count: { flexShrink: 0, fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
  time: {
    flexShrink: 0,
    marginLeft: 'auto',
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground3,
  },
  subject: {
    flexGrow: 1,
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase300,
    color: tokens.colorNeutralForeground2,
  },
  preview: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  unread: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  unreadTime: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
  onChosen: { color: tokens.colorNeutralForeground2 },
  marks: { display: 'flex', flexShrink: 0, gap: '4px' },
  bar: { height: '8px', borderRadius: '4px', backgroundColor: tokens.colorNeutralBackground4 },
});

interface RowProps {
  readonly id: string;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly density: Density;
  readonly preview: boolean;
  readonly row: Thread | undefined;
  readonly chosen: boolean;
  /** The keyboard is on this row. */
  readonly ring: boolean;
  /** Several are chosen: every row offers its box. */
  readonly choosing: boolean;
  /** "To ..." instead of the sender, in Sent. */
  readonly outgoing: boolean;
  /** Addresses of this profile's accounts, folded. */
  readonly own: ReadonlySet<string>;
  readonly onToggle: (index: number) => void;
}

/** Who a thread is with: newest first, at most three, oneself only when there is nobody else. */
function peopleOf(row: Thread, own: ReadonlySet<string>, nobody: string): string {
  const others = row.people.filter((one) => !own.has(foldAddress(one.addr)));
  const names = new Set((others.length > 0 ? others : row.people).map(shortName).reverse());
  return [...names].slice(0, 3).join(', ') || nobody;
}

/** One conversation: who and when, then what and its marks. */
export const ThreadRowView = memo(function ThreadRowView(props: RowProps) {
  const { row, density, chosen } = props;
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const line = mergeClasses(styles.line, density === 'compact' && styles.lineCompact);
  const place = { transform: `translateY(${props.top}px)`, height: props.height };

  if (row === undefined) {
    return (
      <div
        id={props.id}
        role="row"
        aria-rowindex={props.index + 1}
        aria-busy="true"
        className={styles.row}
        style={place}
      >
        <span role="gridcell" aria-label={text.common.loading} />
        <span className={styles.cells} role="none">
          <span className={line}>
            <span className={styles.bar} style={{ width: `${30 + ((props.index * 37) % 30)}%` }} />
          </span>
          <span className={line}>
            <span className={styles.bar} style={{ width: `${50 + ((props.index * 53) % 40)}%` }} />
          </span>
        </span>
      </div>
    );
  }

  const unread = row.unseen > 0;
  const people = peopleOf(row, props.own, text.common.noName);
  const quiet = chosen && styles.onChosen;
  return (
    <div
      id={props.id}
      role="row"
      aria-rowindex={props.index + 1}
      aria-selected={chosen}
      data-row={props.index}
      draggable
      className={mergeClasses(styles.row, chosen && styles.chosen, props.ring && styles.ring)}
      style={place}
    >
      <span role="gridcell" className={styles.gutter}>
        {unread ? (
          <span
            className={mergeClasses(styles.dot, props.choosing && styles.hidden)}
            data-gutter="dot"
            role="img"
            aria-label={text.common.mark.unread}
          />
        ) : null}
        <span className={mergeClasses(styles.check, props.choosing && styles.shown)} data-gutter="check">
          <Checkbox
            tabIndex={-1}
            checked={chosen}
            aria-label={text.inbox.select}
            onClick={(event) => event.stopPropagation()}
            onChange={() => props.onToggle(props.index)}
          />
        </span>
      </span>
      <span className={styles.cells} role="none">
        <span className={line} role="none">
          <span role="gridcell" className={mergeClasses(styles.people, unread && styles.unread)} dir="auto">
            {props.outgoing ? text.inbox.to(people) : people}
          </span>
          {row.count > 1 ? (
            <span className={mergeClasses(styles.count, quiet)} title={text.inbox.threadCount(row.count)} role="none">
              {format.number(row.count)}
            </span>
          ) : null}
          <span role="gridcell" className={mergeClasses(styles.time, unread && styles.unreadTime, quiet)}>
            <time dateTime={row.date} title={format.full(row.date)}>
              {format.brief(row.date)}
            </time>
          </span>
        </span>
        <span className={line} role="none">
          <span role="gridcell" className={mergeClasses(styles.subject, unread && styles.unread)} dir="auto">
            {row.subject || text.common.noSubject}
          </span>
          <span className={styles.marks} role="gridcell">
            {row.waiting ? <Mark name="waiting" /> : null}
            {row.answered ? <Mark name="answered" /> : null}
            {row.hasAttachment ? <Mark name="attachment" /> : null}
            {row.sealed ? <Mark name="sealed" /> : null}
            {row.flagged ? <Mark name="flagged" /> : null}
          </span>
        </span>
        {props.preview ? (
          <span className={line} role="none">
            <span role="gridcell" className={mergeClasses(styles.subject, styles.preview, quiet)} dir="auto">
              {row.preview}
            </span>
          </span>
        ) : null}
      </span>
    </div>
  );
});
