import { Readable } from 'node:stream';
import { NotFoundError } from '../../core/errors.ts';
import type { FootageRow } from '../../store/footage.ts';
import { tell } from '../../store/outbox.ts';
import { type PlacementRow, readablePlacements, setPlacementState } from '../../store/placements.ts';
import { gather } from '../gather.ts';
import { type Span, type Volume, VolumeTroubleError } from '../volume.ts';
import { countRead } from './open-reads.ts';
import { noteTrouble, openVolumes, type VolumesDeps } from './open-volumes.ts';

type StoredRow = Pick<FootageRow, 'id' | 'bytes'>;

/** A copy of an original that answers now. */
interface Copy {
  readonly volume: Volume;
  readonly path: string;
  readonly modifiedAt: number;
}

/** An original that can be read, wherever its copies lie. */
export interface Original {
  readonly bytes: number;
  /** Epoch ms. */
  readonly modifiedAt: number;
  /** Of the copy that answers first. */
  readonly volume: Volume;
  readonly path: string;
  /** The bytes. A volume that fails on the way is left, and another copy goes on from the byte it stopped at. */
  read(span?: Span): Readable;
  /** A few megabytes at once, with the same care. */
  readPiece(span: Span): Promise<Uint8Array<ArrayBuffer>>;
}

const chunkBytes = 2 ** 18;

const troubleOf = (volume: Volume, error: unknown): VolumeTroubleError =>
  error instanceof VolumeTroubleError
    ? error
    : new VolumeTroubleError(volume.name, `stopped giving bytes (${(error as Error).message})`, { cause: error });

/** Copies to try: volumes that are up first, the nearest of them first, those that stay before those that leave. */
const candidates = async (deps: VolumesDeps, id: number, tried: ReadonlySet<string>) => {
  const [volumes, placements] = await Promise.all([openVolumes(deps), readablePlacements(deps.store.db, id)]);
  const order = (state: PlacementRow['state']) => (state === 'good' ? 0 : 1);
  return volumes
    .flatMap((open) => {
      const placement = placements.find(({ volume }) => volume === open.row.name);
      return placement && !tried.has(open.row.name) ? [{ ...open, placement }] : [];
    })
    .sort(
      (a, b) =>
        Number(b.isUp) - Number(a.isUp) ||
        order(a.placement.state) - order(b.placement.state) ||
        a.row.distance - b.row.distance,
    );
};

/** Another copy is good: those that are not what they should be are made anew from it. */
const replaceWrong = async ({ store }: VolumesDeps, wrong: readonly PlacementRow[]): Promise<void> => {
  for (const placement of wrong.filter(({ state }) => state === 'good')) {
    await setPlacementState(store.db, placement, 'bad');
    await tell(store.db, [{ name: 'original.tend', data: { footageId: placement.footageId } }]);
  }
};

/** @throws the trouble of the last volume when all that have a copy are in trouble */
const nextCopy = async (deps: VolumesDeps, row: StoredRow, tried: Set<string>): Promise<Copy | undefined> => {
  let trouble: VolumeTroubleError | undefined;
  const wrong: PlacementRow[] = [];
  for (const { volume, placement } of await candidates(deps, row.id, tried)) {
    tried.add(volume.name);
    try {
      const found = await volume.stat(placement.path);
      if (found?.bytes === row.bytes) {
        await replaceWrong(deps, wrong);
        return { volume, path: placement.path, modifiedAt: found.modifiedAt };
      }
      wrong.push(placement);
      deps.log.warn(
        { footageId: row.id, volume: volume.name, path: placement.path },
        '[hub] [media] a copy is not on its volume as it should be',
      );
    } catch (error) {
      trouble = troubleOf(volume, error);
      await noteTrouble(deps, trouble);
    }
  }
  if (trouble) throw trouble;
  return undefined;
};

async function* steadily(
  deps: VolumesDeps,
  row: StoredRow,
  first: Copy,
  { span, tried }: { span: Span; tried: Set<string> },
): AsyncGenerator<Buffer> {
  let copy: Copy | undefined = first;
  for (let at = span.start; at <= span.end; ) {
    const { volume, path } = copy;
    try {
      const stream = countRead(volume.name, path, volume.read(path, { start: at, end: span.end }));
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        at += chunk.length;
        yield chunk;
      }
      if (at <= span.end) throw new Error(`it ended at byte ${at}`);
    } catch (error) {
      const trouble = troubleOf(volume, error);
      await noteTrouble(deps, trouble);
      copy = await nextCopy(deps, row, tried);
      if (!copy) throw trouble;
    }
  }
}

/** Where originals were found lately, by store and recording. Copies that leave their volume stay there for minutes. */
const found = new WeakMap<VolumesDeps['store'], Map<number, { readonly copy: Copy; readonly until: number }>>();
const foundMs = 1_000;
const mostFound = 2_000;

const copyOf = async (deps: VolumesDeps, row: StoredRow, { anew }: { anew: boolean }): Promise<Copy> => {
  const lately = found.get(deps.store) ?? new Map();
  found.set(deps.store, lately);
  const before = lately.get(row.id);
  if (!anew && before && before.until > Date.now()) return before.copy;
  lately.delete(row.id);
  const copy = await nextCopy(deps, row, new Set());
  if (!copy) {
    throw new NotFoundError(`[hub] [media] the original of recording ${row.id} is not on its volume`, {
      remedy: 'tell the operator',
    });
  }
  lately.set(row.id, { copy, until: Date.now() + foundMs });
  for (const id of lately.keys()) if (lately.size > mostFound) lately.delete(id);
  return copy;
};

const originalOf = (deps: VolumesDeps, row: StoredRow, copy: Copy): Original => {
  const bytes = row.bytes ?? 0;
  const read: Original['read'] = (span = { start: 0, end: bytes - 1 }) =>
    Readable.from(steadily(deps, row, copy, { span, tried: new Set([copy.volume.name]) }), {
      objectMode: false,
      highWaterMark: chunkBytes,
    });
  return { ...copy, bytes, read, readPiece: (span) => gather(read(span)) };
};

/**
 * The original of a stored recording, from the nearest volume that answers.
 *
 * @throws NotFoundError when no volume has it, VolumeTroubleError when those that have it do not answer
 */
export const openOriginal = async (deps: VolumesDeps, row: StoredRow): Promise<Original> =>
  originalOf(deps, row, await copyOf(deps, row, { anew: true }));

/**
 * The same for one of many small parts: where it lies is looked up once a second.
 *
 * @throws as `openOriginal`
 */
export const openOriginalPart = async (deps: VolumesDeps, row: StoredRow): Promise<Original> => {
  const copy = await copyOf(deps, row, { anew: false });
  const { volume, path } = copy;
  const original = originalOf(deps, row, copy);
  const { readPiece } = volume;
  if (!readPiece) return original;
  return {
    ...original,
    async readPiece(span) {
      const piece = await readPiece(path, span).catch(() => undefined);
      if (piece) return piece;
      // Whatever is wrong with this copy, looking anew finds it out and goes around it.
      return (await openOriginal(deps, row)).readPiece(span);
    },
  };
};
