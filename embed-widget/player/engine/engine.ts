/** Why waiting will not help: `format` the browser cannot decode it, `missing` it is not there, `refused` may not look. */
export type FailureReason = 'format' | 'missing' | 'refused' | 'broken';

/** What an engine tells of its troubles. `interrupted`: the line is down, it keeps trying by itself. */
export interface EngineListener {
  interrupted(): void;
  recovered(): void;
  failed(reason: FailureReason, detail: string): void;
}

/** Hears an engine only while it is the one that counts: what it still reports after another took its place is lost. */
export const heardWhile = (counts: () => boolean, listener: EngineListener): EngineListener => ({
  interrupted: () => {
    if (counts()) listener.interrupted();
  },
  recovered: () => {
    if (counts()) listener.recovered();
  },
  failed: (reason, detail) => {
    if (counts()) listener.failed(reason, detail);
  },
});

/** Brings media into a `<video>`. One engine plays one clip, and is closed before the next one opens. */
export interface Engine {
  /** Load and stand at `startTime` seconds. Resolves when the media can be sought; troubles go to the listener. */
  open(url: string, startTime: number): Promise<void>;
  close(): Promise<void>;
  /** Load nothing beyond a second of the clip; undefined takes it back. Absent where the browser loads as it likes. */
  keepTo?(seconds: number | undefined): void;
}

/** `small`: a thumbnail beside another picture, which gets the smallest rung and little buffer. */
export type PictureSize = 'full' | 'small';
