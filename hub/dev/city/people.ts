import type { Person } from './model.ts';
import type { Random } from './random.ts';

const surnames = [
  ...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳',
];
const numerals = [...'一二三四五六七八九十'];
const natures = [...'舟川林山石泉松柏岩峰海溪云原野禾竹梅江湖'];

/** Name of the nth officer: a surname, a numeral, something from nature. Believable to read, and nobody's. */
export const officerName = (index: number): string =>
  `${surnames[index % surnames.length]}${numerals[index % numerals.length]}${natures[(index * 7) % natures.length]}`;

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkDigits = '10X98765432';

/** An 18-character number of an area that does not exist, with a check digit that is always wrong. */
const idNumber = (random: Random): string => {
  const born = `${random.int(1955, 2005)}${String(random.int(1, 12)).padStart(2, '0')}${String(random.int(1, 28)).padStart(2, '0')}`;
  const body = `990102${born}${random.digits(3)}`;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return body + checkDigits.charAt((sum + 5) % 11);
};

/** A member of the public. 某 ("a certain") marks the name as made up, as in published judgements. */
export const personOf = (random: Random): Person => ({
  name: `${random.pick(surnames)}某${random.pick(natures)}`,
  idNumber: idNumber(random),
  phone: `1990000${random.digits(4)}`,
});

/** A plate of a series that is not issued. */
export const plateOf = (random: Random): string => `苏A0${random.digits(4)}`;
