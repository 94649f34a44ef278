import { useCallback, useState } from 'react';

/** Widths are the only thing the window keeps outside the encrypted store: they say nothing about anybody. */
const PREFIX = 'careseal.width.';

function remembered(name: string, standard: number, smallest: number, largest: number): number {
  const value = Number(localStorage.getItem(PREFIX + name) ?? Number.NaN);
  return Number.isFinite(value) && value >= smallest && value <= largest ? value : standard;
}

/** A pane's width in CSS pixels, remembered on this workstation and kept within its bounds. */
export function usePaneWidth(name: string, standard: number, smallest: number, largest: number) {
  const [width, setWidth] = useState(() => remembered(name, standard, smallest, largest));
  const resize = useCallback(
    (next: number) => {
      const kept = Math.round(Math.min(largest, Math.max(smallest, next)));
      setWidth(kept);
      localStorage.setItem(PREFIX + name, String(kept));
    },
    [name, smallest, largest],
  );
  const reset = useCallback(() => resize(standard), [resize, standard]);
  return { width, resize, reset, smallest, largest };
}
