import type { Footage } from '../../hub/core/footage.ts';
import { type BusinessRecord, recordSchema } from '../../hub/core/record.ts';

/** A synthetic dispatch call. */
export const sampleRecord = (change: Partial<BusinessRecord> = {}): BusinessRecord =>
  recordSchema.parse({
    source: 'dispatch-test',
    system: 'dispatch',
    kind: 'call',
    externalId: '440106000001',
    title: '报警：道路纠纷',
    org: '440106590000',
    officers: [
      { policeId: '009901', name: '甲', role: 'responder' },
      { policeId: '009902', role: 'responder' },
      { name: '无警号' },
    ],
    time: { start: '2024-01-05T08:48:09+08:00', end: '2024-01-05T09:10:00+08:00' },
    milestones: [{ name: 'closed', at: '2024-01-05T09:30:00+08:00' }],
    references: [
      { kind: 'case', id: 'A4401' },
      { kind: 'case', id: 'A4401' },
    ],
    ...change,
  });

/** A synthetic recording with a short track. */
export const sampleFootage = (change: Partial<Footage> = {}): Footage => ({
  source: 'dock-test',
  externalId: 'wjbh-1',
  deviceId: 'CAM0001',
  deviceKind: 'body-camera',
  mediaType: 'video',
  policeId: '009901',
  org: '440106590000',
  start: '2024-01-05T08:50:00+08:00',
  end: '2024-01-05T09:00:00+08:00',
  track: [
    [Date.parse('2024-01-05T08:50:00+08:00'), 113.31, 23.12, 10],
    [Date.parse('2024-01-05T08:51:00+08:00'), 113.32, 23.13, 10],
  ],
  keyMark: false,
  labels: [],
  references: [{ kind: 'dispatch', id: '440106000001' }],
  media: {},
  attributes: {},
  ...change,
});
