import { describe, expect, it } from 'vitest';
import { bytesOf, decodeText, viewerFor } from '../../../renderer/reader/viewable.ts';

describe('viewerFor', () => {
  it('shows pictures and plain text, and nothing that is a document or a program', () => {
    const of = (type: string, more = {}) => viewerFor({ type, size: 1000, risk: 'none', ...more });
    expect(of('image/png')).toBe('image');
    expect(of('text/plain')).toBe('text');
    for (const type of ['image/svg+xml', 'text/html', 'application/pdf', 'application/xhtml+xml', 'text/xml', '']) {
      expect(of(type)).toBeNull();
    }
    expect(of('image/png', { size: 30_000_000 })).toBeNull();
    expect(of('text/plain', { size: 3_000_000 })).toBeNull();
  });

  it('does not show what goes by a misleading name', () => {
    for (const risk of ['rtl', 'double-extension', 'executable'] as const) {
      expect(viewerFor({ type: 'text/plain', size: 10, risk })).toBeNull();
    }
  });
});

describe('decodeText', () => {
  it('reads UTF-8, UTF-16 and what is neither', () => {
    expect(decodeText(new Uint8Array([0xc3, 0xa9]))).toBe('é');
    expect(decodeText(new Uint8Array([0xff, 0xfe, 0xe9, 0x00]))).toBe('é');
    expect(decodeText(new Uint8Array([0xe9, 0x20]))).toBe('é ');
    expect([...bytesOf('AQID')]).toEqual([1, 2, 3]);
  });
});
