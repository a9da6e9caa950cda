import type { Readable } from 'node:stream';

/** Bytes `start` to `end`, both included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where originals and renditions lie. Paths are relative, with forward slashes, made by the hub and never by a caller.
 * A file appears whole or not at all.
 */
export interface Volume {
  /** Stored with every file, so that several volumes can serve at once. */
  readonly name: string;
  /** Folder on a local disk where files for this volume are prepared. Survives a restart. */
  readonly workshop: string;
  /** Bytes that can still be written. */
  free(): Promise<number>;
  /** Take a finished original from the workshop. On disk before it resolves, read-only afterwards. */
  take(file: string, path: string): Promise<void>;
  /** Take a finished folder from the workshop in place of what was there. */
  takeFolder(folder: string, path: string): Promise<void>;
  /** Move a file that is not what it should be out of the way, for a person to look at. */
  setAside(path: string): Promise<void>;
  /** Size and time of last change (epoch ms); undefined when there is no such file. */
  stat(path: string): Promise<{ bytes: number; modifiedAt: number } | undefined>;
  read(path: string, span?: Span): Readable;
  /** What ffmpeg may open to read the file. */
  locate(path: string): string;
}
