/** Where the upload library notes what it has begun. */
const prefix = 'tus::hub ';

/** Names of files whose upload was begun here and not finished. A page cannot open files by itself: they are chosen again. */
export const unfinishedNames = (): string[] => {
  const names = new Set<string>();
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(prefix)) continue;
    const { metadata } = JSON.parse(localStorage.getItem(key) ?? '{}') as { metadata?: { filename?: string } };
    if (metadata?.filename) names.add(metadata.filename);
  }
  return [...names];
};
