/** A message of an archive, before anybody has looked into it. */
export interface ArchivedMessage {
  /** Bytes as they were sent: container quoting undone, nothing else changed. */
  readonly raw: Buffer;
  /** Where it starts in its file. */
  readonly offset: number;
  /** Time that the container gives for its arrival; `null` when it gives none. */
  readonly receivedAt: Date | null;
  /** IMAP flags that the container knows. */
  readonly flags: readonly string[];
  /** Folder within the archive; '' for the archive itself. */
  readonly folder: string;
}

/** Something at this place that is no message. */
export interface ArchiveFailure {
  readonly offset: number;
  readonly reason: 'too-large' | 'not-a-message' | 'unreadable';
}

export type ArchiveEntry = ArchivedMessage | ArchiveFailure;

/** Above this nothing is taken in: servers refuse such mail, and one message must not need more memory than that allows. */
export const maxMessageBytes = 160 * 1024 * 1024;

/** True when the reader had to make up an id: the message has no Message-ID of its own. */
export function isMadeUp(messageId: string): boolean {
  return messageId === '' || messageId.endsWith('@no-message-id.invalid');
}
