import { makeStyles, tokens } from '@fluentui/react-components';
import { type DragEvent, useState } from 'react';
import { useText } from '../i18n/text.tsx';

const useStyles = makeStyles({
  drop: {
    position: 'absolute',
    inset: '4px',
    zIndex: 20,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    border: `2px dashed ${tokens.colorBrandStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackgroundAlpha,
    fontSize: tokens.fontSizeBase400,
    pointerEvents: 'none',
  },
});

/** Files dragged onto an element: its handlers, and the sign to show in it, which needs a positioned parent. */
export function useFileDrop(attach: (files: FileList) => void) {
  const styles = useStyles();
  const text = useText();
  const [dragging, setDragging] = useState(false);
  return {
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setDragging(true);
      },
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDragging(false);
      },
      onDrop: (event: DragEvent) => {
        setDragging(false);
        if (event.defaultPrevented || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        attach(event.dataTransfer.files);
      },
    },
    sign: dragging ? <div className={styles.drop}>{text.compose.files.drop}</div> : null,
  };
}
