import { type Field, text } from '../../hub/core/setting.ts';
import { collections } from './collections.ts';

/** What queries may be narrowed by, beside the number of what is asked for. */
export const filters = ['DeviceID', 'BeginTime', 'EndTime'] as const;
/** Where an answer says how many there are without paging. */
export const totalName = 'TotalNum';

const taken: readonly string[] = [
  ...filters,
  totalName,
  ...Object.values(collections).flatMap(({ id, item, document }) => [id, item, document]),
];

const isSame = (left: string, right: unknown): boolean =>
  typeof right === 'string' && left.toLowerCase() === right.toLowerCase();

/**
 * A setting that names a parameter of paging. It must differ from the other one and from every name that queries and
 * answers use already, in any case of letters: one of two that meet would silently win.
 *
 * @param other the setting that names the other parameter
 */
export const pageName = (
  other: string,
  options: Pick<Parameters<typeof text>[0], 'group' | 'label' | 'help'> & { fallback: string },
): Field<string> => ({
  ...text({ ...options, pattern: /^[A-Za-z][\w.-]{0,63}$/, advanced: true }),
  objection(value, others) {
    const meant = `; give it a name of its own, e.g. ${options.fallback}`;
    if (isSame(value, others[other])) return `is the same as ${other}${meant}`;
    const own = taken.find((name) => isSame(value, name));
    return own === undefined ? undefined : `${own} means something else in queries and answers${meant}`;
  },
});
