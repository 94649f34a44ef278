const candidate = /(?:https?:\/\/|www\.)[^\s<>"'`\p{Cc}]{2,2000}/giu;
/** How many links of a plain text are taken note of. */
const LINKS = 1000;

/**
 * Web addresses in plain text, in every form in which a reader may make a link of them: as written, without the
 * punctuation that ends a sentence, with the scheme that `www.` lacks, and normalised.
 */
export function linksInText(text: string): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(candidate)) {
    if (found.size > LINKS) break;
    let url = match[0];
    for (let trims = 0; trims < 8; trims++) {
      const whole = /^www\./i.test(url) ? `https://${url}` : url;
      found.add(whole);
      if (URL.canParse(whole)) found.add(new URL(whole).href);
      const shorter = url.replace(/[.,;:!?»”’*_)\]}]$/u, '');
      if (shorter === url) break;
      url = shorter;
    }
  }
  return [...found];
}
