import { useEffect, useRef } from 'react';

/**
 * One listener for every shortcut of the window. The newest registration of a key wins, so the composer's Ctrl+Enter
 * stands before the list's. Written as Outlook's help writes them: `Ctrl+Shift+R`, `Delete`, `F9`, `?`, `J`.
 * On macOS `Ctrl` means Command.
 */
interface Binding {
  readonly keys: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Also while a dialog is open; otherwise a dialog silences everything beneath it. */
  readonly inDialog: boolean;
  /** Also while the settings cover the panes. */
  readonly anywhere: boolean;
}

const bindings: Binding[] = [];

const isMac = typeof navigator !== 'undefined' && /^Mac/.test(navigator.platform);

/** The name of a pressed key with its modifiers. Shift counts only beside Ctrl, Alt or a named key: `?` is `?`. */
export function pressed(event: KeyboardEvent): string {
  const control = isMac ? event.metaKey : event.ctrlKey;
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const parts = [
    control ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey && (control || event.altKey || event.key.length > 1) ? 'Shift' : '',
    key,
  ];
  return parts.filter(Boolean).join('+');
}

/** Whether keys go into a text at this element, so that single letters must not act. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) {
    return !['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'file'].includes(target.type);
  }
  return target.closest('[role="textbox"],[role="combobox"],[role="menu"],[role="listbox"]') !== null;
}

/** Keys that edit text or that a text field needs; a text field keeps them. */
const editing = new Set(['Delete', 'Insert', 'Enter', 'Ctrl+Z', 'Ctrl+U', 'Ctrl+Q', 'Backspace']);

function single(keys: string): boolean {
  return !/^(Ctrl|Alt)\+|^(Shift\+)?F\d+$/.test(keys);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const keys = pressed(event);
  const dialogOpen = document.querySelector('[aria-modal="true"]') !== null;
  const covered = document.querySelector('[data-cover]') !== null;
  const typing = isTyping(event.target);
  for (let index = bindings.length - 1; index >= 0; index -= 1) {
    const binding = bindings[index];
    if (binding === undefined || binding.keys !== keys) continue;
    if (dialogOpen && !binding.inDialog) continue;
    if (covered && !binding.anywhere && !binding.inDialog) continue;
    // A closed drop-down list does nothing with Escape; an open one keeps it to itself.
    const leaving = keys === 'Escape' && event.target instanceof HTMLSelectElement;
    if (typing && !leaving && (single(keys) || editing.has(keys))) continue;
    event.preventDefault();
    binding.run(event);
    return;
  }
}

let listening = false;

/**
 * Runs `run` when `keys` are pressed anywhere in the window, while the component is mounted. Single keys and editing
 * keys stay silent while somebody types into a field; Ctrl, Alt and function keys do not.
 */
export function useShortcut(
  keys: string,
  run: (event: KeyboardEvent) => void,
  options: { readonly enabled?: boolean; readonly inDialog?: boolean; readonly anywhere?: boolean } = {},
): void {
  const newest = useRef(run);
  useEffect(() => {
    newest.current = run;
  });
  const { enabled = true, inDialog = false, anywhere = false } = options;
  useEffect(() => {
    if (!enabled) return;
    if (!listening) {
      window.addEventListener('keydown', onKeyDown);
      listening = true;
    }
    const binding: Binding = { keys, inDialog, anywhere, run: (event) => newest.current(event) };
    bindings.push(binding);
    return () => {
      bindings.splice(bindings.indexOf(binding), 1);
    };
  }, [keys, enabled, inDialog, anywhere]);
}

/** `Ctrl+Shift+R` as the platform writes it. */
export function keyLabel(keys: string): string {
  return isMac ? keys.replace('Ctrl', '⌘').replace('Shift', '⇧').replaceAll('+', '') : keys;
}
