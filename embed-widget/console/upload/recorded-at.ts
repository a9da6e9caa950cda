/** How long a recording lasts, ms; undefined for what this browser cannot play. */
const durationOf = (file: File): Promise<number | undefined> =>
  new Promise((resolve) => {
    const media = document.createElement('video');
    const address = URL.createObjectURL(file);
    const done = (ms: number | undefined): void => {
      URL.revokeObjectURL(address);
      resolve(ms);
    };
    media.preload = 'metadata';
    media.onloadedmetadata = () => done(Number.isFinite(media.duration) ? media.duration * 1000 : undefined);
    media.onerror = () => done(undefined);
    media.src = address;
  });

/**
 * A first guess at when a file was recorded: cameras close a file when the recording ends. A person corrects it.
 *
 * @returns epoch ms
 */
export const recordedAt = async (file: File): Promise<{ start: number; end: number }> => {
  const end = file.lastModified;
  return { start: end - ((await durationOf(file)) ?? 0), end };
};
