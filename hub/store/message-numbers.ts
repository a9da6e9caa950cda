import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { systems } from '../core/vocabulary.ts';
import type { Db } from './open.ts';
import { footage, footageReferences, recordReferences, records } from './tables/catalogue.ts';
import { deadLetters } from './tables/ingest.ts';

/** Of each way to find it; a number that everything refers to is no number to search by. */
const most = 200;

/**
 * Ids of the messages a business number came in: as the number of a record or recording, as one it refers to, or as the
 * number of a row that did not fit. Of what was told several times it is the latest message.
 */
export const messagesOfNumber = async (db: Db, number: string): Promise<number[]> => {
  const found = await Promise.all([
    db
      .select({ id: records.messageId })
      .from(records)
      .where(and(inArray(records.system, [...systems]), eq(records.externalId, number)))
      .limit(most),
    db
      .select({ id: records.messageId })
      .from(recordReferences)
      .innerJoin(records, eq(records.id, recordReferences.recordId))
      .where(and(eq(recordReferences.target, number), isNotNull(records.messageId)))
      .limit(most),
    db.select({ id: footage.messageId }).from(footage).where(eq(footage.externalId, number)).limit(most),
    db
      .select({ id: footage.messageId })
      .from(footageReferences)
      .innerJoin(footage, eq(footage.id, footageReferences.footageId))
      .where(and(eq(footageReferences.target, number), isNotNull(footage.messageId)))
      .limit(most),
    db.select({ id: deadLetters.messageId }).from(deadLetters).where(eq(deadLetters.number, number)).limit(most),
  ]);
  return [...new Set(found.flat().flatMap(({ id }) => (id === null ? [] : [id])))];
};
