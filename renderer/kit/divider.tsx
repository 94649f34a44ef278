import { makeStyles, tokens } from '@fluentui/react-components';
import { useText } from '../i18n/text.tsx';
import type { usePaneWidth } from './panes.ts';

const useStyles = makeStyles({
  divider: {
    position: 'relative',
    flex: '0 0 1px',
    backgroundColor: tokens.colorNeutralStroke2,
    cursor: 'col-resize',
    touchAction: 'none',
    zIndex: 1,
    // The line is one pixel; what one can catch hold of is nine.
    '::after': { content: '""', position: 'absolute', top: 0, bottom: 0, left: '-4px', right: '-4px' },
    ':hover': { backgroundColor: tokens.colorBrandStroke1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '0px' },
  },
});

const STEP = 16;

/** The line between two panes: drag it, or focus it and use the arrow keys; double click or Home resets it. */
export function Divider({ pane, of }: { readonly pane: string; readonly of: ReturnType<typeof usePaneWidth> }) {
  const styles = useStyles();
  const text = useText();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a focusable separator with a value is a widget; <hr> is not
    <div
      className={styles.divider}
      role="separator"
      aria-orientation="vertical"
      aria-label={text.common.resizePane(pane)}
      aria-valuenow={of.width}
      aria-valuemin={of.smallest}
      aria-valuemax={of.largest}
      tabIndex={0}
      onDoubleClick={of.reset}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') of.resize(of.width - STEP);
        else if (event.key === 'ArrowRight') of.resize(of.width + STEP);
        else if (event.key === 'Home') of.reset();
        else return;
        event.preventDefault();
      }}
      onPointerDown={(down) => {
        const line = down.currentTarget;
        const from = of.width - down.clientX;
        line.setPointerCapture(down.pointerId);
        const move = (event: PointerEvent) => of.resize(from + event.clientX);
        line.addEventListener('pointermove', move);
        line.addEventListener('lostpointercapture', () => line.removeEventListener('pointermove', move), {
          once: true,
        });
      }}
    />
  );
}
