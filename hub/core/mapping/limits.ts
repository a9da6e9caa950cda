/** What one message may cost. Beyond it a message is refused with a clear reason, whatever it claims to be. */
export const limits = {
  /** Bytes of a message, before decoding. */
  bytes: 16 * 1024 * 1024,
  /** Elements within elements, objects within objects. */
  depth: 64,
  /** XML elements and attributes of a message. */
  nodes: 1_000_000,
  /** Rows of one message. */
  rows: 100_000,
  /** Fields of one row. */
  fields: 2_000,
  /** Officers, persons, vehicles or references of one row. */
  items: 5_000,
  /** Characters of one value that a regular expression is run over. */
  matched: 4_000,
  /** Milliseconds of one JSONata evaluation. */
  jsonataMs: 250,
} as const;
