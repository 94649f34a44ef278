/** The part of libmime that is used here; the package brings no types. */
declare module 'libmime' {
  interface Libmime {
    /** Decodes every RFC 2047 encoded word of an unfolded value. */
    decodeWords(value: string): string;
    /** Encodes what is not ASCII as RFC 2047 encoded words of at most `maxLength` characters. */
    encodeWord(value: string, encoding: 'Q' | 'B', maxLength: number): string;
    /** RFC 2231 parameters, split where they are long. */
    buildHeaderParam(key: string, value: string, maxLength: number): { key: string; value: string }[];
    /** `bin` when the type is unknown. */
    detectExtension(type: string): string;
    normalizeCharset(label: string): string;
  }
  const libmime: Libmime;
  // biome-ignore lint/style/noDefaultExport: this is how the package is made
  export default libmime;
}
