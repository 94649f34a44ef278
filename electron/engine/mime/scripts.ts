const scripts = [
  ['latin', /\p{Script=Latin}/u],
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['greek', /\p{Script=Greek}/u],
  ['armenian', /\p{Script=Armenian}/u],
  ['cherokee', /\p{Script=Cherokee}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['thai', /\p{Script=Thai}/u],
  // Chinese, Japanese and Korean are written together (UTS 39 section 5.1).
  ['east-asian', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u],
] as const;

/**
 * True when one word or host label draws on several scripts (UTS 39 section 5.1, without its allowance for Latin beside
 * East Asian, which is allowed here too): "pаypal" with a Cyrillic а. Words of different scripts side by side are fine.
 */
export function mixesScripts(text: string): boolean {
  return text.split(/[\s.@/_-]+/).some((word) => {
    const found = scripts.filter(([, pattern]) => pattern.test(word)).map(([name]) => name);
    return found.length > 1 && !(found.length === 2 && found.includes('latin') && found.includes('east-asian'));
  });
}
