/**
 * Every limit of the MIME room, with its reason. A message that goes beyond one is still read up to it; what is left
 * out is named in `parse.defects`.
 */
export const mimeLimits = {
  /** Bytes of one source. Servers commonly stop at 50 MB; ten seconds and 512 MB must do for any message. */
  messageBytes: 128 * 1024 * 1024,
  /** Nesting of parts. Real mail stays under ten; every level costs stack and is drawn by nobody. */
  depth: 32,
  /** Parts of one message, nested messages included. The window lists 1,000 attachments at most. */
  parts: 1000,
  /** Bytes of one header section. Postfix stops at 102,400; long Received and DKIM chains stay far below. */
  headerBytes: 512 * 1024,
  /** Fields of one header section: a section of 5,000 fields is an attack on whoever lists them. */
  headerFields: 2000,
  /** Characters of one field that are decoded; RFC 5322 knows no bound, recipients lists of thousands do occur. */
  fieldChars: 256 * 1024,
  /** RFC 5322 section 2.1.1: 998 characters, CRLF apart. Longer lines are read and named as a defect. */
  lineBytes: 998,
  /** Characters of a RFC 2045 boundary are 70; some generators use more. A line of 998 bounds it. */
  boundaryBytes: 990,
  /** Sum of all decoded parts that are looked into: stops chains of nested encoded messages. */
  decodedBytes: 256 * 1024 * 1024,
  /** Addresses of one field. The window shows 2,000. */
  addresses: 2000,
  /** Parameters of one Content-Type or Content-Disposition. */
  parameters: 100,
  /** Continuations of one RFC 2231 parameter. */
  continuations: 200,
  /** Defects that are listed; the count goes on in no field because nobody reads the thousandth. */
  defects: 200,
  /** Bytes of one text part that are read as text. Nobody reads more; the whole is still there as bytes. */
  textBytes: 4 * 1024 * 1024,
  /** Characters of text that one block shows: a frame with more is not readable and freezes the window. */
  blockChars: 2_000_000,
  /** Characters of HTML that are sanitised; beyond this the text alternative or the visible text is shown. */
  htmlChars: 2_000_000,
  /** Characters of HTML that one message may have read in all its parts: bounds the time of a message of many pages. */
  htmlCharsInAll: 6_000_000,
  /** Elements that are open at once in HTML: browsers stop at 512, a recursive reader earlier. */
  htmlDepth: 256,
  /** Elements open at once at which reading HTML stops: nobody wrote such a page, and every further level costs more. */
  htmlOpenElements: 2000,
  /** Bytes of one `cid:` image that is put into the document as a data URI, and of all of them. */
  inlineImageBytes: 8 * 1024 * 1024,
  inlineImagesBytes: 24 * 1024 * 1024,
  /** Links and remote loads that are listed. */
  links: 1000,
  remote: 1000,
  /** Shown parts of one message (the window's schema allows 200). */
  blocks: 200,
  /** Octets of an attachment's name: the least of common file systems. */
  nameBytes: 255,
  /** Characters handed to the full-text index for one message. */
  indexChars: 1_000_000,
} as const;
