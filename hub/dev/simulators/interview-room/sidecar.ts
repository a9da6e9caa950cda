import type { City, Clip, Interview } from '../../city/model.ts';
import { compactTime } from '../../city/time.ts';

/** The file that lies beside a recording and says what it is, in the manner of a room recorder's export. */
export interface Sidecar {
  recordNo: string;
  caseNo: string;
  /** 询问 of witnesses, 讯问 of suspects. */
  recordType: string;
  roomNo: string;
  roomName: string;
  orgCode: string;
  orgName: string;
  deviceNo: string;
  subject: { name: string; idNo: string };
  /** In order: who leads the interview, who takes the record. */
  officers: { policeNo: string; name: string; role: string }[];
  /** `yyyyMMddHHmmss` by the recorder's clock. */
  beginTime: string;
  endTime: string;
  fileName: string;
  fileSize: number;
  md5: string;
}

export const sidecarOf = (
  city: City,
  interview: Interview,
  clip: Clip,
  file: { name: string; size: number; md5: string },
): Sidecar => {
  const room = city.rooms.find(({ id }) => id === interview.room);
  return {
    recordNo: clip.id,
    caseNo: interview.caseNumber,
    recordType: room?.name.endsWith('讯问室') ? '讯问' : '询问',
    roomNo: interview.room,
    roomName: room?.name ?? interview.room,
    orgCode: interview.org,
    orgName: city.orgs.find(({ code }) => code === interview.org)?.name ?? '',
    deviceNo: clip.device,
    subject: { name: interview.subject.name, idNo: interview.subject.idNumber },
    officers: interview.officers.map((policeNo, index) => ({
      policeNo,
      name: city.officers.find(({ policeId }) => policeId === policeNo)?.name ?? '',
      role: index === 0 ? '主办' : '记录',
    })),
    beginTime: compactTime(clip.from + clip.clockErrorMs),
    endTime: compactTime(clip.to + clip.clockErrorMs),
    fileName: file.name,
    fileSize: file.size,
    md5: file.md5,
  };
};
