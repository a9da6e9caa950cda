import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Role } from '../../core/vocabulary.ts';
import { freePort } from '../servers/free-port.ts';

/** What the demo keeps between starts, so that addresses in records, keys and passwords stay what they were. */
export interface DemoState {
  readonly ports: Record<string, number>;
  readonly secrets: Record<string, string>;
  readonly city: {
    seed: number;
    firstDay: string;
    historyDays: number;
    startedAt: number;
    begins: number;
    speed: number;
  };
}

export const demoRoles = [
  'handler',
  'analyst',
  'integrator',
  'supervisor',
  'operator',
  'admin',
] as const satisfies readonly Role[];

const ports = [
  'hub',
  'mariadb',
  'redis',
  'traffic',
  'dispatch',
  'police-platform',
  'incident',
  'intelligence',
  'docking-station',
  'interview-room',
  'truth',
];
const secrets = [
  'hub',
  'mariadb',
  'redis',
  'jkxlh',
  'dock',
  'intelligence',
  'platform',
  'case-key',
  'script-key',
  ...demoRoles,
];

const dayOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);

/** Easy to type, hard to guess: `river-4821-stone`. */
const wordPassword = (): string => {
  const words = [
    'river',
    'stone',
    'maple',
    'harbor',
    'cloud',
    'lantern',
    'meadow',
    'copper',
    'willow',
    'summit',
    'ember',
    'orchid',
    'quartz',
    'falcon',
    'cedar',
    'marble',
  ];
  const bytes = randomBytes(4);
  const word = (index: number) => words[(bytes[index] ?? 0) % words.length];
  return `${word(0)}-${1_000 + (bytes.readUInt16BE(2) % 9_000)}-${word(1)}`;
};

const newState = async (options: { days: number; speed: number; seed: number; port: number }): Promise<DemoState> => {
  const now = Date.now();
  const taken = new Set<number>();
  const port = async (name: string): Promise<number> => {
    if (name === 'hub' && options.port > 0) return options.port;
    for (;;) {
      const candidate = await freePort();
      if (!taken.has(candidate)) {
        taken.add(candidate);
        return candidate;
      }
    }
  };
  return {
    ports: Object.fromEntries(await Promise.all(ports.map(async (name) => [name, await port(name)]))),
    secrets: Object.fromEntries(
      secrets.map((name) => [
        name,
        (demoRoles as readonly string[]).includes(name) ? wordPassword() : randomBytes(24).toString('base64url'),
      ]),
    ),
    city: {
      seed: options.seed,
      firstDay: dayOf(now - options.days * 86_400_000),
      historyDays: options.days,
      startedAt: now,
      begins: now,
      speed: options.speed,
    },
  };
};

/**
 * The state of the demo in `dataDir`, made at the first start. A changed speed begins at the city's present; days and
 * seed are what they were when the city was founded.
 */
export const demoState = async (
  dataDir: string,
  options: { days: number; speed: number; seed: number; port: number },
): Promise<DemoState> => {
  const file = join(dataDir, 'demo-state.json');
  const stored = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoState) : await newState(options);
  const { city } = stored;
  const now = Date.now();
  const state: DemoState =
    city.speed === options.speed
      ? stored
      : {
          ...stored,
          city: {
            ...city,
            begins: city.begins + (now - city.startedAt) * city.speed,
            startedAt: now,
            speed: options.speed,
          },
        };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  writeFileSync(join(dataDir, 'city.json'), JSON.stringify(state.city));
  return state;
};
