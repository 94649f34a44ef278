import { Notification } from 'electron';
import type { Locale } from '../../shared/model/settings.ts';
import { words } from './menu.ts';

export interface Notifier {
  /** Says how many messages are new, and nothing about them: main does not know more, and a screen is seen by many. */
  newMessages(count: number, locale: Locale): void;
  /** Takes every shown notification away. */
  dismiss(): void;
}

/** Notifications of the desk. At most one is shown; a newer count takes its place. */
export function createNotifier(onClick: () => void): Notifier {
  let shown: Notification | null = null;
  let total = 0;

  const dismiss = (): void => {
    shown?.close();
    shown = null;
    total = 0;
  };

  return {
    newMessages(count, locale) {
      if (!Notification.isSupported()) return;
      const sum = total + count;
      dismiss();
      total = sum;
      shown = new Notification({ title: 'Careseal', body: words[locale].newMessages(sum), silent: true });
      shown.on('click', () => {
        dismiss();
        onClick();
      });
      shown.show();
    },
    dismiss,
  };
}
