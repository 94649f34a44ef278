import { useEffect, useState, useSyncExternalStore } from 'react';

/** Whether a media query holds now; follows the system while mounted. */
export function useMedia(query: string): boolean {
  const [list] = useState(() => window.matchMedia(query));
  return useSyncExternalStore(
    (changed) => {
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => list.matches,
  );
}

/** How many panes fit, in CSS pixels: at 200 % zoom a 1366 pixel screen has 683 of them. */
export type Room = 'wide' | 'medium' | 'narrow';

export function useRoom(): Room {
  const wide = useMedia('(min-width: 1040px)');
  const medium = useMedia('(min-width: 760px)');
  return wide ? 'wide' : medium ? 'medium' : 'narrow';
}

/** A value that follows another one after it has rested for `milliseconds`. */
export function useRested<T>(value: T, milliseconds: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return rested;
}
