import { shell } from 'electron';
import { webUrl } from './web-url.ts';

/** Opens a web page in the system browser: the only way out of the app. Answers whether it was allowed. */
export async function openInBrowser(text: string): Promise<boolean> {
  const url = webUrl(text);
  if (url === null) return false;
  // biome-ignore lint/plugin: this is the wrapper that the rule sends everybody to.
  await shell.openExternal(url);
  return true;
}
