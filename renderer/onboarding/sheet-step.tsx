import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { Print20Regular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import type { Profile } from '../../shared/model/profile.ts';
import { ask } from '../bridge/client.ts';
import { useText } from '../i18n/text.tsx';
import { groupsOf, Sheet } from './sheet.tsx';
import { Step } from './step.tsx';

/** Fetching paper from the printer takes longer than the idle clock may allow; a sheet lost to a lock is lost for good. */
const AWAKE_EVERY = 30_000;
const AWAKE_FOR = 20 * 60_000;

const useStyles = makeStyles({
  // Paper on the left, what to do with it on the right: all of it in sight on a low screen.
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 560px) minmax(0, 280px)',
    gap: '32px',
    alignItems: 'start',
    '@media (max-width: 1080px)': { gridTemplateColumns: 'minmax(0, 560px)', gap: '16px' },
  },
  side: { display: 'grid', gap: tokens.spacingVerticalXL, justifyItems: 'start' },
  proof: { maxWidth: '380px' },
  input: { width: '140px', fontFamily: tokens.fontFamilyMonospace, textTransform: 'uppercase' },
});

/** How people read letters aloud and type them back: as the engine reads them (`O` is 0, `I` and `L` are 1). */
function folded(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
    .replaceAll('U', 'V');
}

/**
 * The keys, shown once. One group typed back from paper proves that there is a paper; a tick would prove nothing, and
 * the whole key would make people copy it from the screen.
 */
export function SheetStep({
  profile,
  recoveryKey,
  auditKey,
  onDone,
}: {
  readonly profile: Profile;
  readonly recoveryKey: string;
  readonly auditKey: string | null;
  readonly onDone: () => void;
}) {
  const styles = useStyles();
  const text = useText();
  const groups = groupsOf(recoveryKey);
  const [asked] = useState(() => Math.floor(Math.random() * groups.length));
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const expected = groups[asked] ?? '';
  const right = folded(typed) === folded(expected);
  const wrong = !right && (tried || folded(typed).length >= expected.length);

  useEffect(() => {
    const begun = Date.now();
    const timer = setInterval(() => {
      if (Date.now() - begun < AWAKE_FOR) void ask('desk.stay', {}).catch(() => undefined);
    }, AWAKE_EVERY);
    return () => clearInterval(timer);
  }, []);

  return (
    <Step
      title={text.onboarding.sheetTitle}
      hint={text.onboarding.sheetHint}
      onSubmit={() => {
        setTried(true);
        if (right) onDone();
      }}
    >
      <div className={styles.columns}>
        <Sheet profile={profile} recoveryKey={recoveryKey} auditKey={auditKey} madeAt={profile.createdAt} />
        <div className={styles.side}>
          <Button appearance={right ? 'secondary' : 'primary'} icon={<Print20Regular />} onClick={() => window.print()}>
            {text.onboarding.print}
          </Button>
          <Field
            className={styles.proof}
            label={text.onboarding.proof(asked + 1)}
            validationState={wrong ? 'error' : right ? 'success' : 'none'}
            validationMessage={wrong ? text.onboarding.proofWrong : text.onboarding.proofHint}
          >
            <Input
              className={styles.input}
              maxLength={12}
              spellCheck={false}
              autoComplete="off"
              value={typed}
              onChange={(_, data) => setTyped(data.value)}
            />
          </Field>
          <Button appearance={right ? 'primary' : 'secondary'} type="submit" disabledFocusable={!right}>
            {text.common.next}
          </Button>
        </div>
      </div>
    </Step>
  );
}
