/// <reference path="./libmime.d.ts" />
import libmime from 'libmime';
import type { AttachmentRisk } from '../../../shared/model/verdict.ts';
import { asBuffer } from './bytes.ts';
import { mimeLimits } from './limits.ts';
import type { MimePart } from './tree.ts';
import { bidiControls } from './words.ts';

const programs = new Set(
  (
    'exe com bat cmd scr pif cpl msi msp mst msix appx dll sys drv ocx lnk url scf hta js jse mjs vbs vbe vb ws wsf wsh ' +
    'wsc sct ps1 ps1xml ps2 psc1 psm1 psd1 reg inf jar jnlp class app dmg pkg command sh bash zsh csh ksh run bin elf ' +
    'deb rpm appimage apk ipa gadget application appref-ms chm hlp settingcontent-ms library-ms search-ms one onepkg ' +
    'py pyc pyw pl rb php html htm xhtml xht shtml mht mhtml svg svgz xsl xslt iqy slk rdp theme themepack diagcab xll ' +
    'workflow terminal action desktop website webloc vhd vhdx img iso udf cab'
  ).split(' '),
);
const macroFiles = new Set(
  'docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm accdb accde mdb mde ade adp odb'.split(' '),
);
const archives = new Set('zip zipx rar 7z tar gz tgz bz2 tbz xz txz zst lz lzh lha arj ace z cpio r00 001'.split(' '));
/** What a name pretends to be when another extension follows it. */
const documents = new Set(
  'pdf doc docx xls xlsx ppt pptx rtf txt csv jpg jpeg png gif tif tiff bmp mp3 mp4 wav html htm xml eml dcm'.split(
    ' ',
  ),
);
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|$)/i;

/** Every name that a part claims, decoded, the one that counts first: `Content-Disposition` before `Content-Type`. */
export function claimedNames(part: MimePart): string[] {
  const names = [part.disposition?.params.get('filename'), part.type.params.get('name')];
  return [...new Set(names.filter((name): name is string => name !== undefined && name.trim() !== ''))];
}

/**
 * The one name under which an attachment is shown and saved (docs/command-line.md, decision 9): no path, no control or invisible
 * character, nothing that reverses what is read, no device name of Windows, no run of blanks that pushes an extension
 * out of sight, at most 255 bytes with the extension kept.
 */
export function safeName(claimed: string, fallback: string): string {
  // Both ends of a name that no file system takes: the end holds the extension.
  const bounded = claimed.length > 4000 ? claimed.slice(0, 2000) + claimed.slice(-2000) : claimed;
  let name = bounded
    .normalize('NFC')
    .replace(bidiControls, '')
    // Letters that show nothing (Hangul fillers and the like) push an extension out of sight as well as blanks do.
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .replace(/[\p{Z}\u2800]+/gu, ' ');
  name = (
    name
      .split(/[/\\]/)
      .filter((piece) => piece.trim() !== '')
      .at(-1) ?? ''
  ).replace(/[<>:"|?*]/g, '_');
  name = name.replace(/^[\s.]+|[\s.]+$/g, '');
  if (name === '') name = fallback;
  if (reserved.test(name)) name = `_${name}`;
  return shorten(name);
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= mimeLimits.nameBytes) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : '';
  let room = mimeLimits.nameBytes - Buffer.byteLength(extension);
  let stem = '';
  for (const char of extension ? name.slice(0, dot) : name) {
    room -= Buffer.byteLength(char);
    if (room < 0) break;
    stem += char;
  }
  // Windows drops a dot or blank at the end: the name on disk would be another than the one shown.
  return stem.replace(/[\s.]+$/, '') + extension;
}

/** Makes names that are taken different before the extension: two files of one message never overwrite each other. */
export function distinct(name: string, taken: Set<string>): string {
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  let candidate = name;
  for (let i = 2; taken.has(candidate.toLowerCase()); i++) candidate = shorten(`${stem} (${i})${extension}`);
  taken.add(candidate.toLowerCase());
  return candidate;
}

/** How dangerous a file is, from its claimed name, the name it gets, its type and its first bytes. */
export function attachmentRisk(
  claimed: string,
  name: string,
  type: string,
  bytes: Uint8Array,
): { readonly risk: AttachmentRisk; readonly reason: string | null } {
  if (claimed.search(/[\u202a-\u202e\u2066-\u2069]/) >= 0) return { risk: 'rtl', reason: 'direction-override' };
  const pieces = name.toLowerCase().split('.');
  const extension = pieces.length > 1 ? (pieces.at(-1) ?? '').trim() : '';
  const before = pieces.length > 2 ? (pieces.at(-2) ?? '').trim() : '';
  if (programs.has(extension) && documents.has(before)) return { risk: 'double-extension', reason: 'extension' };
  if (programs.has(extension)) return { risk: 'executable', reason: 'extension' };
  const content = contentRisk(bytes);
  if (content?.risk === 'executable') return content;
  if (
    /^(?:application\/(?:x-ms(?:download|dos-program)|x-executable|hta|x-sh|java-archive|javascript)|text\/(?:html|javascript)|image\/svg\+xml)$/.test(
      type,
    )
  ) {
    return { risk: 'executable', reason: 'type' };
  }
  if (macroFiles.has(extension)) return { risk: 'macro', reason: 'extension' };
  if (content?.risk === 'macro') return content;
  if (archives.has(extension)) return { risk: 'archive', reason: 'extension' };
  return content && !/^(?:docx|xlsx|pptx|odt|ods|odp|epub|jar|dotx|xltx|potx|vsdx)$/.test(extension)
    ? content
    : { risk: 'none', reason: null };
}

function contentRisk(bytes: Uint8Array): { risk: AttachmentRisk; reason: string } | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(1024, bytes.byteLength)).toString('latin1');
  const executable = (reason: string) => ({ risk: 'executable' as const, reason });
  if (head.startsWith('MZ')) return executable('content-windows-program');
  if (head.startsWith('\x7fELF')) return executable('content-linux-program');
  if (/^(?:\u00fe\u00ed\u00fa[\u00ce\u00cf]|[\u00ce\u00cf]\u00fa\u00ed\u00fe|\u00ca\u00fe\u00ba\u00be)/.test(head))
    return executable('content-program');
  if (head.startsWith('#!')) return executable('content-script');
  if (head.startsWith('L\0\0\0\x01\x14\x02\0')) return executable('content-shortcut');
  if (/^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype html|<html|<script|<svg)/is.test(head))
    return executable('content-html');
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) {
    const all = asBuffer(bytes);
    if (all.includes('_VBA_PROJECT', 0, 'utf16le') || all.includes('Macros', 0, 'utf16le'))
      return { risk: 'macro', reason: 'content-macros' };
    return null;
  }
  if (head.startsWith('PK\x03\x04')) {
    const all = asBuffer(bytes);
    if (all.includes('vbaProject.bin', 0, 'latin1')) return { risk: 'macro', reason: 'content-macros' };
    return { risk: 'archive', reason: 'content-archive' };
  }
  const packed = ['Rar!\x1a\x07', '7z\xbc\xaf\x27\x1c', '\x1f\x8b', 'BZh', '\xfd7zXZ'].some((magic) =>
    head.startsWith(magic),
  );
  return packed ? { risk: 'archive', reason: 'content-archive' } : null;
}

/** A name for a part that has none. */
export function fallbackName(part: MimePart): string {
  const extension = libmime.detectExtension(part.type.value);
  return `attachment.${/^[a-z0-9]{1,8}$/.test(extension) ? extension : 'bin'}`;
}
