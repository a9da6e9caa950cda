import type { Context } from '../../hub/core/connector.ts';
import { HubError, RecordError } from '../../hub/core/errors.ts';
import type { Compared, Publication } from '../../hub/core/publication.ts';
import { publicationText } from '../_kit/publication-text.ts';
import { valueAt } from '../_kit/value-at.ts';
import { messageOf, query } from './query.ts';
import type { Settings } from './settings.ts';

const scope = 'tmri-soap';

/** By which interface that is read which is written by this one, and by which number of the row. */
const readings: Readonly<Record<string, { readonly jkid: string; readonly key: string }>> = {
  '04C53': { jkid: '04C03', key: 'xh' },
  '04C54': { jkid: '04C01', key: 'jdsbh' },
};

/** 无权调用该接口, 接口不存在: the interfaces this key was registered for do not include it. */
const notRegistered = new Set(['-408', '-414']);

/** Addresses come back with their own escapes undone where a site decodes values once more than it encoded them. */
const plain = (value: unknown): string => {
  const text = typeof value === 'string' ? value.trim() : '';
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Publications that are told by the same row. */
const byRow = ({ publishFields }: Settings, key: string, publications: readonly Publication[]) => {
  const rows = new Map<string, Publication[]>();
  for (const publication of publications) {
    const number = publicationText(scope, publishFields[key] ?? '', publication);
    if (number !== '') rows.set(number, [...(rows.get(number) ?? []), publication]);
  }
  return rows;
};

/** The rows of a number, undefined when this one could not be asked for. */
const rowsOf = async (
  context: Context<Settings>,
  key: string,
  number: string,
): Promise<readonly unknown[] | undefined> => {
  try {
    const { rows } = await context.open(messageOf(context, await query(context, [[key, number]])));
    return rows.filter((row) => plain(valueAt(row, key)) === number);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    context.log.warn({ [key]: number, error: error.message }, `[hub] [${scope}] a row could not be read back`);
    return undefined;
  }
};

/**
 * Read rows back by their number and compare the fields that hold the address; the others are the platform's own, which
 * it may correct. Yields nothing where rows cannot be read: the source reads another interface, so that its mapping could
 * not read the reply, or the key is not registered for it.
 */
export async function* readLinks(
  context: Context<Settings>,
  publications: readonly Publication[],
  pace: () => Promise<void>,
): AsyncIterable<Compared> {
  const { settings } = context;
  const reading = readings[settings.publishJkid];
  if (!settings.publishReadBack || reading?.jkid !== settings.jkid) return;
  const { key } = reading;
  const told = Object.entries(settings.publishFields).filter(([, template]) => template.includes('{url}'));
  const isTold = (row: unknown, publication: Publication): boolean =>
    told.every(
      ([name, template]) => plain(valueAt(row, name)) === plain(publicationText(scope, template, publication)),
    );
  for (const [number, group] of byRow(settings, key, publications)) {
    await pace();
    let rows: readonly unknown[] | undefined;
    try {
      rows = await rowsOf(context, key, number);
    } catch (error) {
      if (!(error instanceof HubError) || !notRegistered.has(String(error.detail.code))) throw error;
      context.log.warn({ error: error.message }, `[hub] [${scope}] links cannot be read back here`);
      return;
    }
    if (!rows) continue;
    const there = rows;
    yield {
      compared: group.map(({ linkId }) => linkId),
      there: group.filter((one) => there.some((row) => isTold(row, one))).map(({ linkId }) => linkId),
    };
  }
}
