import { access, constants, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { charsets } from '../hub/core/charset.ts';
import { type CheckStep, type Context, defineConnector, type Page, type RawMessage } from '../hub/core/connector.ts';
import { ConfigurationError, RecordError, RetriableError } from '../hub/core/errors.ts';
import { choice, flag, integer, list, optionalText, text, type Values } from '../hub/core/setting.ts';
import { readMediaFacts, timedTrack } from './_folder-watch/media-facts.ts';
import { compileNamePattern, namePartsOf } from './_folder-watch/name-parts.ts';
import { advanced, type FolderPosition, overlapMs, readFolderPosition } from './_folder-watch/position.ts';
import { pairFiles, type Recording } from './_folder-watch/recording.ts';
import { readSidecar } from './_folder-watch/sidecar.ts';
import { quietSince, walkFolder } from './_kit/folder-walk.ts';
import { codeOf } from './_kit/network-error.ts';

const scope = 'folder-watch';

const settings = {
  folder: text({
    group: 'where',
    label: { zh: '文件夹', en: 'Folder' },
    help: {
      zh: '平台所在机器上的绝对路径，或挂载的共享；只读不写。',
      en: 'Absolute path on the machine of the hub, or a mounted share. It is only read.',
    },
    example: '/srv/footage/interview-rooms',
    pattern: /^(\/|[A-Za-z]:[\\/]|\\\\)/,
  }),
  subfolders: text({
    group: 'where',
    label: { zh: '子文件夹', en: 'Subfolders' },
    help: {
      zh: '要看的子文件夹：留空为本文件夹，* 为一级，** 为全部。',
      en: 'Pattern of the folders that are looked into: empty for the folder itself, * for one level of any name, ** for all.',
    },
    fallback: '**',
  }),
  media: list({
    group: 'where',
    label: { zh: '媒体扩展名', en: 'Media extensions' },
    help: { zh: '扩展名在此列的文件视为录音录像。', en: 'Files with these extensions are recordings.' },
    fallback: ['mp4', 'mov', 'avi', 'mkv', 'm4a', 'mp3', 'wav', 'jpg'],
  }),
  sidecars: list({
    group: 'reading',
    label: { zh: '说明文件扩展名', en: 'Sidecar extensions' },
    help: {
      zh: '与录像同名、扩展名在此列的说明文件：JSON、XML 或“名称=值”逐行；无则表示没有说明文件。',
      en: 'A file of the same name with one of these describes the recording: JSON, XML, or lines of name=value. None: there are no sidecars.',
    },
    fallback: ['json', 'xml', 'txt', 'ini'],
  }),
  sidecarWaitMinutes: integer({
    group: 'reading',
    label: { zh: '等待说明文件（分钟）', en: 'Wait for the sidecar (minutes)' },
    help: {
      zh: '等这么久仍无说明文件就单独入库；0 表示一直等。未设说明文件扩展名时不起作用。',
      en: 'A recording still without one is then brought without. 0: wait for ever. Not asked where no sidecar has an extension.',
    },
    fallback: 0,
    max: 43_200,
  }),
  namePattern: optionalText({
    group: 'reading',
    label: { zh: '文件名规则', en: 'Pattern of file names' },
    help: {
      zh: '正则表达式，命名分组放在 name 下，例如设备、民警和拍摄时间。',
      en: 'A regular expression whose named parts come under "name", e.g. device, officer and time of recording.',
    },
    example: '^(?<deviceId>\\d+)@(?<start>\\d{14})',
  }),
  readMedia: flag({
    group: 'reading',
    label: { zh: '读取媒体信息', en: 'Read the media file' },
    help: {
      zh: '设备写入文件的时长、时间、位置和 GPS 轨迹放在 media 下，由 ffprobe 和 EXIF 读取。',
      en: 'Length, time, place and GPS track as the device wrote them into the file come under "media", by ffprobe and EXIF.',
    },
    fallback: false,
  }),
  ffprobe: text({
    group: 'reading',
    label: { zh: 'ffprobe 程序', en: 'Program ffprobe' },
    help: { zh: '名称或路径。', en: 'Name or path.' },
    fallback: 'ffprobe',
    advanced: true,
  }),
  settleSeconds: integer({
    group: 'reading',
    label: { zh: '静置（秒）', en: 'Settle (seconds)' },
    help: {
      zh: '录像和说明文件都这么久没有变化，才算写完。',
      en: 'A recording is finished when neither file has changed for so long.',
    },
    fallback: 5,
    max: 3600,
    advanced: true,
  }),
  charset: choice(['auto', ...charsets], {
    group: 'reading',
    label: { zh: '说明文件字符集', en: 'Charset of sidecars' },
    help: { zh: 'auto：按文件自身标记，否则按 UTF-8。', en: 'auto: by its own marks, else UTF-8.' },
    fallback: 'auto',
    advanced: true,
  }),
} as const;

type Settings = Values<typeof settings>;

const pageSize = 100;

const folderError = ({ folder }: Settings, error: unknown): Error => {
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

/**
 * The sidecar's content, with what the file system knows under `file`, the parts of the name under `name`, and what the
 * recording says of itself under `media`. A sidecar that is no object: `sidecar`.
 */
const messageOf = async (settings: Settings, { media }: Recording, sidecar: unknown): Promise<RawMessage> => {
  const path = join(settings.folder, media.path);
  const file = {
    path,
    name: media.path.split('/').at(-1) ?? '',
    folder: media.path.split('/').slice(0, -1).join('/'),
    url: pathToFileURL(path).href,
    bytes: media.bytes,
    modifiedAt: new Date(media.mtimeMs).toISOString(),
  };
  const name =
    settings.namePattern === undefined ? undefined : namePartsOf(compileNamePattern(settings.namePattern), file.name);
  const said = settings.readMedia ? timedTrack(await readMediaFacts(path, settings.ffprobe), name?.start) : undefined;
  const facts = { file, ...(name ? { name } : {}), ...(said ? { media: said } : {}) };
  const isObject = typeof sidecar === 'object' && sidecar !== null && !Array.isArray(sidecar);
  const content = isObject ? { ...sidecar, ...facts } : { ...(sidecar === undefined ? {} : { sidecar }), ...facts };
  return {
    body: Buffer.from(JSON.stringify(content)),
    contentType: 'application/json; charset=utf-8',
    subject: 'recording',
  };
};

/** @returns undefined when the recording is not finished */
const readRecording = async (
  context: Context<Settings>,
  recording: Recording,
  since: number,
): Promise<RawMessage | undefined> => {
  const { settings, isTrial } = context;
  const now = Date.now();
  if (!isTrial && now - since < settings.settleSeconds * 1000) return undefined;
  if (settings.sidecars.length === 0) return messageOf(settings, recording, undefined);
  if (!recording.sidecar) {
    const wait = settings.sidecarWaitMinutes * 60_000;
    return isTrial || (wait > 0 && now - since >= wait) ? messageOf(settings, recording, undefined) : undefined;
  }
  const bytes = await readFile(join(settings.folder, recording.sidecar.path)).catch(() => undefined);
  if (!bytes) return undefined;
  try {
    const sidecar = readSidecar(bytes, settings.charset);
    return sidecar === undefined ? undefined : messageOf(settings, recording, sidecar);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    // Brought all the same: the mapping then says what is missing, and the operator sees the text as it is.
    const text = Buffer.from(bytes).toString('latin1');
    return messageOf(settings, recording, { unreadable: error.message, text });
  }
};

const isNews = (position: FolderPosition, { media, arrivedMs, facts }: Recording): boolean =>
  position.waiting[media.path] !== undefined ||
  (arrivedMs > position.at - overlapMs && position.seen[media.path]?.facts !== facts);

const forgetVanished = ({ waiting }: FolderPosition, recordings: readonly Recording[]): void => {
  const present = new Set(recordings.map(({ media }) => media.path));
  for (const path of Object.keys(waiting)) if (!present.has(path)) delete waiting[path];
};

export default defineConnector({
  title: { zh: '文件夹监视', en: 'Watched folder' },
  about: {
    zh: '监视询问室、信息采集室、DV、录音笔等放文件的文件夹，可带同名说明文件；只读不移动。',
    en:
      'Watches a folder into which recorders of interview rooms, collection rooms, camcorders or voice recorders put files, with or without a sidecar of the same ' +
      'name. A message is the content of the sidecar as JSON, with path, size and times of the media file under "file", the parts of its name under "name", and ' +
      'what it says of itself under "media". Files are only read, never moved.',
  },
  settings,

  async check({ settings }): Promise<CheckStep[]> {
    try {
      await access(settings.folder, constants.R_OK);
      if (!(await stat(settings.folder)).isDirectory())
        throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
    } catch (error) {
      throw folderError(settings, error);
    }
    if (settings.namePattern !== undefined) compileNamePattern(settings.namePattern);
    if (settings.readMedia) await readMediaFacts(settings.folder, settings.ffprobe);
    return [{ step: 'read', ok: true, detail: settings.folder }];
  },

  async *poll(context, cursor): AsyncIterable<Page> {
    const { settings, signal } = context;
    let position = readFolderPosition(cursor);
    const files = await walkFolder(settings.folder, settings.subfolders, signal).catch((error: unknown) => {
      throw folderError(settings, error);
    });
    const recordings = pairFiles(files, settings.media, settings.sidecars).filter((recording) =>
      isNews(position, recording),
    );
    forgetVanished(position, recordings);

    let messages: RawMessage[] = [];
    for (const recording of recordings) {
      if (signal.aborted) return;
      const { media, arrivedMs, facts } = recording;
      const since = quietSince(position.waiting[media.path], facts, arrivedMs);
      const message = await readRecording(context, recording, since);
      if (message) {
        messages.push(message);
        delete position.waiting[media.path];
        position.seen[media.path] = { facts, at: arrivedMs };
      } else {
        position.waiting[media.path] = { facts, since };
      }
      if (messages.length === pageSize) {
        position = advanced(position, arrivedMs);
        yield { messages, cursor: structuredClone(position) };
        messages = [];
      }
    }
    yield { messages, cursor: advanced(position, recordings.at(-1)?.arrivedMs ?? 0) };
  },
});
