import { type Preview, previewMapping } from '../../client/mapping.ts';
import type { SampleMessage } from '../../client/trial.ts';

/** What a mapping makes of one message. The bytes count where they are known: the text was decoded for reading. */
export const previewOne = (yaml: string, message: SampleMessage): Promise<Preview> => {
  const { text: _, ...bytes } = message;
  return previewMapping(yaml, message.base64 ? bytes : message);
};

/**
 * What it makes of all, each at its place; stops early when nobody waits for it any more.
 *
 * @param first of the one that is looked at, which is known already
 */
export const previewRest = async (
  yaml: string,
  messages: readonly SampleMessage[],
  first: { readonly at: number; readonly preview: Preview },
  isWanted: () => boolean,
): Promise<readonly Preview[]> => {
  const previews: Preview[] = [];
  for (const [at, message] of messages.entries()) {
    if (!isWanted()) return previews;
    previews.push(at === first.at ? first.preview : await previewOne(yaml, message));
  }
  return previews;
};

/** Of all messages as if they were one, for who asks whether everything fits. */
export const together = (previews: readonly Preview[]): Preview => {
  const error = previews.find((preview) => preview.error)?.error;
  const rows: Preview['rows'][number][] = [];
  let [rowCount, triedCount, misfitCount] = [0, 0, 0];
  for (const preview of previews) {
    for (const row of preview.rows) rows.push({ ...row, at: rowCount + row.at });
    rowCount += preview.rowCount;
    triedCount += preview.triedCount;
    misfitCount += preview.misfitCount;
  }
  return {
    problems: previews.flatMap(({ problems }) => problems),
    rows,
    ...{ rowCount, triedCount, misfitCount },
    ...(error ? { error } : {}),
  };
};

/** Whether something in a message does not fit. */
export const hasMisfits = ({ error, misfitCount }: Preview): boolean => error !== undefined || misfitCount > 0;

/** Whether a mapping may go live: a row that does not fit may be left for later, but not all of them. */
export const isUsable = (preview: Preview | undefined): boolean =>
  preview !== undefined &&
  preview.problems.length === 0 &&
  !preview.error &&
  (preview.rowCount === 0 || preview.misfitCount < preview.triedCount);
