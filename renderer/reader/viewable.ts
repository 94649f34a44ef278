import type { AttachmentView } from '../../shared/model/message.ts';
import { viewableImageBytes, viewableTextBytes } from './limits.ts';

/** Formats that Chromium draws without running anything, as the engine hands them out; SVG is not among them. */
const images = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp']);
const texts = new Set(['text/plain', 'text/csv']);

/** Which built-in viewer shows an attachment; `null` when it has to be saved. */
export function viewerFor({
  type,
  size,
  risk,
}: Pick<AttachmentView, 'type' | 'size' | 'risk'>): 'image' | 'text' | null {
  // A name that misleads is shown to nobody as something harmless.
  if (risk === 'rtl' || risk === 'double-extension' || risk === 'executable') return null;
  if (images.has(type)) return size <= viewableImageBytes ? 'image' : null;
  return texts.has(type) && size <= viewableTextBytes ? 'text' : null;
}

/** Bytes from base64. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const raw = atob(base64);
  const bytes = new Uint8Array(raw.length);
  for (let index = 0; index < raw.length; index += 1) bytes[index] = raw.charCodeAt(index);
  return bytes;
}

/** Text of unknown charset: UTF-8 or UTF-16 when it is that, else the Western single-byte one, which never fails. */
export function decodeText(bytes: Uint8Array<ArrayBuffer>): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
