/** Exit codes of the command line. */
export const exit = { ok: 0, failed: 1, usage: 2 } as const;

/** Wrong usage: the message goes to stderr and says what would be right. */
export class UsageError extends Error {}

/** A file that cannot be read. Its name is the caller's own argument, so it may be said. */
export class UnreadableError extends Error {}

/** Writes the one JSON document of a call. Waits until it is out, because exiting would cut a pipe short. */
export function printJson(value: unknown): Promise<void> {
  return print(`${JSON.stringify(value, null, 2)}\n`);
}

/** Writes one line of a `--jsonl` call. */
export function printLine(value: unknown): Promise<void> {
  return print(`${JSON.stringify(value)}\n`);
}

function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Everything that is not the answer. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
