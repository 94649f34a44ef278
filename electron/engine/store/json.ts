/** Reads a JSON column. The store wrote it under an authenticated cipher, so its shape is what was put in. */
export function fromJson<T>(text: string): T {
  return JSON.parse(text);
}

/** SQLite has no booleans. */
export function bit(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}
