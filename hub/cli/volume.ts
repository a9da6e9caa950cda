import { type Command, InvalidArgumentError } from 'commander';
import { configureVolume, shownVolumeSettings, volumeSpecSchema } from '../media/volumes/configure.ts';
import { forgetVolumes, openVolume } from '../media/volumes/open-volumes.ts';
import { probeVolume } from '../media/volumes/tend-volumes.ts';
import { tell } from '../store/outbox.ts';
import { volumeContents } from '../store/placements.ts';
import { deleteVolume, listVolumes, requireVolume } from '../store/volumes.ts';
import { withHub } from './_with-hub.ts';

const keyValue = (text: string, before: Record<string, string>): Record<string, string> => {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('write name=value');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
};
const listOf = (text: string): string[] => text.split(',').filter(Boolean);
const numberOf = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('write a whole number');
};

const units = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 } as const;
const bytesOf = (text: string): number => {
  const found = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(text);
  if (!found) throw new InvalidArgumentError('write bytes, or e.g. 500G, 2T');
  const unit = units[found[2] as keyof typeof units] ?? 1;
  return Math.round(Number(found[1]) * unit);
};
const written = (bytes: number | null): string => (bytes === null ? '-' : `${(bytes / 1e9).toFixed(1)} GB`);

interface Options {
  readonly kind?: string;
  readonly set: Record<string, string>;
  readonly orgs?: string[];
  readonly devices?: string[];
  readonly fromDays?: number;
  readonly toDays?: number;
  readonly distance?: number;
  readonly capacity?: number;
  readonly reserve?: number;
  readonly state?: string;
}

/** The options as members of a volume; what was not said is left out. */
const said = ({ orgs, devices, fromDays, toDays, distance, capacity, reserve, state }: Options) =>
  Object.fromEntries(
    Object.entries({
      ...{ orgs, deviceKinds: devices, fromDays, toDays, distance, state },
      ...{ capacityBytes: capacity, reserveBytes: reserve },
    }).filter(([, value]) => value !== undefined),
  );

const withRules = (command: Command): Command =>
  command
    .option('-s, --set <name=value>', 'a setting of the kind, repeated', keyValue, {})
    .option('--orgs <codes>', 'organisations whose recordings belong there, comma-separated', listOf)
    .option('--devices <kinds>', 'kinds of devices, comma-separated', listOf)
    .option('--from-days <days>', 'age from which recordings belong there', numberOf)
    .option('--to-days <days>', 'age at which they move on', numberOf)
    .option('--distance <number>', 'lower is nearer: read and written first', numberOf)
    .option('--capacity <bytes>', 'what the hub may use of it, e.g. 2T', bytesOf)
    .option('--reserve <bytes>', 'left free for others, e.g. 10G', bytesOf)
    .option('--state <state>', 'open, read-only or draining');

export default (program: Command): void => {
  const volume = program.command('volume').description('Where originals lie: folders and object stores.');

  volume
    .command('list')
    .description('Every volume, nearest first.')
    .action(() =>
      withHub(async (hub) => {
        const contents = await volumeContents(hub.store.db);
        for (const row of await listVolumes(hub.store.db)) {
          const open = await openVolume(hub, row.name).catch(() => undefined);
          const { copies = 0 } = contents.get(row.name) ?? {};
          const state = open?.isUp ? row.state : `OUT OF USE (${row.lastError ?? 'cannot be opened'})`;
          console.log(
            `${row.name}\t${row.kind}\t${state}\t${copies} copies, ${written(row.usedBytes)}; free ${written(row.freeBytes)}`,
          );
        }
      }),
    );

  withRules(
    volume
      .command('add')
      .description('Add a volume. It is tried first, and used at once by every process.')
      .argument('<name>')
      .requiredOption('-k, --kind <kind>', 'local-folder or s3; see /docs/volumes'),
  ).action((name: string, options: Options) =>
    withHub(async (hub) => {
      const spec = volumeSpecSchema.parse({ name, kind: options.kind, settings: options.set, ...said(options) });
      await configureVolume(hub, spec);
      await probeVolume(hub, await openVolume(hub, name));
      console.log(`${name} is in use`);
    }),
  );

  withRules(volume.command('set').description('Change a volume; what is not said stays.').argument('<name>')).action(
    (name: string, options: Options) =>
      withHub(async (hub) => {
        const {
          usedBytes: _,
          freeBytes: _f,
          checkedAt: _c,
          lastError: _e,
          createdAt: _a,
          version,
          ...row
        } = await requireVolume(hub.store.db, name);
        const settings = { ...(await shownVolumeSettings(row)), ...options.set };
        await configureVolume(hub, volumeSpecSchema.parse({ ...row, settings, ...said(options) }), version);
        console.log(`${name} is changed`);
      }),
  );

  volume
    .command('check')
    .description('Write, read and remove something small; ends with 1 when that fails.')
    .argument('<name>')
    .action((name: string) =>
      withHub(async (hub) => {
        await requireVolume(hub.store.db, name);
        await probeVolume(hub, await openVolume(hub, name));
        forgetVolumes(hub);
        const { lastError } = await requireVolume(hub.store.db, name);
        if (lastError !== null) process.exitCode = 1;
        console.log(lastError ?? `${name} does what it should`);
      }),
    );

  volume
    .command('move')
    .description('Move recordings to a volume, by the workers, while they may be played.')
    .argument('<name>')
    .argument('<footage...>', 'ids')
    .action((name: string, footage: string[]) =>
      withHub(async (hub) => {
        await requireVolume(hub.store.db, name);
        await tell(
          hub.store.db,
          footage.map((id) => ({ name: 'original.tend', data: { footageId: numberOf(id), to: name } })),
        );
        console.log(`${footage.length} recordings will move to ${name}`);
      }),
    );

  volume
    .command('remove')
    .description('Forget a volume that was drained.')
    .argument('<name>')
    .action((name: string) =>
      withHub(async (hub) => {
        await hub.store.transaction((tx) => deleteVolume(tx, name));
        console.log(`${name} is forgotten`);
      }),
    );
};
