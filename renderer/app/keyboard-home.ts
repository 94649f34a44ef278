import { useEffect, useRef } from 'react';

/** So many places before are remembered; a dialog over a dialog over a menu is three. */
const REMEMBERED = 8;

/** Fluent marks what opens a menu or a popover, and after a dialog it goes to the one that was used last, whichever. */
const isGuess = (place: HTMLElement): boolean => place.dataset.tabster?.includes('restorer') === true;

const DIALOG = '[role="dialog"],[role="alertdialog"]';

function canHold(place: HTMLElement): boolean {
  return place.isConnected && place.closest('[inert]') === null && place.getClientRects().length > 0;
}

/**
 * Keeps the keyboard somewhere. With what held it gone - a dialog that closed, a button that did its work, a list that
 * made room for another - the next key would go nowhere, and a screen reader would start at the top. After a dialog it
 * goes back to where it was before, else to `home`. A click on an empty place is left alone.
 */
export function useKeyboardHome(home: () => void): void {
  const newest = useRef(home);
  useEffect(() => {
    newest.current = home;
  });

  useEffect(() => {
    let holder: HTMLElement | null = null;
    let inDialog = false;
    let before: HTMLElement[] = [];
    let frame = 0;

    const giveBack = (): boolean => {
      for (const place of before) {
        if (!canHold(place)) continue;
        place.focus({ preventScroll: true });
        if (document.activeElement === place) return true;
      }
      return false;
    };
    const onFocusIn = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return;
      const afterDialog = inDialog && holder?.isConnected === false;
      if (holder !== null) before = [holder, ...before.filter((place) => place !== holder)].slice(0, REMEMBERED);
      holder = target;
      inDialog = target.closest(DIALOG) !== null;
      if (afterDialog && isGuess(target)) giveBack();
    };
    const look = () => {
      if (document.activeElement !== document.body || holder === null || canHold(holder)) return;
      const afterDialog = inDialog;
      holder = null;
      inDialog = false;
      if (!afterDialog || !giveBack()) newest.current();
    };
    const changes = new MutationObserver(() => {
      if (frame !== 0) return;
      // Two frames later, so that whoever took it away may move the keyboard first.
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(() => {
          frame = 0;
          look();
        });
      });
    });

    document.addEventListener('focusin', onFocusIn);
    changes.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['inert'] });
    return () => {
      document.removeEventListener('focusin', onFocusIn);
      changes.disconnect();
      cancelAnimationFrame(frame);
    };
  }, []);
}
