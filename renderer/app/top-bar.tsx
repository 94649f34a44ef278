import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Tooltip,
  tokens,
} from '@fluentui/react-components';
import {
  ArrowSync20Regular,
  ChevronDown16Regular,
  Compose20Regular,
  Dismiss16Regular,
  Keyboard20Regular,
  LockClosed20Regular,
  Navigation20Regular,
  PeopleSwap20Regular,
  Person20Regular,
  Search20Regular,
  Settings20Regular,
} from '@fluentui/react-icons';
import { type ReactNode, useEffect, useRef } from 'react';
import { ask } from '../bridge/client.ts';
import { useText } from '../i18n/text.tsx';
import { keyLabel, useShortcut } from '../kit/shortcuts.ts';
import { useDesk } from './desk.tsx';
import { useRested } from './look.ts';
import { focusRing } from './theme.ts';

/** Long enough not to ask for every letter, short enough to feel at once. */
const SEARCH_AFTER = 160;

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: '6px',
    boxSizing: 'border-box',
    flexShrink: 0,
    height: '46px',
    padding: '0 8px',
    backgroundColor: tokens.colorNeutralBackground3,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  start: { display: 'flex', alignItems: 'center', gap: '6px', flexShrink: 0 },
  compose: { minWidth: '0', whiteSpace: 'nowrap' },
  middle: { flexGrow: 1, display: 'flex', justifyContent: 'center', minWidth: 0, padding: '0 12px' },
  search: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    width: '100%',
    maxWidth: '520px',
    height: '32px',
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    ':focus-within': { ...focusRing, outlineOffset: '-1px' },
  },
  glass: { display: 'flex', padding: '0 8px', color: tokens.colorNeutralForeground3 },
  field: {
    flexGrow: 1,
    minWidth: 0,
    height: '100%',
    padding: 0,
    border: 0,
    font: 'inherit',
    color: tokens.colorNeutralForeground1,
    backgroundColor: 'transparent',
    outlineStyle: 'none',
    '::placeholder': { color: tokens.colorNeutralForeground3, opacity: 1 },
    '::-webkit-search-cancel-button': { display: 'none' },
  },
  hint: {
    flexShrink: 0,
    padding: '0 10px',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
    '@media (max-width: 900px)': { display: 'none' },
  },
  end: { display: 'flex', alignItems: 'center', gap: '2px', flexShrink: 0 },
  profile: { maxWidth: '190px', minWidth: '0', fontWeight: tokens.fontWeightRegular },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

/** The id by which Ctrl+E finds the field. */
export const searchFieldId = 'search-field';

/** Across the top: folders, new message, search, and what belongs to the person. */
export function TopBar({
  narrow,
  canFold,
  folded,
  onFold,
  onShortcuts,
}: {
  readonly narrow: boolean;
  readonly canFold: boolean;
  readonly folded: boolean;
  readonly onFold: () => void;
  readonly onShortcuts: () => void;
}) {
  const styles = useStyles();
  const text = useText();
  const desk = useDesk();
  const lock = (trigger: 'manual' | 'switch-profile') => void ask('desk.lock', { trigger }).catch(() => undefined);
  useShortcut('Ctrl+Shift+L', () => lock('manual'), { inDialog: true });

  return (
    <header className={styles.bar}>
      <div className={styles.start}>
        {canFold ? (
          <IconButton
            words={folded ? text.app.foldersExpand : text.app.foldersCollapse}
            icon={<Navigation20Regular />}
            expanded={!folded}
            onClick={onFold}
          />
        ) : null}
        {narrow ? (
          <IconButton words={text.app.compose} icon={<Compose20Regular />} onClick={() => desk.compose('new')} />
        ) : (
          <Button
            appearance="primary"
            className={styles.compose}
            icon={<Compose20Regular />}
            onClick={() => desk.compose('new')}
          >
            {text.app.compose}
          </Button>
        )}
      </div>
      <div className={styles.middle}>
        <SearchField />
      </div>
      <div className={styles.end}>
        <IconButton
          words={`${text.app.sync} (F9)`}
          icon={<ArrowSync20Regular />}
          onClick={() => void ask('account.syncNow', {}).catch(() => undefined)}
        />
        <IconButton
          words={`${text.app.lock} (${keyLabel('Ctrl+Shift+L')})`}
          icon={<LockClosed20Regular />}
          onClick={() => lock('manual')}
        />
        <Menu positioning="below-end">
          <MenuTrigger disableButtonEnhancement>
            <Button
              appearance="subtle"
              className={styles.profile}
              icon={<Person20Regular />}
              aria-label={text.app.profileMenu(desk.profile.displayName)}
            >
              {narrow ? null : <span className={styles.name}>{desk.profile.displayName}</span>}
              {narrow ? null : <ChevronDown16Regular style={{ marginLeft: 4, flexShrink: 0 }} />}
            </Button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem
                icon={<Settings20Regular />}
                secondaryContent={keyLabel('Ctrl+,')}
                onClick={() => desk.showSettings('general')}
              >
                {text.app.settings}
              </MenuItem>
              <MenuItem icon={<Keyboard20Regular />} secondaryContent="?" onClick={onShortcuts}>
                {text.app.shortcuts}
              </MenuItem>
              <MenuDivider />
              <MenuItem icon={<PeopleSwap20Regular />} onClick={() => lock('switch-profile')}>
                {text.app.switchProfile}
              </MenuItem>
              <MenuItem
                icon={<LockClosed20Regular />}
                secondaryContent={keyLabel('Ctrl+Shift+L')}
                onClick={() => lock('manual')}
              >
                {text.app.lock}
              </MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      </div>
    </header>
  );
}

function SearchField() {
  const styles = useStyles();
  const text = useText();
  const desk = useDesk();
  const field = useRef<HTMLInputElement>(null);
  const { typed, place, go, leaveSearch } = desk;
  const rested = useRested(typed.trim(), SEARCH_AFTER);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing leads here; going elsewhere empties the field
  useEffect(() => {
    if (rested !== '' && (place.kind !== 'search' || place.words !== rested)) go({ kind: 'search', words: rested });
    else if (rested === '' && place.kind === 'search') leaveSearch();
  }, [rested]);

  return (
    <search className={styles.search}>
      <span className={styles.glass} aria-hidden="true">
        <Search20Regular />
      </span>
      <input
        ref={field}
        id={searchFieldId}
        type="search"
        className={styles.field}
        placeholder={text.app.searchHint}
        aria-label={text.app.searchHint}
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        value={typed}
        onChange={(event) => desk.type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault();
            leaveSearch();
            desk.list.current?.focus();
          } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
            event.preventDefault();
            desk.list.current?.focus();
          }
        }}
      />
      {typed === '' ? (
        <span className={styles.hint} aria-hidden="true">
          {keyLabel('Ctrl+E')}
        </span>
      ) : (
        <IconButton
          small
          words={text.app.clearSearch}
          icon={<Dismiss16Regular />}
          onClick={() => {
            leaveSearch();
            field.current?.focus();
          }}
        />
      )}
    </search>
  );
}

function IconButton({
  words,
  icon,
  small = false,
  expanded,
  onClick,
}: {
  readonly words: string;
  readonly icon: ReactNode;
  readonly small?: boolean;
  readonly expanded?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <Tooltip content={words} relationship="label">
      <Button
        appearance="subtle"
        size={small ? 'small' : 'medium'}
        icon={<span style={{ display: 'flex' }}>{icon}</span>}
        {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
        onClick={onClick}
      />
    </Tooltip>
  );
}
