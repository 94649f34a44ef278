import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { type ReactNode, type Ref, useId, useImperativeHandle, useRef, useState } from 'react';
import type { OutputOf } from '../../shared/contract/index.ts';
import { foldAddress } from '../../shared/model/address.ts';
import { useAsk } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { useAnnounce } from '../kit/announce.tsx';
import { addPills, isSendable, type Pill, parseAddressList, pillText } from './addresses.ts';
import { suggestDelayMs, suggestLimit } from './limits.ts';
import type { PlanMark } from './plan-words.ts';
import { RecipientPill } from './recipient-pill.tsx';
import { useQuiet } from './use-quiet.ts';

type Suggestion = OutputOf<'contact.suggest'>['suggestions'][number];

const useStyles = makeStyles({
  row: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalS,
    padding: `3px ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    minHeight: '34px',
    boxSizing: 'border-box',
    ':focus-within': { borderBottomColor: tokens.colorCompoundBrandStroke },
  },
  label: {
    flex: '0 0 56px',
    paddingTop: '4px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    cursor: 'text',
  },
  box: { position: 'relative', flex: '1 1 auto', minWidth: 0 },
  pills: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    maxHeight: '116px',
    overflowY: 'auto',
  },
  entry: { flex: '1 1 40px', minWidth: '40px', listStyleType: 'none' },
  input: {
    width: '100%',
    height: '26px',
    padding: 0,
    border: 'none',
    outlineStyle: 'none',
    backgroundColor: 'transparent',
    color: 'inherit',
    font: 'inherit',
    fontSize: tokens.fontSizeBase300,
  },
  list: {
    position: 'absolute',
    zIndex: 10,
    top: '100%',
    insetInlineStart: 0,
    width: 'min(460px, 100%)',
    margin: '2px 0 0',
    padding: '4px',
    listStyleType: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow16,
    maxHeight: '320px',
    overflowY: 'auto',
  },
  option: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    padding: '4px 8px',
    borderRadius: tokens.borderRadiusSmall,
    cursor: 'pointer',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  active: { backgroundColor: tokens.colorNeutralBackground1Selected },
  who: { minWidth: 0, overflowWrap: 'anywhere' },
  name: { display: 'block', fontWeight: tokens.fontWeightSemibold },
  addr: { color: tokens.colorNeutralForeground3 },
  how: { flexShrink: 0, color: tokens.colorNeutralForeground3, textAlign: 'end' },
  side: { flexShrink: 0, display: 'flex', gap: '2px' },
});

/** What the composer asks of a field. */
export interface RecipientHandle {
  focus(): void;
  /** Makes pills of what is still typed, and gives all of them. */
  settle(): readonly Pill[];
}

/** One line of recipients: pills and a place to type, with suggestions. Everything works from the keyboard. */
export function RecipientField({
  label,
  pills,
  marks,
  insist,
  side,
  handle,
  onChange,
}: {
  readonly label: string;
  readonly pills: readonly Pill[];
  readonly marks: ReadonlyMap<string, PlanMark>;
  readonly insist: boolean;
  readonly side?: ReactNode;
  readonly handle?: Ref<RecipientHandle>;
  readonly onChange: (pills: readonly Pill[]) => void;
}) {
  const styles = useStyles();
  const text = useText();
  const announce = useAnnounce();
  const t = text.compose;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const faces = useRef<(HTMLButtonElement | null)[]>([]);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(-1);
  const [shut, setShut] = useState(false);
  const quiet = useQuiet(typed.trim(), suggestDelayMs);
  const asked = useAsk(
    'contact.suggest',
    { text: quiet.slice(0, 200), limit: suggestLimit },
    { enabled: quiet.length > 0, keepPrevious: true },
  );
  const chosen = new Set(pills.map(({ addr }) => foldAddress(addr)));
  const suggestions =
    typed.trim() === '' || shut || quiet === ''
      ? []
      : (asked.data?.suggestions ?? []).filter(({ addr }) => !chosen.has(foldAddress(addr)));
  const at = Math.min(active, suggestions.length - 1);

  const put = (more: readonly Pill[]): readonly Pill[] => {
    const next = addPills(pills, more);
    setTyped('');
    setActive(-1);
    if (next.length !== pills.length) {
      onChange(next);
      announce(t.pill.added(more.map((pill) => pill.name || pill.addr).join(', ')));
    }
    return next;
  };
  const settle = () => (typed.trim() === '' ? pills : put(parseAddressList(typed)));
  const accept = ({ name, addr }: Suggestion) => put([{ name, addr }]);
  useImperativeHandle(handle, () => ({ focus: () => input.current?.focus(), settle }));

  const remove = (index: number, focusAfter: 'input' | 'pill') => {
    const gone = pills[index];
    onChange(pills.filter((_, other) => other !== index));
    if (gone) announce(t.pill.removed(gone.name || gone.addr));
    const neighbour = Math.min(index, pills.length - 2);
    requestAnimationFrame(() => {
      if (focusAfter === 'pill' && neighbour >= 0) faces.current[neighbour]?.focus();
      else input.current?.focus();
    });
  };
  const edit = (index: number) => {
    const pill = pills[index];
    if (!pill) return;
    const rest = typed.trim() === '' ? [] : parseAddressList(typed);
    onChange(
      addPills(
        pills.filter((_, other) => other !== index),
        rest,
      ),
    );
    setTyped(pillText(pill));
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.select();
    });
  };

  const onPillKey = (index: number) => (event: React.KeyboardEvent) => {
    if (event.key === 'Backspace' || event.key === 'Delete') remove(index, 'pill');
    else if (event.key === 'ArrowLeft') faces.current[Math.max(0, index - 1)]?.focus();
    else if (event.key === 'ArrowRight') {
      if (index + 1 < pills.length) faces.current[index + 1]?.focus();
      else input.current?.focus();
    } else if (event.key === 'Home') faces.current[0]?.focus();
    else if (event.key === 'End') input.current?.focus();
    else return;
    event.preventDefault();
  };

  const onInputKey = (event: React.KeyboardEvent<HTMLInputElement>) => {
    const caretAtStart = event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0;
    const picked = suggestions[at];
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' && suggestions.length > 0) setActive((at + 1) % suggestions.length);
    else if (event.key === 'ArrowUp' && suggestions.length > 0) {
      setActive(at <= 0 ? suggestions.length - 1 : at - 1);
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      if (picked) accept(picked);
      // Words that are no address: offer the first suggestion, take it only at the next Enter, so that nobody is
      // written to whom nobody chose.
      else if (suggestions.length > 0 && !parseAddressList(typed).every(({ addr }) => isSendable(addr))) setActive(0);
      else settle();
    } else if (event.key === 'Tab' && picked) {
      accept(picked);
      return;
    } else if (event.key === 'Escape' && suggestions.length > 0) {
      setShut(true);
      event.stopPropagation();
    } else if ((event.key === ',' || event.key === ';') && typed.trim() !== '' && !typed.includes('"')) settle();
    else if ((event.key === 'Backspace' || event.key === 'ArrowLeft') && caretAtStart && pills.length > 0) {
      faces.current[pills.length - 1]?.focus();
    } else return;
    event.preventDefault();
  };

  return (
    <div className={styles.row}>
      <label className={styles.label} htmlFor={`${id}-input`}>
        {label}
      </label>
      <div className={styles.box}>
        <ul className={styles.pills} aria-label={t.field.recipientsIn(label, pills.length)}>
          {pills.map((pill, index) => (
            <RecipientPill
              key={foldAddress(pill.addr)}
              pill={pill}
              mark={marks.get(foldAddress(pill.addr))}
              insist={insist}
              faceRef={(element) => {
                faces.current[index] = element;
              }}
              onEdit={() => edit(index)}
              onRemove={() => remove(index, 'input')}
              onKeyDown={onPillKey(index)}
            />
          ))}
          <li className={styles.entry}>
            <input
              id={`${id}-input`}
              ref={input}
              className={styles.input}
              value={typed}
              role="combobox"
              aria-label={t.field.recipientsLabel(label)}
              aria-autocomplete="list"
              aria-expanded={suggestions.length > 0}
              aria-controls={`${id}-list`}
              aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => {
                setTyped(event.target.value);
                setActive(-1);
                setShut(false);
              }}
              onPaste={(event) => {
                const pasted = event.clipboardData.getData('text/plain');
                const found = parseAddressList(typed + pasted);
                if (!/[\n\r\t,;]/.test(pasted) && !(found.length === 1 && isSendable(found[0]?.addr ?? ''))) return;
                event.preventDefault();
                put(found);
              }}
              onKeyDown={onInputKey}
              onBlur={settle}
            />
          </li>
        </ul>
        {suggestions.length > 0 ? (
          <div
            id={`${id}-list`}
            className={styles.list}
            role="listbox"
            aria-label={t.pill.suggestions(suggestions.length)}
          >
            {suggestions.map((one, index) => (
              <div
                key={one.addr}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                className={mergeClasses(styles.option, index === at && styles.active)}
                // Before the input loses the focus, or the half-typed word would become a pill.
                onPointerDown={(event) => {
                  event.preventDefault();
                  accept(one);
                }}
              >
                <span className={styles.who}>
                  {one.name === '' ? null : <bdi className={styles.name}>{one.name}</bdi>}
                  <bdi className={styles.addr}>{one.addr}</bdi>
                </span>
                <span className={styles.how}>
                  {text.common.method[one.method]}
                  {one.trust === null ? null : (
                    <>
                      <br />
                      {text.common.trust[one.trust]}
                    </>
                  )}
                </span>
              </div>
            ))}
          </div>
        ) : null}
      </div>
      {side ? <div className={styles.side}>{side}</div> : null}
    </div>
  );
}
