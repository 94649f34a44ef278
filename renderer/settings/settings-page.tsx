import { Button, makeStyles, mergeClasses, Tooltip, tokens } from '@fluentui/react-components';
import {
  ClipboardTaskListLtr20Regular,
  Dismiss20Regular,
  Info20Regular,
  Key20Regular,
  MailSettings20Regular,
  Options20Regular,
  ShieldKeyhole20Regular,
} from '@fluentui/react-icons';
import { type ReactNode, useEffect, useRef } from 'react';
import type { OutputOf } from '../../shared/contract/index.ts';
import { type SettingsSection, settingsSections, useDesk } from '../app/desk.tsx';
import { focusRing } from '../app/theme.ts';
import { useText } from '../i18n/text.tsx';
import { AboutSection } from './about-section.tsx';
import { AccountsSection } from './accounts-section.tsx';
import { AuditSection } from './audit-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { KeysSection } from './keys-section.tsx';
import { SecuritySection } from './security-section.tsx';

const useStyles = makeStyles({
  page: { position: 'absolute', inset: 0, zIndex: 2, display: 'flex', backgroundColor: tokens.colorNeutralBackground1 },
  nav: {
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    flexShrink: 0,
    boxSizing: 'border-box',
    width: '208px',
    padding: '10px 6px',
    overflowY: 'auto',
    backgroundColor: tokens.colorNeutralBackground2,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 759px)': { width: '52px' },
  },
  item: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    flexShrink: 0,
    gap: '10px',
    height: '34px',
    padding: '0 10px',
    border: 0,
    borderRadius: tokens.borderRadiusMedium,
    font: 'inherit',
    textAlign: 'left',
    color: tokens.colorNeutralForeground1,
    backgroundColor: 'transparent',
    ':hover': { backgroundColor: tokens.colorNeutralBackground2Hover },
    ':focus-visible': focusRing,
  },
  current: { backgroundColor: tokens.colorNeutralBackground1Selected, fontWeight: tokens.fontWeightSemibold },
  icon: { display: 'flex', flexShrink: 0, color: tokens.colorNeutralForeground2 },
  iconCurrent: { color: tokens.colorBrandForeground1 },
  label: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    '@media (max-width: 759px)': { display: 'none' },
  },
  body: {
    position: 'relative',
    flexGrow: 1,
    minWidth: 0,
    overflowY: 'auto',
    padding: '20px 32px 48px',
    '@media (max-width: 759px)': { padding: '12px 16px 32px' },
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    maxWidth: '720px',
    marginBottom: '16px',
  },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    outlineStyle: 'none',
  },
  content: { maxWidth: '720px' },
});

const icons: Readonly<Record<SettingsSection, ReactNode>> = {
  general: <Options20Regular />,
  accounts: <MailSettings20Regular />,
  keys: <Key20Regular />,
  security: <ShieldKeyhole20Regular />,
  audit: <ClipboardTaskListLtr20Regular />,
  about: <Info20Regular />,
};

/** Settings take the panes' place; what was open behind is still there afterwards. */
export function SettingsPage({
  state,
  section,
}: {
  readonly state: OutputOf<'desk.state'>;
  readonly section: SettingsSection;
}) {
  const styles = useStyles();
  const text = useText();
  const desk = useDesk();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    nav.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus();
    return () => {
      requestAnimationFrame(() => {
        const writing = document.querySelector<HTMLElement>('[data-pane="reader"] [contenteditable="true"]');
        if (writing) writing.focus();
        else desk.list.current?.focus();
      });
    };
  }, [desk.list]);
  const close = () => desk.showSettings(null);
  return (
    <div className={styles.page} data-cover>
      <nav
        ref={nav}
        className={styles.nav}
        aria-label={text.settings.title}
        data-pane="settings"
        onKeyDown={(event) => {
          const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (by === 0) return;
          event.preventDefault();
          const items = [...event.currentTarget.querySelectorAll('button')];
          items[items.indexOf(document.activeElement as HTMLButtonElement) + by]?.focus();
        }}
      >
        {settingsSections.map((one) => (
          <button
            key={one}
            type="button"
            className={mergeClasses(styles.item, one === section && styles.current)}
            aria-current={one === section}
            aria-label={text.settings.sections[one]}
            onClick={() => desk.showSettings(one)}
          >
            <span className={mergeClasses(styles.icon, one === section && styles.iconCurrent)}>{icons[one]}</span>
            <span className={styles.label}>{text.settings.sections[one]}</span>
          </button>
        ))}
      </nav>
      <main className={styles.body} data-pane="settings-body" key={section}>
        <header className={styles.head}>
          <h1 className={styles.title}>{text.settings.sections[section]}</h1>
          <Tooltip content={`${text.settings.close} (Esc)`} relationship="label">
            <Button appearance="subtle" icon={<Dismiss20Regular />} onClick={close} />
          </Tooltip>
        </header>
        <div className={styles.content}>
          {section === 'general' ? <GeneralSection desk={state.settings} /> : null}
          {section === 'accounts' ? <AccountsSection /> : null}
          {section === 'keys' ? <KeysSection /> : null}
          {section === 'security' ? <SecuritySection /> : null}
          {section === 'audit' ? <AuditSection /> : null}
          {section === 'about' ? <AboutSection state={state} /> : null}
        </div>
      </main>
    </div>
  );
}
