import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { LockClosed20Regular } from '@fluentui/react-icons';
import { useEffect, useRef, useState } from 'react';
import { ask } from '../bridge/client.ts';
import { useEvent } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { useAnnounce } from '../kit/announce.tsx';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    position: 'fixed',
    top: '6px',
    left: '50%',
    transform: 'translateX(-50%)',
    zIndex: 1000,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXS} ${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow16,
    fontVariantNumeric: 'tabular-nums',
  },
  hint: { color: tokens.colorNeutralForeground3, '@media (max-width: 700px)': { display: 'none' } },
});

/** The quiet bar before the lock. Input stops it through `usePresence`; the button is for those who look for one. */
export function Countdown() {
  const styles = useStyles();
  const text = useText();
  const announce = useAnnounce();
  const [seconds, setSeconds] = useState(0);
  const spoken = useRef(false);
  useEvent('desk.countdown', (payload) => setSeconds(payload.seconds));

  useEffect(() => {
    if (seconds === 0) spoken.current = false;
    else if (!spoken.current) {
      spoken.current = true;
      announce(`${text.app.countdown(seconds)}. ${text.app.countdownHint}`);
    }
    if (seconds === 0) return;
    // Any input at all, without the throttle of ordinary presence: somebody is looking at a clock.
    const stay = () =>
      void ask('desk.stay', {})
        .then(() => setSeconds(0))
        .catch(() => undefined);
    window.addEventListener('keydown', stay, true);
    window.addEventListener('pointerdown', stay, true);
    window.addEventListener('pointermove', stay, true);
    return () => {
      window.removeEventListener('keydown', stay, true);
      window.removeEventListener('pointerdown', stay, true);
      window.removeEventListener('pointermove', stay, true);
    };
  }, [seconds, announce, text]);

  if (seconds === 0) return null;
  return (
    <div className={styles.bar}>
      <LockClosed20Regular aria-hidden="true" />
      <strong>{text.app.countdown(seconds)}</strong>
      <span className={styles.hint}>{text.app.countdownHint}</span>
      <Button appearance="primary" size="small" onClick={() => void ask('desk.stay', {}).then(() => setSeconds(0))}>
        {text.app.stay}
      </Button>
    </div>
  );
}
