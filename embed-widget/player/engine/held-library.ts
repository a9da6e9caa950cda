const key = 'footage-library';

/**
 * Whether the browser was given the streaming library that belongs to a build of the player. One that holds the player only,
 * for nobody stayed long enough, does not say so itself.
 *
 * @param build address of the player's script, which has a digest in its name
 */
export const hasHeldLibrary = (build: string): boolean => {
  try {
    return localStorage.getItem(key) === build;
  } catch {
    return false;
  }
};

/** Note that it has come. */
export const holdLibrary = (build: string): void => {
  try {
    localStorage.setItem(key, build);
  } catch {
    // A page that forbids storage begins with the light engine each time.
  }
};
