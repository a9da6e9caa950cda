import type { Delivery, RawMessage, ReceiveContext } from '../../hub/core/connector.ts';
import type { Receipt } from '../_kit/receipt.ts';
import { placeholdersOf } from '../_kit/template.ts';
import { valueAt } from '../_kit/value-at.ts';
import type { Settings } from './settings.ts';

/** What a sender with words of its own is told: the rows that are in the store and those that are not, as it calls them. */
export interface Named {
  taken: readonly unknown[];
  refused: readonly unknown[];
}

/** A receipt with what an own answer needs. */
export interface Told extends Receipt {
  named?: Named;
}

/** What may stand in an answer for a value of it, in quotes and alone. */
export const answerNames = ['taken', 'refused', 'takenCount', 'refusedCount', 'rows'] as const;

/** @returns undefined where the answer is the usual one */
export const nameRows = async (
  { settings, open }: Pick<ReceiveContext<Settings>, 'settings' | 'open'>,
  messages: readonly RawMessage[],
  deliveries: readonly Delivery[],
): Promise<Named | undefined> => {
  const { answer, answerId } = settings;
  if (Object.keys(answer).length === 0) return undefined;
  const taken: unknown[] = [];
  const refused: unknown[] = [];
  for (const [index, { ids, error }] of deliveries.entries()) {
    const message = messages[index];
    if (error !== undefined || !message) continue;
    const rows = answerId === undefined ? [] : (await open(message)).rows;
    for (const [place, id] of ids.entries()) {
      const name = answerId === undefined ? id : (valueAt(rows[place], answerId) ?? id);
      if (id === undefined) refused.push(name ?? place);
      else taken.push(name);
    }
  }
  return { taken, refused };
};

const fill = (part: unknown, values: Readonly<Record<(typeof answerNames)[number], unknown>>): unknown => {
  if (Array.isArray(part)) return part.map((item) => fill(item, values));
  if (typeof part === 'object' && part !== null)
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, fill(value, values)]));
  const name = answerNames.find((known) => part === `{${known}}`);
  return name === undefined ? part : values[name];
};

/** The answer in the sender's own words. */
export const ownAnswer = (answer: Settings['answer'], { taken, refused }: Named): Response =>
  Response.json(
    fill(answer, {
      taken,
      refused,
      takenCount: taken.length,
      refusedCount: refused.length,
      rows: taken.length + refused.length,
    }),
  );

/** Placeholders of an answer that stand for nothing. */
export const unknownNames = (answer: Settings['answer']): string[] =>
  placeholdersOf(JSON.stringify(answer)).filter((name) => !(answerNames as readonly string[]).includes(name));
