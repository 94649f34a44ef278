/** Bounds on reports, which anyone can send. */
export const deliveryLimits = {
  /** Reports in one message; one is usual, feedback digests have a few. */
  reports: 20,
  /** Recipients of one report; RFC 5321 section 4.5.3.1.8 asks servers for at least 100 per transaction. */
  recipients: 1000,
  /** Text of a free-form bounce that is looked at; the reason stands at its beginning. */
  bounceText: 64_000,
  /** Machine-readable part; 1,000 recipients with long diagnostics stay below. */
  statusText: 2_000_000,
  /** One diagnostic; servers quote whole policy pages. */
  diagnostic: 500,
} as const;
