import { useCallback, useEffect, useState } from 'react';

/** A wait that counts down in whole seconds, by the clock and not by the timer: a sleeping laptop misses ticks. */
export function useWait(seconds: number): readonly [left: number, start: (seconds: number) => void] {
  const [until, setUntil] = useState(() => Date.now() + seconds * 1000);
  const [left, setLeft] = useState(Math.ceil(seconds));
  useEffect(() => {
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [until]);
  const start = useCallback((next: number) => setUntil(Date.now() + next * 1000), []);
  return [left, start];
}
