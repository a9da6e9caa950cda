import iconv from 'iconv-lite';
import { type Charset, claimedCharset } from '../core/charset.ts';
import type { Delivery, RawMessage } from '../core/connector.ts';
import { BadRequestError, RecordError } from '../core/errors.ts';
import {
  type Complaint,
  closeLetters,
  type DeadLetterRow,
  listDeadLetters,
  lockLetters,
  wholeMessage,
} from '../store/dead-letters.ts';
import { requireSource } from '../store/sources.ts';
import { type IngestDeps, mappingOf } from './deps.ts';
import { withheld } from './hide-secrets.ts';
import { requireMessage } from './inspect.ts';
import { type PreparedMessage, prepareMessage } from './prepare.ts';
import { storeMessages } from './store-messages.ts';

/** A message as a person wants it to have come. */
export interface Edit {
  readonly messageId: number;
  readonly text: string;
  /** The account that edits. */
  readonly by: string;
}

/** In the charset of the original, so that it is read by the same mapping; UTF-16 keeps its mark. */
const encode = (text: string, charset: Charset): Buffer =>
  iconv.encode(text, charset.startsWith('gb') ? 'gb18030' : charset, { addBOM: charset.startsWith('utf-16') });

const charsetOf = (readable: { charset: string }, { body, contentType }: RawMessage): Charset =>
  (readable.charset as Charset | undefined) ?? claimedCharset(body, contentType);

/** The letters of the original that the edited message answers. */
const answered = ({ rows, unreadable }: PreparedMessage, letters: readonly DeadLetterRow[]): DeadLetterRow[] =>
  unreadable
    ? []
    : letters.filter(({ row }) => row === wholeMessage || (rows[row] !== undefined && rows[row].kind !== 'dead'));

/** Why there is no use in storing it: it cannot be read, a row does not fit that did before, or none fits that did not. */
const complaintAbout = (prepared: PreparedMessage, letters: readonly DeadLetterRow[]): Complaint | undefined => {
  if (prepared.unreadable) return prepared.unreadable;
  const before = new Set(letters.map(({ row }) => row));
  const dead = prepared.rows.flatMap((row, index) =>
    row.kind === 'dead' ? [{ complaint: row.complaint, isNew: !before.has(index) }] : [],
  );
  const worse = dead.find(({ isNew }) => isNew);
  return (worse ?? (answered(prepared, letters).length > 0 ? undefined : dead[0]))?.complaint;
};

/**
 * Store an edited text as a new message that names the one it was made from; the original stays as it is. Letters of the
 * original that the new one answers are dismissed: in the sums the original stays dead, and the new message is received.
 *
 * @throws NotFoundError; RecordError when no more of it fits than before, BadRequestError when withheld secrets would be stored
 *   as text; then nothing is stored
 */
export const retryMessage = async (deps: IngestDeps, { messageId, text, by }: Edit): Promise<Delivery> => {
  if (text.includes(withheld)) {
    throw new BadRequestError('[hub] [message] the text holds a secret that was withheld', {
      remedy: 'send the whole message from a file: hub messages retry',
    });
  }
  const { row, raw } = await requireMessage(deps.store, messageId);
  const source = await requireSource(deps.store.db, row.source);
  const mapping = mappingOf(deps, source);
  const charset = charsetOf(mapping.readable(raw), raw);
  const prepared = await prepareMessage(
    mapping,
    source.name,
    { ...raw, body: encode(text, charset) },
    { refusals: 'dead-letter' },
  );
  const letters = await listDeadLetters(deps.store.db, { messageId, state: 'open', limit: 500 });
  const complaint = complaintAbout(prepared, letters.items);
  if (complaint) {
    throw new RecordError(complaint.reason, {
      remedy: complaint.remedy ?? 'correct the text, or the mapping',
      misfit: { field: complaint.field ?? '', rule: complaint.rule ?? '', value: complaint.value ?? '' },
    });
  }
  const packed = { ...prepared.packed, edited: { from: messageId, by } };
  const [delivery] = await storeMessages(deps.store, source.name, [{ ...prepared, packed }], async (tx) => {
    await closeLetters(
      tx,
      answered(prepared, await lockLetters(tx, messageId)).map(({ id }) => id),
      'dismissed',
      by,
    );
  });
  deps.queue.nudge();
  return delivery as Delivery;
};
