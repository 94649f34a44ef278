import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { OutputOf } from '../../shared/contract/index.ts';
import type { Profile } from '../../shared/model/profile.ts';
import { invalidate, put } from '../bridge/live.ts';
import { LockScreen } from '../lock/lock-screen.tsx';
import { Onboarding } from '../onboarding/onboarding.tsx';
import { Frame } from './frame.tsx';
import { usePresence } from './presence.ts';

type DeskState = OutputOf<'desk.state'>;
type Profiles = OutputOf<'desk.profiles'>['profiles'];

/** What stands in the window: the first steps, the lock screen, or the mail. */
export function Stage({ state, profiles }: { readonly state: DeskState; readonly profiles: Profiles }) {
  const client = useQueryClient();
  const [onboarding, setOnboarding] = useState<'first-run' | 'add-profile' | null>(
    profiles.length === 0 ? 'first-run' : null,
  );
  usePresence();

  /** The engine has already unlocked; main learns it on its own way, so the window does not wait to be told. */
  function unlocked(profile: Profile) {
    put(client, 'desk.state', { ...state, unlocked: profile });
    invalidate(client, 'desk.profiles');
  }

  if (onboarding !== null) {
    return (
      <Onboarding
        kind={onboarding}
        clinicName={state.settings.clinicName}
        onUnlocked={unlocked}
        onDone={() => setOnboarding(null)}
      />
    );
  }
  if (state.unlocked === null) {
    return (
      <LockScreen
        clinicName={state.settings.clinicName}
        lockedBy={state.lockedBy}
        profiles={profiles}
        onUnlocked={unlocked}
        onAddProfile={() => setOnboarding('add-profile')}
      />
    );
  }
  return <Frame state={state} profile={state.unlocked} />;
}
