/** Bounds of the store, each with its reason. */
export const storeLimits = {
  /** A method slower than this is reported by name; above it a person feels the wait. */
  slowMs: 40,
  /** Contract row `thread.get` carries at most this many; it also keeps one thread's summary cheap to recompute. */
  threadMessages: 1000,
  /** A forged References header may name thousands of ids; the nearest ancestors are what threads a message. */
  threadReferences: 50,
  /** A reply without References joins by subject only this near in time: after that "Re: appointment" is a new matter. */
  subjectWindowMs: 90 * 24 * 3600 * 1000,
  /** Messages with the same subject that are looked at for a common correspondent. */
  subjectCandidates: 20,
  /** Characters of one message that go into the index: a 100 MB text attachment must not fill the disk twice. */
  indexTextChars: 2_000_000,
  /** Search: terms of one query; the input row allows 500 characters. */
  searchTerms: 24,
  /** Search: a hit list is counted up to here beyond the asked page; a larger total is said as this number. */
  searchCountedThreads: 500,
  /** Search: messages looked at for that count; one thread with all hits must not be a way to stall. */
  searchCountedHits: 1000,
  /** Correspondents in one line of the list (`threadRowSchema`). */
  rowPeople: 12,
  rowSubjectChars: 2000,
  rowPreviewChars: 200,
  addressChars: 998,
  /** Rows per transaction where a sweep may be long: keeps the WAL small and the disk able to hold it. */
  sweepBatch: 500,
  /** The WAL is truncated this long after something was erased, once for many erasures. */
  eraseDelayMs: 2000,
  /** zstd level: 3 is 4x faster than 9 and within 4 % of its size on mail. */
  zstdLevel: 3,
  /** Compression is kept only when it saves this share; base64 of JPEGs is stored as it is below that. */
  zstdMinSaving: 0.03,
  /** A stored source larger than this is not believed when it is unpacked. */
  sourceBytes: 512 * 1024 * 1024,
  /** Messages that may share one second of arrival (low bits of the id); see ids.ts. */
  idsPerSecond: 64,
} as const;
