import type { MediaType } from '../core/vocabulary.ts';

const types: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  mkv: 'video/x-matroska',
  webm: 'video/webm',
  avi: 'video/x-msvideo',
  ts: 'video/mp2t',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  aac: 'audio/aac',
  amr: 'audio/amr',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  pdf: 'application/pdf',
};

/** Content type of an original. Anything a browser could run (HTML, SVG, scripts) is bytes to it. */
export const originalType = (path: string, mediaType: MediaType): string => {
  const type = types[path.slice(path.lastIndexOf('.') + 1).toLowerCase()];
  return type === 'video/mp4' && mediaType === 'audio' ? 'audio/mp4' : (type ?? 'application/octet-stream');
};
