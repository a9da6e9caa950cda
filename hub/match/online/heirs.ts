import { allLinksOf, type LinkContent } from '../../store/links.ts';
import type { Db } from '../../store/open.ts';
import type { MatchRecord } from '../inputs.ts';
import { ancestorsOf, heirsOf, inheritedEvidence } from '../resolve/inherit.ts';
import type { Rules } from '../rules/rules.ts';
import type { Lookup } from './lookup.ts';

/** Only what a record has of its own is handed on, and only what is sure. */
export const handsOn = ({ viaRecordId, decision }: Pick<LinkContent, 'viaRecordId' | 'decision'>): boolean =>
  viaRecordId === null && (decision === 'linked' || decision === 'confirmed');

type Joined = (record: MatchRecord) => readonly MatchRecord[];

/** Load every record that numbers join to these, as many steps away as anything is inherited. */
const loadJoined = async (rules: Rules, lookup: Lookup, recordIds: readonly number[]): Promise<Joined> => {
  const seen = new Set<number>();
  let neighbours: ReadonlyMap<number, readonly MatchRecord[]> = new Map();
  let edge = await lookup.loadRecords(recordIds);
  // One step more than the depth: an heir at the end of the way looks as far back again.
  for (let step = 0; step <= rules.inheritDepth * 2 && edge.length > 0; step += 1) {
    neighbours = await lookup.joinedTo(edge);
    for (const { id } of edge) seen.add(id);
    edge = edge.flatMap(({ id }) => neighbours.get(id) ?? []).filter(({ id }) => !seen.has(id));
  }
  return (record) => neighbours.get(record.id) ?? [];
};

/** Who inherits from whom around some records. */
export interface Family {
  /** Records whose inherited links may have changed, ascending. */
  readonly heirs: readonly number[];
  /**
   * What they inherit now.
   *
   * @param own what records have of their own and hand on, where that is newer than the store
   */
  inherited(own: ReadonlyMap<number, readonly LinkContent[]>): Promise<LinkContent[]>;
}

/**
 * @param changed records whose own links or references changed
 */
export const familyOf = async (db: Db, rules: Rules, lookup: Lookup, changed: readonly number[]): Promise<Family> => {
  const former = await lookup.heirsOf(changed, await lookup.loadRecords(changed));
  const joined = await loadJoined(rules, lookup, [...changed, ...former]);
  const heirs = new Map<number, MatchRecord>();
  for (const record of await lookup.loadRecords([...changed, ...former])) {
    heirs.set(record.id, record);
    for (const heir of heirsOf(rules, record, joined)) heirs.set(heir.id, heir);
  }
  return {
    heirs: [...heirs.keys()].sort((left, right) => left - right),
    async inherited(newer) {
      const ancestors = [...heirs.values()].map((heir) => ({ heir, from: ancestorsOf(rules, heir, joined) }));
      const ids = [...new Set(ancestors.flatMap(({ from }) => from.map(({ record }) => record.id)))];
      const stored = await allLinksOf(
        db,
        ids.filter((id) => !newer.has(id)),
      );
      const own = [...stored, ...ids.flatMap((id) => newer.get(id) ?? [])].filter(handsOn);
      return ancestors.flatMap(({ heir, from }) => {
        const known = new Set<number>();
        return from.flatMap((ancestor) =>
          own
            .filter(({ recordId, footageId }) => recordId === ancestor.record.id && !known.has(footageId))
            .map(({ footageId, segmentStart, segmentEnd, weight, probability, rule, evidence }): LinkContent => {
              known.add(footageId);
              return {
                recordId: heir.id,
                footageId,
                viaRecordId: ancestor.record.id,
                segmentStart,
                segmentEnd,
                weight,
                probability,
                decision: 'linked',
                decidedBy: 'rule',
                rule,
                evidence: inheritedEvidence(ancestor, evidence),
              };
            }),
        );
      });
    },
  };
};
