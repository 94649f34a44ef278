import { useEffect } from 'react';
import { ask } from '../bridge/client.ts';

/** Main is told at most this often that somebody is here; its idle clock counts in tens of seconds. */
const TELL_EVERY = 5000;

const inputs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

/** Tells main about input in the window, whatever it falls on. Also what the countdown's "any input stops it" means. */
export function usePresence(): void {
  useEffect(() => {
    let toldAt = Number.NEGATIVE_INFINITY;
    const tell = () => {
      const now = performance.now();
      if (now - toldAt < TELL_EVERY) return;
      toldAt = now;
      // A failure here needs no words: the countdown that follows is the words.
      void ask('desk.stay', {}).catch(() => undefined);
    };
    for (const input of inputs) window.addEventListener(input, tell, { capture: true, passive: true });
    return () => {
      for (const input of inputs) window.removeEventListener(input, tell, { capture: true });
    };
  }, []);
}
