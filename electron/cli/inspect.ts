import { runRead } from './read.ts';

/**
 * `careseal inspect`: the verdict, parts and view of a message, as the reader gets them (docs/command-line.md). `at` is null unless
 * `--at` was given, so that the same message gives the same bytes tomorrow. Returns the exit code.
 */
export function runInspect(args: string[]): Promise<number> {
  return runRead(args, ({ inspection }, { at }) => (at === null ? { ...inspection, at: null } : inspection));
}
