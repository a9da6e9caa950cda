import type { CaseFile, City, Clip } from '../../city/model.ts';
import { hashOf } from '../../city/random.ts';
import { compactTime } from '../../city/time.ts';

/** Objects of GA/T 1400.3 in the spelling of the field, misspellings included. */

const sequence = (text: string, digits: number): string => String(hashOf(text) % 10 ** digits).padStart(digits, '0');

/** Device 20, type 01, time 14, sequence 5. */
export const videoId = (clip: Clip): string =>
  `${clip.device}01${compactTime(clip.from + clip.clockErrorMs)}${sequence(clip.id, 5)}`;

/** Organisation 12, time 14, sequence 4. */
export const caseId = (file: CaseFile): string => `${file.org}${compactTime(file.filedAt)}${sequence(file.number, 4)}`;

export const videoSlice = (city: City, clip: Clip): object => {
  const start = clip.track?.[0];
  return {
    VideoSliceInfo: {
      VideoID: videoId(clip),
      InfoKind: 1,
      VideoSource: '12',
      DeviceID: clip.device,
      BeginTime: compactTime(clip.from + clip.clockErrorMs),
      EndTime: compactTime(clip.to + clip.clockErrorMs),
      VideoLen: Math.round((clip.to - clip.from) / 1000),
      EntryTime: compactTime(clip.uploadedAt),
      FileFormat: 'Mp4',
      CodedFormat: '3',
      Title: '执法记录',
      ContentDescription: '',
      ...(clip.claimedOfficer === undefined ? {} : { CollectorIDType: '113', CollectorID: clip.claimedOfficer }),
      CollectorOrg: city.orgs.find(({ code }) => code === clip.org)?.name ?? clip.org,
      ...(start ? { ShotPlaceLongitude: start[1], ShotPlacetLatitude: start[2] } : {}),
    },
  };
};

/** `clues` are the recordings somebody attached to the case by hand. */
export const caseObject = (file: CaseFile, clues: readonly Clip[]): object => ({
  CaseInfo: {
    CaseID: caseId(file),
    CaseLinkMark: file.number,
    CaseName: file.name,
    CaseCategory: file.category.code,
    CaseAbstract: file.brief,
    ClueID: clues.map(videoId).join(';'),
    // The upper limit is the later one here; other vendors have it the other way round.
    TimeUpLimit: compactTime(file.to),
    TimeLowLimit: compactTime(file.from),
    CreateTime: compactTime(file.filedAt),
    PlaceCode: file.org.slice(0, 6),
    PlaceFullAddress: file.address,
    CreatorID: file.leadOfficer,
    CreatorOrg: file.org,
  },
});
