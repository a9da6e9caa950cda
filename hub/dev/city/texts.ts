import type { Random } from './random.ts';

interface CallKind {
  /** 警情类别, 8 digits; its first 6 are the category of the incident entry. */
  code: string;
  label: string;
  /** How often, relative to the others. */
  weight: number;
  text: string;
  /** What a case opened from such a call is named, with the category of 案别; absent where none is opened. */
  opens?: { code: string; label: string };
}

/** What people call about. */
export const callKinds: readonly CallKind[] = [
  {
    code: '02010100',
    label: '打架斗殴',
    weight: 9,
    text: '报警人称有人在打架，请求处理',
    opens: { code: '030101', label: '殴打他人' },
  },
  {
    code: '02010200',
    label: '盗窃',
    weight: 11,
    text: '报警人称电动车电瓶被盗',
    opens: { code: '050200', label: '盗窃' },
  },
  {
    code: '01030100',
    label: '诈骗',
    weight: 6,
    text: '报警人称被人以刷单返利为名骗走现金',
    opens: { code: '050300', label: '诈骗' },
  },
  {
    code: '02020100',
    label: '故意损毁财物',
    weight: 4,
    text: '报警人称停放的车辆被人划伤',
    opens: { code: '030205', label: '损毁财物' },
  },
  { code: '05010100', label: '家庭纠纷', weight: 10, text: '报警人称与家人发生争吵' },
  { code: '05010300', label: '消费纠纷', weight: 8, text: '报警人称与店家因退款发生纠纷' },
  { code: '05010500', label: '邻里纠纷', weight: 7, text: '报警人称楼上噪音扰民，双方争执' },
  { code: '03010100', label: '机动车事故', weight: 12, text: '报警人称两车追尾，无人受伤，占道' },
  { code: '04010100', label: '走失求助', weight: 5, text: '报警人称家中老人走失，请求帮助寻找' },
  { code: '04010200', label: '群众求助', weight: 9, text: '报警人称被锁在门外，请求帮助' },
  { code: '02030100', label: '醉酒滋事', weight: 6, text: '报警人称有醉酒男子拦车' },
  { code: '04020100', label: '可疑人员', weight: 4, text: '报警人称有可疑人员在楼道徘徊' },
];

const callWheel = callKinds.flatMap((kind) => Array.from({ length: kind.weight }, () => kind));
export const callKindOf = (random: Random): CallKind => random.pick(callWheel);

export const repeatedText = '再次来电催问，所报情况与前次相同';

/** 违法行为 of roadside checks, with the fine in yuan. */
export const stopBehaviours = [
  { code: '1340', label: '机动车逆向行驶', fine: 200 },
  { code: '7050', label: '驾驶时拨打接听手持电话', fine: 50 },
  { code: '6011', label: '未按规定使用安全带', fine: 50 },
  { code: '1116', label: '未随车携带驾驶证', fine: 50 },
  { code: '2001', label: '非机动车未佩戴头盔', fine: 20 },
] as const;

/** 违法行为 of captures by a fixed camera. */
export const captureBehaviours = [
  { code: '1625', label: '违反道路交通信号灯通行', fine: 200 },
  { code: '1345', label: '违反禁止标线指示', fine: 100 },
  { code: '1352', label: '超过规定时速百分之十以上', fine: 150 },
  { code: '1039', label: '违反规定停放车辆', fine: 100 },
] as const;

export const warningTypes = [
  { code: '0101', label: '在逃人员轨迹预警' },
  { code: '0203', label: '涉案车辆预警' },
  { code: '0302', label: '重点人员活动预警' },
] as const;

export const clueTypes = [
  { code: '1102', label: '涉盗窃线索' },
  { code: '1201', label: '涉诈骗线索' },
  { code: '1303', label: '涉赌线索' },
] as const;

export const checkResults = [
  '已核查，未发现异常',
  '已核查，人员已带回',
  '已核查，车辆已暂扣',
  '已核查，信息不符',
] as const;

export const walkInTexts = [
  '报案人到所称手机在公交车上被盗',
  '报案人到所称网购被骗',
  '报案人到所称住处被人撬门',
  '报案人到所称遗失挎包',
] as const;
