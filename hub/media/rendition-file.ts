import { NotFoundError } from '../core/errors.ts';

export const renditionFolder = (footageId: number): string => `renditions/${Math.floor(footageId / 1000)}/${footageId}`;

const types: Readonly<Record<string, string>> = {
  m3u8: 'application/vnd.apple.mpegurl',
  mpd: 'application/dash+xml',
  m4s: 'video/iso.segment',
  jpg: 'image/jpeg',
  vtt: 'text/vtt; charset=utf-8',
  json: 'application/json',
};

/** The names packaging gives, and no others: a name from outside never becomes a path of its own making. */
const pattern =
  /^(?:master\.m3u8|media_\d{1,3}\.m3u8|manifest\.mpd|poster\.jpg|storyboard\.vtt|storyboard-\d{1,3}\.jpg|waveform\.json|captions\.vtt|init-\d{1,3}\.m4s|seg-\d{1,3}-\d{1,8}\.m4s)$/;

/**
 * A file of a rendition by the name in its address.
 *
 * @throws NotFoundError for any name that packaging does not give
 */
export const renditionFile = (footageId: number, name: string): { path: string; type: string } => {
  const type = types[name.slice(name.lastIndexOf('.') + 1)];
  if (!pattern.test(name) || type === undefined) throw new NotFoundError(`[hub] [media] there is no file of that name`);
  return { path: `${renditionFolder(footageId)}/${name}`, type };
};
