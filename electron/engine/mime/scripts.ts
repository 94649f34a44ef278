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

/** Cyrillic and Greek letters that look like Latin ones (the set by which Chromium shows a host in A-labels). */
const latinLike = /^[аысԁеԍһіюјӏорԗԛѕԝхуъьҽпгѵѡαικνρυωηοτ]+$/u;

/** True for a host with a label that is written in another script and reads as Latin: "аррӏе.com", all Cyrillic. */
export function posesAsLatin(host: string): boolean {
  const labels = host.toLowerCase().split('.');
  // Under a domain of its own script such a label is a word of that language.
  if (/[^\0-\x7f]/.test(labels.at(-1) ?? '')) return false;
  return labels.some((label) => latinLike.test(label.replace(/[0-9-]/g, '')));
}
