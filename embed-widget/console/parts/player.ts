/**
 * The player, loaded apart from the pages: a page draws at once, and the picture follows.
 *
 * @returns when `<footage-event>`, `<footage-player>` and `<footage-clips>` are defined
 */
export const loadPlayer = async (): Promise<void> => {
  await Promise.all([import('../../player/footage-event.ts'), import('../../player/footage-clips.ts')]);
};
