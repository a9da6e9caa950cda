import { language } from '../preferences.ts';
import { detailText } from './detail-text.ts';
import { deviceSays, momentText, spanSays } from './says.ts';

type Pair = readonly [zh: string, en: string];

const comparisons: Readonly<Record<string, Pair>> = {
  prior: ['起点', 'Starting point'],
  reference: ['编号引用', 'Reference'],
  officer: ['警员', 'Officer'],
  time: ['时间', 'Time'],
  ending: ['结束时间', 'End'],
  place: ['地点', 'Place'],
  organisation: ['单位', 'Organisation'],
  suitability: ['设备类型', 'Kind of device'],
  category: ['类别', 'Category'],
  series: ['同一设备的其他视频', 'Other clips of the camera'],
  rivals: ['竞争候选', 'Rivals'],
  inherited: ['引用继承', 'Inherited'],
};

/** What each level of the match rules means, `comparison.level`. */
const levels: Readonly<Record<string, Pair>> = {
  'prior.prior': ['随机一对为真的可能', 'A random candidate pair'],
  'reference.number': ['一方写有另一方的编号', 'One names the number of the other'],
  'reference.shared': ['双方引用同一编号', 'Both name the same number'],
  'reference.other': ['视频标注的是另一条记录', 'The clip names another record'],
  'officer.exact': ['佩戴人就是出警人', 'Worn by an officer of the record'],
  'officer.issued': ['设备当时由出警人领用', 'The device was issued to an officer of the record'],
  'officer.partner': ['佩戴人是出警人的搭档', 'Worn by a partner of an officer'],
  'officer.name': ['姓名一致', 'The name agrees'],
  'officer.colleague': ['登记人是同所民警，可能借用', 'Signed in by somebody of the same station: perhaps borrowed'],
  'officer.another': ['登记人另有其人', 'Signed in by somebody else'],
  'time.arrives': ['到场时开机', 'Begins on arrival'],
  'time.begins': ['在出警时段内开机', 'Begins as the event begins'],
  'time.through': ['到场前已开机并延续到现场', 'Began before and runs on'],
  'time.during': ['覆盖处置时段', 'Runs while they are on the scene'],
  'time.late': ['到场很久以后才开机', 'Begins long after arrival'],
  'time.touches': ['只与时段边缘相接', 'Touches the edge of the event only'],
  'time.near': ['略早或略晚', 'Just outside'],
  'time.beside': ['相差十余分钟', 'Off by some minutes'],
  'time.zone': ['相差整时区', 'Off by a whole time zone'],
  'time.apart': ['时间不符', 'At another time'],
  'time.inside': ['在当日或当时段内', 'Within the day or hour'],
  'ending.together': ['随处置结束关机', 'Ends as the event ends'],
  'ending.around': ['结束时间接近', 'Ends about when the event ends'],
  'ending.off': ['结束时间不同', 'Ends at another time'],
  'place.stayed': ['在现场停留', 'Stayed at the place'],
  'place.lingered': ['大部分时间在现场一带', 'Mostly about the place'],
  'place.at': ['到过现场', 'Was at the place'],
  'place.close': ['离现场很近', 'Close to the place'],
  'place.passed': ['只是经过现场', 'Only passed the place'],
  'place.around': ['在现场附近', 'Around the place'],
  'place.elsewhere': ['在别处', 'Elsewhere'],
  'place.far': ['离现场很远', 'Far away'],
  'organisation.same': ['同一单位', 'Same station'],
  'organisation.parent': ['上下级单位', 'Superior or subordinate'],
  'organisation.sibling': ['同分局单位', 'Same sub-bureau'],
  'organisation.apart': ['不同分局', 'Another sub-bureau'],
  'suitability.suits': ['该类警情常用此设备', 'Such events are filmed by it'],
  'suitability.unusual': ['该类警情少用此设备', 'Unusual for such events'],
  'suitability.unfit': ['该类警情不会用此设备', 'Never films such events'],
  'series.continues': ['与同一设备的另一段相接', 'Follows another clip of the same camera'],
  'series.elsewhere': ['同一设备另有更相符的视频', 'The same camera has a better clip'],
  'rivals.ahead': ['明显优于其他候选', 'Well ahead of the others'],
  'rivals.close': ['与其他候选接近', 'Close to another candidate'],
  'rivals.behind': ['不如其他候选', 'Behind another candidate'],
  'inherited.reference': ['经编号引用得到', 'Through a reference'],
};

const say = (words: Readonly<Record<string, Pair>>, key: string, fallback: string): string =>
  words[key]?.[language() === 'en' ? 1 : 0] ?? fallback;

export const comparisonSays = (comparison: string): string => say(comparisons, comparison, comparison);
export const levelSays = (comparison: string, level: string): string => say(levels, `${comparison}.${level}`, level);

const details: Readonly<Record<string, readonly [...Pair, unit?: string]>> = {
  officers: ['出警人', 'officers'],
  officer: ['警号', 'officer'],
  wearer: ['佩戴人', 'worn by'],
  carriedBy: ['领用人', 'carried by'],
  wearerServedAt: ['佩戴人当时所在单位', 'wearer served at'],
  officersServedAt: ['出警民警当时所在单位', 'officers of the record served at'],
  stated: ['录像所写单位', 'the recording states'],
  onSceneS: ['处置时段内', 'on the scene', 's'],
  outsideS: ['时段外', 'outside', 's'],
  clockErrorS: ['相机时钟误差', 'clock error', 's'],
  supposedClockErrorS: ['推定时钟误差', 'supposed clock error', 's'],
  nearestM: ['最近', 'nearest', 'm'],
  distanceM: ['距离', 'distance', 'm'],
  overlapSeconds: ['重合', 'overlap', 's'],
  stayed: ['停留占比', 'share stayed'],
  share: ['占比', 'share'],
  record: ['记录', 'record'],
  footage: ['视频', 'clip'],
  margin: ['领先', 'ahead by', 'bit'],
  via: ['经', 'through'],
  candidates: ['候选', 'candidates'],
  devices: ['设备', 'devices'],
  device: ['设备', 'device'],
  before: ['此前最近', 'last before', 'at'],
  after: ['此后最早', 'first after', 'at'],
  oldest: ['目录最早', 'catalogue begins', 'at'],
  cameAt: ['最近入库', 'last came', 'at'],
  at: ['时间', 'at', 'at'],
  by: ['处理人', 'by'],
  reason: ['原因', 'reason'],
};

/** The facts behind a row of the waterfall in a line; empty and unreadable ones are left out. */
export const detailSays = (detail: Readonly<Record<string, unknown>> = {}): string =>
  Object.entries(detail)
    .filter(
      ([name, value]) =>
        name in details &&
        value !== undefined &&
        value !== null &&
        !(value === 0 && (name === 'outsideS' || name === 'onSceneS')) &&
        !(Array.isArray(value) && value.length === 0),
    )
    .map(([name, value]) => {
      const [zh, en, unit = ''] = details[name] ?? [name, name];
      const said =
        unit === 's'
          ? spanSays(Number(value))
          : unit === 'at'
            ? momentText(String(value)).slice(0, 16)
            : `${name === 'device' ? deviceSays(String(value)) : detailText(value, detail)}${unit && ` ${unit === 'bit' && language() !== 'en' ? '比特' : unit}`}`;
      return `${language() === 'en' ? en : zh} ${said}`;
    })
    .join(' · ');
