import { preloadEngine } from './engine/engine.ts';

/** All that the small script leaves for later, behind one `import()`. */
export { openFootageDialog } from './footage-dialog.ts';
export { FootageViewer } from './footage-viewer.ts';

// Its code takes as long to come as the record does: both at once.
void preloadEngine(import.meta.url);
