import { access, constants, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { type CheckStep, defineConnector, type Page } from '../hub/core/connector.ts';
import { ConfigurationError, RecordError, RetriableError } from '../hub/core/errors.ts';
import type { Values } from '../hub/core/setting.ts';
import { type DropPosition, factsOf, pruned, readDropPosition } from './_file-drop/position.ts';
import { checkWritable, putAside, putAway } from './_file-drop/put-away.ts';
import { type ReadSettings, readFileMessages, unreadableMessage } from './_file-drop/read-file.ts';
import { settings } from './_file-drop/settings.ts';
import { type FoundFile, fitsName, quietSince, walkFolder } from './_kit/folder-walk.ts';
import { codeOf } from './_kit/network-error.ts';
import { digestOf } from './_kit/seen.ts';

const scope = 'file-drop';
type Settings = Values<typeof settings>;

const folderError = (folder: string, error: unknown): Error => {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES' || code === 'EPERM') {
    return new ConfigurationError(`[hub] [${scope}] ${folder} cannot be read: ${code}`, {
      cause: error,
      remedy: 'check the path, and that the user the hub runs as may read it',
    });
  }
  return new RetriableError(`[hub] [${scope}] ${folder} cannot be read now: ${code ?? String(error)}`, {
    cause: error,
    remedy: 'check the share; the hub tries again by itself',
  });
};

/** Names under which programs keep a file while they write it, or while somebody has it open. */
const unfinished = /(^|\/)(\.|~\$)|\.(part|tmp|filepart|crdownload|writing)$/i;

const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
};

const filesOf = async (settings: Settings, signal: AbortSignal): Promise<FoundFile[]> => {
  const { folder, archiveFolder, errorFolder, doneMarker } = settings;
  const all = await walkFolder(folder, settings.subfolders, signal).catch((error: unknown) => {
    throw folderError(folder, error);
  });
  const names = new Set(all.map(({ path }) => path));
  const isOurs = (path: string) =>
    [archiveFolder, errorFolder].some((own) => own !== undefined && isInside(own, join(folder, path)));
  return all
    .filter(({ path, bytes }) => bytes > 0 && !unfinished.test(path) && !isOurs(path))
    .filter(({ path }) => settings.files.some((pattern) => fitsName(path.split('/').at(-1) ?? '', pattern)))
    .filter(({ path }) => doneMarker === undefined || names.has(`${path}${doneMarker}`))
    .sort((left, right) => left.mtimeMs - right.mtimeMs || (left.path < right.path ? -1 : 1));
};

const readSettings = (settings: Settings): ReadSettings => ({
  ...settings,
  delimiter: settings.delimiter?.replace('\\t', '\t') ?? '',
  sheet: settings.sheet ?? '',
});

/** Files at rest, and when the others were first seen as they are. */
const sortOut = (settleSeconds: number, position: DropPosition, files: readonly FoundFile[]) => {
  const now = Date.now();
  const ready: FoundFile[] = [];
  const waiting: DropPosition['waiting'] = {};
  for (const file of files) {
    const facts = factsOf(file);
    if (position.done[file.path]?.facts === facts) continue;
    const since = quietSince(position.waiting[file.path], facts, file.arrivedMs);
    if (now - since >= settleSeconds * 1000) ready.push(file);
    else waiting[file.path] = { facts, since };
  }
  return { ready, waiting };
};

/** Put a file that is stored to its end where it belongs, unless it has changed since: then it is read again. */
const tidy = async (settings: Settings, file: FoundFile, error: string | undefined): Promise<void> => {
  const { folder, archiveFolder, errorFolder, doneMarker } = settings;
  const into = error === undefined ? archiveFolder : errorFolder;
  const now = await stat(join(folder, file.path)).catch(() => undefined);
  if (into === undefined || now === undefined) return;
  if (factsOf({ ...file, bytes: now.size, mtimeMs: now.mtimeMs }) !== factsOf(file)) return;
  if (error === undefined) await putAway(folder, file.path, into);
  else await putAside(folder, file.path, into, error);
  if (doneMarker !== undefined) await putAway(folder, `${file.path}${doneMarker}`, into);
};

/**
 * Pages of one file, a message each, from the first that is not stored yet; the last says that the file is done.
 *
 * @returns why it could not be read, if it could not
 */
async function* pagesOf(settings: Settings, file: FoundFile, before: DropPosition, signal: AbortSignal) {
  const { reading, ...rest } = before;
  const facts = factsOf(file);
  // Messages are counted, and how many rows one holds goes by the settings: by others the file is read anew.
  const readAs = `${facts} ${digestOf(readSettings(settings))}`;
  const stored = reading?.path === file.path && reading.facts === readAs ? reading.messages : 0;
  let count = 0;
  let error: RecordError | undefined;
  try {
    for await (const message of readFileMessages(readSettings(settings), file)) {
      if (signal.aborted) return undefined;
      count += 1;
      const position = { ...rest, reading: { path: file.path, facts: readAs, messages: count } };
      if (count > stored) yield { messages: [message], position };
    }
  } catch (thrown) {
    if (!(thrown instanceof RecordError)) throw folderError(join(settings.folder, file.path), thrown);
    error = thrown;
  }
  const done = { ...before.done, [file.path]: { facts, ...(error ? { error: error.message } : {}) } };
  yield { messages: error ? [unreadableMessage(file, error)] : [], position: { ...rest, done } };
  return error?.message;
}

export default defineConnector({
  title: { zh: '文件交换', en: 'Dropped files' },
  about: {
    zh: '读取对方导出到文件夹的 CSV、Excel、JSON、JSON Lines 或 XML，UTF-8 或 GBK；写完才读，全部入库才移走。',
    en:
      'Reads files that another system, or somebody with an export, puts into a folder: CSV, Excel, JSON Lines, JSON and XML, in UTF-8 or GBK. ' +
      'Rows of tables come in bunches as JSON under "rows"; JSON and XML files come as they are. A file is touched only when it is at rest, and ' +
      'moved away only when all of it is stored; half a file that was read before a crash is read on from there.',
  },
  settings,

  async check({ settings }): Promise<CheckStep[]> {
    const { folder, archiveFolder, errorFolder } = settings;
    try {
      await access(folder, constants.R_OK);
      if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
    } catch (error) {
      throw folderError(folder, error);
    }
    const steps: CheckStep[] = [{ step: 'read', ok: true, detail: folder }];
    for (const own of [archiveFolder, errorFolder]) {
      if (own === undefined) continue;
      await checkWritable(own);
      steps.push({ step: 'write', ok: true, detail: own });
    }
    return steps;
  },

  async *poll({ settings, signal, isTrial }, cursor): AsyncIterable<Page> {
    const before = readDropPosition(cursor);
    const files = await filesOf(settings, signal);
    let position = pruned(before, files);
    for (const file of files) {
      // Stored before a crash, but not put away any more.
      const done = position.done[file.path];
      if (done?.facts === factsOf(file)) await tidy(settings, file, done.error);
    }
    const { ready, waiting } = sortOut(isTrial ? 0 : settings.settleSeconds, position, files);
    position = { ...position, waiting };
    for (const file of ready) {
      const pages = pagesOf(settings, file, position, signal);
      let step = await pages.next();
      for (; !step.done; step = await pages.next()) {
        position = step.value.position;
        yield { messages: step.value.messages, cursor: structuredClone(position) };
      }
      if (signal.aborted) return;
      // The caller comes back for more only when the last page is stored.
      if (!isTrial) await tidy(settings, file, step.value);
    }
    yield { messages: [], cursor: position };
  },
});
