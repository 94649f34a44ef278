/** What is used of Electron's clipboard. `selection` is there on Linux only, whatever the types say. */
export interface DeskClipboard {
  clear(): void;
  readonly selection?: { clear(): void } | undefined;
}

/**
 * Empties the clipboard: whatever is on it may have been copied from a message, and to look would bring it into main.
 * Linux has a second one, which holds what was last marked with the mouse, outlives the window and is pasted by the
 * middle button: text that nobody copied on purpose.
 */
export function clearClipboard(clipboard: DeskClipboard): void {
  clipboard.clear();
  clipboard.selection?.clear();
}
