import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import type { Training } from './train.ts';

/**
 * A matching file with trained figures in place of its own; comments, order and all else stay as they are.
 *
 * @param text of the matching file that was trained
 */
export const trainedRulesText = (text: string, { prior, levels }: Training): string => {
  const document = parseDocument(text);
  const set = (map: YAMLMap, key: string, value: number): void => {
    const scalar = map.get(key, true);
    if (isScalar(scalar)) scalar.value = value;
    else map.set(key, value);
  };
  if (isMap(document.contents)) set(document.contents, 'prior', prior.after);
  for (const { comparison, level, after } of levels) {
    const list = document.getIn(['comparisons', comparison]);
    const entry = isSeq(list) ? list.items.find((one) => isMap(one) && one.get('level') === level) : undefined;
    if (!isMap(entry)) continue;
    set(entry, 'm', after.m);
    set(entry, 'u', after.u);
  }
  return document.toString({ lineWidth: 0 });
};
