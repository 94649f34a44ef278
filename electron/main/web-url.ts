import { urlLimit } from './limits.ts';

/**
 * A URL that may be handed to the system browser, or `null`. Only the web: `file:`, `smb:`, `ms-*:` and friends run
 * programs or leak the Windows login to whoever wrote the message. Credentials in a URL exist to make a host look like
 * another.
 */
export function webUrl(text: string): string | null {
  if (text.length > urlLimit || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (url.hostname === '' || url.username !== '' || url.password !== '') return null;
  return url.href;
}
