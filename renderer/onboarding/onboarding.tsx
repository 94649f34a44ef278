import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Checkmark16Filled } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import type { OutputOf } from '../../shared/contract/index.ts';
import type { Profile } from '../../shared/model/profile.ts';
import { useText } from '../i18n/text.tsx';
import { Seal } from '../kit/seal.tsx';
import { ClinicStep } from './clinic-step.tsx';
import { KeyStep } from './key-step.tsx';
import { MailboxStep } from './mailbox-step.tsx';
import { ProfileStep } from './profile-step.tsx';
import { SheetStep } from './sheet-step.tsx';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: '232px minmax(0, 1fr)',
    height: '100%',
    backgroundColor: tokens.colorNeutralBackground1,
    '@media (max-width: 820px)': { gridTemplateColumns: 'minmax(0, 1fr)', gridTemplateRows: 'auto minmax(0, 1fr)' },
  },
  side: {
    display: 'flex',
    flexDirection: 'column',
    gap: '28px',
    padding: '28px 24px',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 820px)': { flexDirection: 'row', alignItems: 'center', padding: '10px 20px', gap: '16px' },
  },
  brand: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    fontSize: tokens.fontSizeBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  steps: {
    display: 'grid',
    gap: '4px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    '@media (max-width: 820px)': { display: 'none' },
  },
  step: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    minHeight: '32px',
    color: tokens.colorNeutralForeground3,
  },
  now: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  done: { color: tokens.colorNeutralForeground2 },
  number: {
    display: 'grid',
    placeItems: 'center',
    width: '22px',
    height: '22px',
    boxSizing: 'border-box',
    borderRadius: '50%',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
  },
  numberNow: {
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
    border: `1px solid ${tokens.colorBrandBackground}`,
  },
  numberDone: { color: tokens.colorBrandForeground1, border: `1px solid ${tokens.colorBrandStroke1}` },
  count: { display: 'none', color: tokens.colorNeutralForeground3, '@media (max-width: 820px)': { display: 'inline' } },
  body: { overflowY: 'auto', padding: '48px 56px', '@media (max-width: 820px)': { padding: '20px' } },
  column: { maxWidth: '520px' },
  broad: { maxWidth: '880px' },
});

const firstRun = ['clinic', 'profile', 'sheet', 'mailbox', 'key'] as const;
const addProfile = ['profile', 'sheet', 'mailbox', 'key'] as const;
type Step = (typeof firstRun)[number];

/** The first steps on a new computer, and those of every further person on it. */
export function Onboarding({
  kind,
  clinicName,
  onUnlocked,
  onDone,
}: {
  readonly kind: 'first-run' | 'add-profile';
  readonly clinicName: string;
  readonly onUnlocked: (profile: Profile) => void;
  readonly onDone: () => void;
}) {
  const styles = useStyles();
  const text = useText();
  const steps: readonly Step[] = kind === 'first-run' ? firstRun : addProfile;
  const [at, setAt] = useState(0);
  const [made, setMade] = useState<OutputOf<'vault.create'> | null>(null);
  const [address, setAddress] = useState('');
  const step = steps[at];
  const next = () => setAt(at + 1);

  // Each step is a new page: the reading and the keyboard begin at its top, unless one of its fields took the keyboard.
  useEffect(() => {
    const page = document.querySelector(`[data-step="${step}"]`);
    page?.scrollTo({ top: 0 });
    if (!page?.contains(document.activeElement)) page?.querySelector('h1')?.focus();
  }, [step]);

  return (
    <div className={styles.page}>
      <aside className={styles.side}>
        <span className={styles.brand}>
          <Seal size={28} />
          {text.common.product}
        </span>
        <ol className={styles.steps}>
          {steps.map((name, index) => (
            <li
              key={name}
              className={mergeClasses(styles.step, index === at && styles.now, index < at && styles.done)}
              {...(index === at ? { 'aria-current': 'step' as const } : {})}
            >
              <span
                className={mergeClasses(
                  styles.number,
                  index === at && styles.numberNow,
                  index < at && styles.numberDone,
                )}
              >
                {index < at ? <Checkmark16Filled /> : index + 1}
              </span>
              {text.onboarding.steps[name]}
            </li>
          ))}
        </ol>
        <span className={styles.count}>{text.onboarding.step(at + 1, steps.length)}</span>
      </aside>
      <main className={styles.body} data-step={step} key={step}>
        <div className={mergeClasses(styles.column, step === 'sheet' && styles.broad)}>
          {step === 'clinic' ? <ClinicStep clinicName={clinicName} onNext={next} /> : null}
          {step === 'profile' ? (
            <ProfileStep
              first={kind === 'first-run'}
              onBack={() => (kind === 'first-run' ? setAt(0) : onDone())}
              onMade={(answer) => {
                setMade(answer);
                onUnlocked(answer.profile);
                next();
              }}
            />
          ) : null}
          {step === 'sheet' && made ? (
            <SheetStep
              profile={made.profile}
              recoveryKey={made.recoveryKey}
              auditKey={made.auditKey}
              onDone={() => {
                // The keys leave the page's memory with the sheet.
                setMade(null);
                next();
              }}
            />
          ) : null}
          {step === 'mailbox' ? (
            <MailboxStep
              onAdded={(account) => {
                setAddress(account.address);
                next();
              }}
              onLater={onDone}
            />
          ) : null}
          {step === 'key' ? <KeyStep address={address} onDone={onDone} /> : null}
        </div>
      </main>
    </div>
  );
}
