import { clipBytes } from '../../city/make-clip.ts';
import type { City, Clip } from '../../city/model.ts';
import { hashOf } from '../../city/random.ts';
import { wallTime } from '../../city/time.ts';
import { gpsPath, mediaPath, recordedAt } from './media-path.ts';

/**
 * One file as a docking station reports it (interfaces 5.3), with what vendors do to it: times by the camera's clock,
 * spaces and colons in the alias, backslashes in paths, sizes that are not those of the bytes, and at some stations
 * organisation codes of 8 digits. `gpswz` is an extension of this vendor: the address of a text file with one fix a
 * line, `epochMs,longitude,latitude,accuracyM` (WGS84, GPS time); absent when the camera records none.
 */
export interface FileObject {
  wjbh: string;
  wjbm: string;
  pssj: string;
  scsj: string;
  /** Bytes: exact for a clip that has been made, an estimate by length before that. */
  wjdx: number;
  wjlx: string;
  wjsc: number;
  bzlx: string;
  jgdm: string;
  dwmc: string;
  jybh: string;
  jy_xm: string;
  cpxh: string;
  gzz_xh: string;
  ccfwq: string;
  ccwz: string;
  wlwz: string;
  bfwz: string;
  sltxdwz: string;
  gpswz?: string;
}

/** Every third station runs the vendor's old release, which knows organisations by 8 digits. */
const shortCodes = (station: string): boolean => hashOf(station) % 3 === 0;

export const fileObject = (city: City, clip: Clip, url: string): FileObject => {
  const path = mediaPath(city, clip);
  const onDisk = path.replaceAll('/', '\\');
  const started = wallTime(recordedAt(clip));
  const officer = city.officers.find(({ policeId }) => policeId === clip.claimedOfficer);
  return {
    wjbh: clip.id,
    wjbm: `${clip.claimedOfficer ?? ''}@${started}.${path.slice(-3)}`,
    pssj: started,
    scsj: wallTime(clip.uploadedAt),
    wjdx: clipBytes(clip),
    wjlx: clip.mediaType === 'audio' ? '1' : '0',
    wjsc: Math.round((clip.to - clip.from) / 1000),
    bzlx: clip.keyMark ? '1' : '0',
    jgdm: shortCodes(clip.station) ? clip.org.slice(0, 8) : clip.org,
    dwmc: city.orgs.find(({ code }) => code === clip.org)?.name ?? '',
    jybh: clip.claimedOfficer ?? '',
    jy_xm: officer?.name ?? '',
    cpxh: clip.device,
    gzz_xh: clip.station,
    ccfwq: '127.0.0.1',
    ccwz: onDisk,
    wlwz: `D:\\${onDisk}`,
    bfwz: `${url}/${path}`,
    sltxdwz: '',
    ...(clip.track ? { gpswz: `${url}/${gpsPath(path)}` } : {}),
  };
};

/** The request body: a JSON array in which `wjdx` is written as a float (`1610612736.0`), as the vendors' clients do. */
export const fileInfoBody = (files: FileObject[]): string =>
  JSON.stringify(files).replace(/"wjdx":(\d+)(?=,)/g, '"wjdx":$1.0');
