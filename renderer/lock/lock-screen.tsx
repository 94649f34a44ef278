import { Button, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { PersonAdd20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { OutputOf } from '../../shared/contract/index.ts';
import type { LockTrigger, Profile } from '../../shared/model/profile.ts';
import { useText } from '../i18n/text.tsx';
import { Seal } from '../kit/seal.tsx';
import { ProfileList } from './profile-list.tsx';
import { Recovery } from './recovery.tsx';
import { Unlock } from './unlock.tsx';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateRows: '1fr auto',
    height: '100%',
    overflowY: 'auto',
    backgroundColor: tokens.colorNeutralBackground3,
  },
  column: {
    alignSelf: 'center',
    justifySelf: 'center',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    boxSizing: 'border-box',
    width: '100%',
    maxWidth: '428px',
    padding: '24px',
  },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, minWidth: 0 },
  clinic: {
    margin: 0,
    minWidth: 0,
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
  },
  card: {
    display: 'flex',
    flexDirection: 'column',
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow4,
  },
  foot: { display: 'flex', justifyContent: 'center', padding: '8px 8px 14px' },
});

type Profiles = OutputOf<'desk.profiles'>['profiles'];

/** The clinic's name, who works here, one field. */
export function LockScreen({
  clinicName,
  lockedBy,
  profiles,
  onUnlocked,
  onAddProfile,
}: {
  readonly clinicName: string;
  readonly lockedBy: LockTrigger;
  readonly profiles: Profiles;
  readonly onUnlocked: (profile: Profile) => void;
  readonly onAddProfile: () => void;
}) {
  const styles = useStyles();
  const text = useText();
  const [chosenId, setChosenId] = useState(profiles[0]?.id);
  const [recovering, setRecovering] = useState(false);
  const chosen = profiles.find((profile) => profile.id === chosenId) ?? profiles[0];
  if (chosen === undefined) return null;

  function step(by: number) {
    const at = profiles.findIndex((profile) => profile.id === chosen?.id);
    const next = profiles[(at + by + profiles.length) % profiles.length];
    if (next) setChosenId(next.id);
  }

  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <header className={styles.head}>
          <Seal size={36} />
          <h1 className={styles.clinic}>{clinicName || text.lock.fallbackClinic}</h1>
        </header>
        {lockedBy === 'engine-gone' ? (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{text.lock.engineGone}</MessageBarBody>
          </MessageBar>
        ) : null}
        <div className={styles.card}>
          {recovering ? (
            <Recovery profile={chosen} onUnlocked={onUnlocked} onBack={() => setRecovering(false)} />
          ) : (
            <>
              <ProfileList profiles={profiles} chosenId={chosen.id} onChoose={setChosenId} />
              <Unlock
                key={chosen.id}
                profile={chosen}
                onStep={step}
                onUnlocked={onUnlocked}
                onRecover={() => setRecovering(true)}
              />
            </>
          )}
        </div>
      </div>
      <footer className={styles.foot}>
        <Button appearance="transparent" size="small" icon={<PersonAdd20Regular />} onClick={onAddProfile}>
          {text.lock.addProfile}
        </Button>
      </footer>
    </main>
  );
}
