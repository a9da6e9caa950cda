import type { Language } from './language.ts';

const systemWords: Record<string, [string, string]> = {
  dispatch: ['三台合一', 'Dispatch'],
  case: ['警综平台', 'Police platform'],
  incident: ['案事件系统', 'Case and incident'],
  intelligence: ['情报系统', 'Intelligence'],
  traffic: ['六合一平台', 'Traffic'],
};

const kindWords: Record<string, [string, string]> = {
  call: ['警情', 'Call'],
  case: ['案件', 'Case'],
  incident: ['案事件', 'Incident'],
  warning: ['预警', 'Warning'],
  clue: ['线索', 'Clue'],
  'traffic-stop': ['现场执法', 'Traffic stop'],
  'traffic-camera': ['非现场执法', 'Traffic camera'],
};

const deviceWords: Record<string, [string, string]> = {
  'body-camera': ['执法记录仪', 'Body camera'],
  'interview-room': ['讯问室', 'Interview room'],
  'collection-room': ['信息采集室', 'Collection room'],
  camcorder: ['DV 摄像机', 'Camcorder'],
  'voice-recorder': ['录音笔', 'Voice recorder'],
  vehicle: ['车载记录仪', 'Vehicle camera'],
};

const milestoneWords: Record<string, [string, string]> = {
  received: ['接警', 'Received'],
  called: ['报警', 'Called'],
  dispatched: ['派警', 'Dispatched'],
  accepted: ['受理', 'Accepted'],
  acknowledged: ['签收', 'Acknowledged'],
  departed: ['出警', 'Departed'],
  enroute: ['出警', 'En route'],
  arrived: ['到达现场', 'Arrived'],
  finished: ['处理完毕', 'Finished'],
  cleared: ['处理完毕', 'Cleared'],
  closed: ['结案', 'Closed'],
  feedback: ['反馈', 'Feedback'],
  occurred: ['发生', 'Occurred'],
  discovered: ['发现', 'Discovered'],
  reported: ['报警', 'Reported'],
  issued: ['签发', 'Issued'],
  signed: ['签收', 'Signed for'],
  checked: ['核查', 'Checked'],
  checkedUntil: ['核查结束', 'Check ended'],
  violation: ['违法', 'Violation'],
  handled: ['处理', 'Handled'],
  filed: ['立案', 'Filed'],
  solved: ['破案', 'Solved'],
};

const decisionWords: Record<string, [string, string]> = {
  linked: ['自动关联', 'Linked'],
  review: ['待确认', 'To review'],
  confirmed: ['人工确认', 'Confirmed'],
  rejected: ['已否定', 'Rejected'],
};

const say = (words: Record<string, [string, string]>, name: string | undefined, language: Language): string => {
  const pair = name === undefined ? undefined : words[name];
  return pair ? pair[language === 'en' ? 1 : 0] : (name ?? '');
};

/** Words for the open vocabularies; a word nobody knows yet is shown as it came. */
export const systemWord = (name: string | undefined, language: Language): string => say(systemWords, name, language);
export const kindWord = (name: string | undefined, language: Language): string => say(kindWords, name, language);
export const deviceWord = (name: string | undefined, language: Language): string => say(deviceWords, name, language);
export const milestoneWord = (name: string, language: Language): string => say(milestoneWords, name, language);
export const decisionWord = (name: string, language: Language): string => say(decisionWords, name, language);

/** A probability in words: people decide by these, the number stands beside. */
export const probabilityWord = (probability: number, language: Language): string => {
  const steps: [number, string, string][] = [
    [0.99, '几乎确定', 'Almost certain'],
    [0.9, '很可能', 'Very likely'],
    [0.7, '较可能', 'Likely'],
    [0.4, '可能', 'Possible'],
    [0, '不太可能', 'Unlikely'],
  ];
  const step = steps.find(([from]) => probability >= from) ?? steps[steps.length - 1];
  return step ? step[language === 'en' ? 2 : 1] : '';
};

/** `99.8 %`; never "100 %", which nobody can promise. */
export const percentText = (probability: number): string =>
  `${Math.min(99.9, Math.floor(probability * 1000) / 10).toFixed(1)}%`;
