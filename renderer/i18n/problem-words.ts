import type { Problem } from '../../shared/contract/problem.ts';
import type { Catalogue } from './en/index.ts';

/**
 * What a problem is called on screen: the catalogue's words for its code, with the numbers of its details filled in.
 * The texts inside the problem itself are English fallbacks for the command line and are not shown.
 */
export function problemWords(text: Catalogue, problem: Problem): { readonly message: string; readonly hint: string } {
  const words = text.problem.words[problem.code];
  const fill = (sentence: string) =>
    sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = problem.details?.[name];
      return value === undefined ? text.problem.waitUnknown : String(Math.ceil(value));
    });
  return { message: fill(words.message), hint: fill(words.hint) };
}
