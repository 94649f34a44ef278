import { makeStyles, tokens } from '@fluentui/react-components';
import { type RefObject, useEffect, useState } from 'react';

const useStyles = makeStyles({
  tip: {
    position: 'fixed',
    zIndex: 1000,
    maxWidth: '340px',
    padding: '4px 8px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    boxShadow: tokens.shadow8,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    pointerEvents: 'none',
  },
});

interface Tip {
  readonly words: string;
  readonly left: number;
  readonly top: number;
}

/** Says beside a mark why it is there, while the pointer rests on it. The side line says the same at the caret. */
export function ReasonTip({ within }: { readonly within: RefObject<HTMLElement | null> }) {
  const styles = useStyles();
  const [tip, setTip] = useState<Tip | null>(null);
  useEffect(() => {
    const root = within.current;
    if (!root) return;
    const over = (event: PointerEvent) => {
      const mark = event.target instanceof Element ? event.target.closest('.phi-mark') : null;
      if (!mark) return setTip(null);
      const box = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
      const words = mark.getAttribute('aria-description') ?? '';
      setTip({ words, left: Math.min(box.left, window.innerWidth - 350), top: box.bottom + 6 });
    };
    const leave = () => setTip(null);
    root.addEventListener('pointerover', over);
    root.addEventListener('pointerleave', leave);
    root.addEventListener('keydown', leave);
    root.addEventListener('scroll', leave, true);
    return () => {
      root.removeEventListener('pointerover', over);
      root.removeEventListener('pointerleave', leave);
      root.removeEventListener('keydown', leave);
      root.removeEventListener('scroll', leave, true);
    };
  }, [within]);
  if (tip === null || tip.words === '') return null;
  return (
    <div role="tooltip" className={styles.tip} style={{ left: Math.max(8, tip.left), top: tip.top }}>
      {tip.words}
    </div>
  );
}
