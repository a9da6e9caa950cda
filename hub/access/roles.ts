import type { Label, Role } from '../core/vocabulary.ts';

/**
 * What somebody may do. `footage.play` opens the linked part of a clip, `footage.whole` all of it. Every route asks for one of these; where in the
 * tree they may do it is their scope.
 */
export const rights = [
  'records.read',
  'footage.read',
  'footage.play',
  'footage.whole',
  'footage.upload',
  'evidence.export',
  'holds.read',
  'holds.write',
  'deletions.read',
  'deletions.write',
  'storage.read',
  'storage.write',
  'links.decide',
  'rules.read',
  'rules.write',
  'search',
  'directory.read',
  'stats.read',
  'sources.read',
  'sources.write',
  'messages.read',
  'dead-letters.write',
  'audit.read',
  'grants.issue',
  'keys.write',
] as const;
export type Right = (typeof rights)[number];

const looking = ['records.read', 'footage.read', 'footage.play', 'footage.whole', 'search', 'directory.read'] as const;
const running = [
  'directory.read',
  'stats.read',
  'sources.read',
  'sources.write',
  'messages.read',
  'dead-letters.write',
  'storage.read',
  'storage.write',
] as const;

/**
 * The rights of each role. Those who run the hub do not thereby see what it holds: an operator or integrator plays
 * nothing. Raw messages hold personal data and are for those who must repair a mapping.
 */
export const rightsOf: Readonly<Record<Role, readonly Right[]>> = {
  handler: [...looking, 'footage.upload', 'links.decide', 'evidence.export', 'holds.read', 'holds.write'],
  analyst: [...looking, 'links.decide', 'rules.read', 'stats.read'],
  supervisor: [
    ...looking,
    'footage.upload',
    'evidence.export',
    'holds.read',
    'holds.write',
    'deletions.read',
    'deletions.write',
    'storage.read',
    'links.decide',
    'rules.read',
    'rules.write',
    'stats.read',
    'audit.read',
  ],
  integrator: running,
  operator: running,
  admin: rights,
  // A machine in a corridor: whoever takes its key may bring recordings, and see nothing.
  station: ['footage.upload'],
};

export const roleLabels: Readonly<Record<Role, Label>> = {
  handler: { zh: '办案民警', en: 'Case handler' },
  analyst: { zh: '分析研判', en: 'Analyst' },
  integrator: { zh: '对接工程师', en: 'Integration engineer' },
  supervisor: { zh: '督察', en: 'Supervisor' },
  operator: { zh: '运维', en: 'Operator' },
  admin: { zh: '系统管理员', en: 'Administrator' },
  station: { zh: '采集站', en: 'Docking station' },
};
