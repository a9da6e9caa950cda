import { BadRequestError } from '../../hub/core/errors.ts';
import { readTime } from '../_kit/time-text.ts';

/** A moment in a query, epoch ms; undefined where none is asked for. @throws BadRequestError naming it */
export const timeOf = (query: URLSearchParams, name: string, zone: string): number | undefined => {
  const text = query.get(name);
  if (text === null) return undefined;
  const at = readTime(text, zone);
  if (at !== undefined) return at;
  throw new BadRequestError(`[hub] [viid] ${name} is no time`, { remedy: `send ${name}=20240105084809` });
};
