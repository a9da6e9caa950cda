import { noteScript } from './engine/open-engine.ts';

/** All that the small script leaves for later, behind one `import()`. */
export { openFootageDialog } from './footage-dialog.ts';
export { FootageViewer } from './footage-viewer.ts';

noteScript(import.meta.url);
