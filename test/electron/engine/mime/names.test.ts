import { describe, expect, it } from 'vitest';
import { attachmentRisk, distinct, safeName } from '../../../../electron/engine/mime/names.ts';

const name = (claimed: string): string => safeName(claimed, 'attachment.bin');
const risk = (claimed: string, bytes: Buffer = Buffer.from('text'), type = 'application/octet-stream'): string =>
  attachmentRisk(claimed, name(claimed), type, bytes).risk;

describe('the one name of an attachment', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\x\\report.pdf', 'report.pdf'],
    ['a\r\nb.txt', 'ab.txt'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['a\u200b\u2060.pdf', 'a.pdf'],
    ['CON.txt', '_CON.txt'],
    ['lpt1', '_lpt1'],
    ['a:b*c?.txt', 'a_b_c_.txt'],
    ['report.pdf' + ' '.repeat(80) + '.exe', 'report.pdf .exe'],
    ['name.exe. . .', 'name.exe'],
    ['.htaccess', 'htaccess'],
    ['nul .txt', '_nul .txt'],
    [`invoice.pdf${'\u3164'.repeat(40)}.exe`, 'invoice.pdf.exe'],
    [`invoice.pdf${'\u2800'.repeat(40)}.exe`, 'invoice.pdf .exe'],
    [`${'a'.repeat(254)}.${'b'.repeat(40)}`, 'a'.repeat(254)],
    ['', 'attachment.bin'],
    ['/', 'attachment.bin'],
    ['Überweisung März.pdf', 'Überweisung März.pdf'],
  ])('%j is %j', (claimed, expected) => expect(name(claimed)).toBe(expected));

  it.each(['\ufeff<html>', '<!-- report --><html>', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">'])(
    'a page that runs is one whatever stands before it (%j)',
    (content) => expect(risk('report.txt', Buffer.from(content))).toBe('executable'),
  );

  it('fits a file system and keeps its extension', () => {
    const long = name(`${'ü'.repeat(400)}.pdf`);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(255);
    expect(long.endsWith('ü.pdf')).toBe(true);
  });

  it('two files of one message never overwrite each other', () => {
    const taken = new Set<string>();
    expect([distinct('a.pdf', taken), distinct('A.pdf', taken), distinct('a.pdf', taken)]).toEqual([
      'a.pdf',
      'A (2).pdf',
      'a (3).pdf',
    ]);
  });
});

describe('risk', () => {
  it.each([
    ['report.pdf', 'none'],
    ['report.pdf.exe', 'double-extension'],
    ['report.exe', 'executable'],
    ['invoice.HTML', 'executable'],
    ['x\u202efdp.pdf', 'rtl'],
    ['list.xlsm', 'macro'],
    ['files.zip', 'archive'],
    ['disk.iso', 'executable'],
    ['note.one', 'executable'],
  ])('%s: %s', (claimed, expected) => expect(risk(claimed)).toBe(expected));

  it('bytes count, whatever the name says', () => {
    expect(risk('report.pdf', Buffer.from('MZ\x90\0'))).toBe('executable');
    expect(risk('photo.jpg', Buffer.from('<html><script>'))).toBe('executable');
    expect(
      risk(
        'letter.doc',
        Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('_VBA_PROJECT', 'utf16le')]),
      ),
    ).toBe('macro');
    expect(risk('letter.docx', Buffer.from('PK\x03\x04 word/vbaProject.bin'))).toBe('macro');
    expect(risk('letter.docx', Buffer.from('PK\x03\x04 word/document.xml'))).toBe('none');
    expect(risk('results', Buffer.from('PK\x03\x04'))).toBe('archive');
  });
});
