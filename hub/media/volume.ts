import type { Readable } from 'node:stream';
import { RetriableError } from '../core/errors.ts';

/** Bytes `start` to `end`, both included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A volume cannot be reached or does not do what it should: others take over until it answers again. */
export class VolumeTroubleError extends RetriableError {
  override readonly slug: string = 'volume-trouble';
  readonly volume: string;

  constructor(volume: string, what: string, options: { cause?: unknown; remedy?: string } = {}) {
    super(`[hub] [media] volume ${volume}: ${what}`, {
      remedy: 'see to the volume; the hub goes around it and tries it again by itself',
      ...options,
    });
    this.volume = volume;
  }
}

/** There is no room left on a volume. Nothing is wrong with it otherwise. */
export class VolumeFullError extends VolumeTroubleError {
  override readonly slug = 'volume-full';

  constructor(volume: string, cause?: unknown) {
    super(volume, 'the media volume is full', { cause, remedy: 'free space on it or add another volume' });
  }
}

/**
 * Where originals lie. Paths are relative, with forward slashes, made by the hub and never by a caller. A file appears
 * whole or not at all, and is not written again.
 *
 * Every method but `read` throws VolumeTroubleError when the volume itself is at fault. "Not there" is an answer only of a volume
 * that is there: a folder whose disk is not mounted is in trouble, not empty.
 */
export interface Volume {
  /** Stored with every file, so that several volumes can serve at once. */
  readonly name: string;
  /** Bytes that can still be written; undefined where the volume cannot say. */
  free(): Promise<number | undefined>;
  /** Write a file whole, in place of what may be there from a try that failed. On disk before it resolves, read-only. */
  put(body: Readable, path: string, bytes: number): Promise<void>;
  /** Remove a file; nothing happens when it is not there. */
  remove(path: string): Promise<void>;
  /** Move a file that is not what it should be out of the way, for a person to look at. */
  setAside(path: string): Promise<void>;
  /** Size and time of last change (epoch ms); undefined when there is no such file. */
  stat(path: string): Promise<{ bytes: number; modifiedAt: number } | undefined>;
  /** The bytes, front to back. The stream fails when they stop coming. */
  read(path: string, span?: Span): Readable;
  /** The same bytes at once, where that costs less than a stream. For a few megabytes; rejects when not all are there. */
  readonly readPiece?: (path: string, span: Span) => Promise<Uint8Array<ArrayBuffer>>;
  /** What ffmpeg may open to read the file, on a volume this machine has as a folder. */
  readonly locate?: (path: string) => string;
  /** Write, read and remove something small. */
  check(): Promise<void>;
}

/** The volume in the deployment's own folder. Files are prepared there for all volumes, and renditions live there. */
export interface HomeVolume extends Volume {
  /** Folder on the same file system where files are prepared. Survives a restart. */
  readonly workshop: string;
  free(): Promise<number>;
  /** As `stat`, for a file of which piece after piece is asked for: what was found may be two seconds old. */
  readonly statHeld: Volume['stat'];
  readonly readPiece: NonNullable<Volume['readPiece']>;
  readonly locate: (path: string) => string;
  /** Take a finished original from the workshop. On disk before it resolves, read-only afterwards. */
  take(file: string, path: string): Promise<void>;
  /** Take a finished folder from the workshop in place of what was there. */
  takeFolder(folder: string, path: string): Promise<void>;
  /** Remove a folder that can be made again, or is not wanted any more. */
  removeFolder(path: string): Promise<void>;
}
