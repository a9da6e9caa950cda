import type { Link } from '../../core/link.ts';
import { joinedIn } from '../batch.ts';
import type { MatchRecord } from '../inputs.ts';
import { ancestorsOf, inheritedEvidence } from '../resolve/inherit.ts';
import type { Rules } from '../rules/rules.ts';
import { type LinkLine, lineOf, linesIn, linkIn } from './own-links.ts';

/**
 * All links of some records: their own, without offers that something surer takes the place of, then what each inherits
 * through numbers. As online: a sure link of its own comes before an inherited one, and that before one that is only offered.
 *
 * @param families records that numbers join, in the order of ids; only their links are held in memory
 * @param paths files of the records' own links, see `writeOwnLinks`
 */
export async function* handOn(
  rules: Rules,
  families: readonly MatchRecord[],
  paths: readonly string[],
): AsyncGenerator<LinkLine> {
  const joined = joinedIn(families);
  const ancestors = families.flatMap((record) => {
    const found = ancestorsOf(rules, record, joined);
    return found.length === 0 ? [] : [{ record, found }];
  });
  const concerned = new Set(
    ancestors.flatMap(({ record, found }) => [record.name, ...found.map((one) => one.record.name)]),
  );
  const sure = new Map<string, Link[]>();
  if (concerned.size > 0) {
    for await (const line of linesIn(paths)) {
      if (!line.isLinked) continue;
      const link = linkIn(line);
      if (!concerned.has(link.record)) continue;
      const known = sure.get(link.record);
      if (known) known.push(link);
      else sure.set(link.record, [link]);
    }
  }
  const inherited = new Map<string, Map<string, Link>>();
  for (const { record, found } of ancestors) {
    const own = new Set(sure.get(record.name)?.map(({ footage }) => footage));
    const taken = new Map<string, Link>();
    for (const ancestor of found) {
      for (const link of sure.get(ancestor.record.name) ?? []) {
        if (own.has(link.footage) || taken.has(link.footage)) continue;
        taken.set(link.footage, {
          ...link,
          record: record.name,
          evidence: inheritedEvidence(ancestor, link.evidence),
        });
      }
    }
    if (taken.size > 0) inherited.set(record.name, taken);
  }
  const isReplaced = ({ record, footage }: Link): boolean => inherited.get(record)?.has(footage) === true;
  for await (const line of linesIn(paths))
    if (line.isLinked || inherited.size === 0 || !isReplaced(linkIn(line))) yield line;
  for (const links of inherited.values()) for (const link of links.values()) yield lineOf(link);
}
