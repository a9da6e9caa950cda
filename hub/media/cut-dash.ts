import { Builder, parseStringPromise } from 'xml2js';
import { type Stretch, touches } from './stretch.ts';

interface Element {
  $: Record<string, string>;
  [child: string]: unknown;
}
interface Segment {
  readonly t: number;
  readonly d: number;
  readonly number: number;
}

/** Two manifests may round the end of a segment differently: what touches by less is left out. */
const hairSeconds = 0.001;

const childrenOf = (element: Element, name: string): Element[] =>
  ((element[name] as (Element | string)[] | undefined) ?? []).filter((child) => typeof child !== 'string');

/** All segments of a timeline one by one, with the numbers their names are made of. */
const segmentsOf = (template: Element): Segment[] => {
  const segments: Segment[] = [];
  let t = 0;
  for (const { $ } of childrenOf(template, 'SegmentTimeline').flatMap((timeline) => childrenOf(timeline, 'S'))) {
    t = Number($.t ?? t);
    for (let repeat = Number($.r ?? 0); repeat >= 0; repeat--) {
      segments.push({ t, d: Number($.d), number: Number(template.$.startNumber ?? 1) + segments.length });
      t += Number($.d);
    }
  }
  return segments;
};

const cutTemplate = (template: Element, stretch: Stretch): Element => {
  const scale = Number(template.$.timescale ?? 1);
  const kept = segmentsOf(template).filter(({ t, d }) =>
    touches([stretch], { from: t / scale + hairSeconds, to: (t + d) / scale - hairSeconds }),
  );
  return {
    $: {
      ...template.$,
      startNumber: String(kept[0]?.number ?? 1),
      presentationTimeOffset: String(Math.round(stretch.from * scale)),
    },
    SegmentTimeline: [{ S: kept.map(({ t, d }) => ({ $: { t: String(t), d: String(d) } })) }],
  };
};

const cutPeriod = (period: Element, stretch: Stretch, id: number): Element => ({
  ...period,
  $: { id: String(id), start: `PT${stretch.from}S`, duration: `PT${stretch.to - stretch.from}S` },
  AdaptationSet: childrenOf(period, 'AdaptationSet').map((set) => ({
    ...set,
    Representation: childrenOf(set, 'Representation').map((rung) => ({
      ...rung,
      SegmentTemplate: childrenOf(rung, 'SegmentTemplate').map((template) => cutTemplate(template, stretch)),
    })),
  })),
});

/**
 * A DASH manifest of one period with numbered segments, cut to stretches: each becomes a period that begins at its place in
 * the clip and names no segment outside of it. The clip keeps its length and its times.
 */
export const cutDash = async (manifest: string, stretches: readonly Stretch[]): Promise<string> => {
  const { MPD } = (await parseStringPromise(manifest)) as { MPD: Element };
  const [period] = childrenOf(MPD, 'Period');
  if (!period) return manifest;
  const cut = { ...MPD, Period: stretches.map((stretch, id) => cutPeriod(period, stretch, id)) };
  return new Builder({ renderOpts: { pretty: true, indent: '  ' } }).buildObject({ MPD: cut });
};
