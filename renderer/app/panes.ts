/** Puts the keyboard into a pane: where one reads on, else where one types, else on its first stop, else on itself. */
export function focusPane(pane: HTMLElement | null | undefined): void {
  const stops = ['section[tabindex="0"]', '[role="grid"][tabindex="0"]', 'input', '[tabindex="0"]', 'button'];
  for (const stop of stops) {
    const target = pane?.querySelector<HTMLElement>(stop);
    if (target) {
      target.focus();
      return;
    }
  }
  pane?.focus();
}

/** Moves the keyboard to the next pane, or with -1 to the one before: folders, list, reader. */
export function cyclePane(by: number): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.closest('[inert]') === null,
  );
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  focusPane(panes[(at + by + panes.length) % panes.length]);
}

/** Puts the keyboard into the reader. */
export function focusReader(): void {
  focusPane(document.querySelector<HTMLElement>('[data-pane="reader"]'));
}
