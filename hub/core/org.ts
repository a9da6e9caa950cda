/**
 * Organisation codes (GA/T 380): 12 digits in pairs, province, city, county, then below; trailing "00" pairs mean
 * "all below". Some vendors send the first 8 digits only, 分局 end in 000000, 派出所 in 59 and a number.
 */

const twelve = /^\d{12}$/;

/** Twelve digits, right-padded with zeros; undefined when it is no org code at all. */
export const normaliseOrg = (code: string): string | undefined => {
  if (code.length === 12 && twelve.test(code)) return code;
  const digits = code.trim();
  return /^\d{2,12}$/.test(digits) && digits.length % 2 === 0 ? digits.padEnd(12, '0') : undefined;
};

/** The code without its trailing "00" pairs: the prefix all organisations below share. */
export const orgPrefix = (code: string): string => code.replace(/(00)+$/, '');

/** Whether `code` is `scope` itself or below it. */
export const isWithin = (code: string, scope: string): boolean => code.startsWith(orgPrefix(scope));

/** From the organisation itself up to the province, nearest first. */
export const orgAndAbove = (code: string): string[] => {
  const prefix = orgPrefix(code);
  const chain: string[] = [];
  for (let length = prefix.length + (prefix.length % 2); length >= 2; length -= 2) {
    const candidate = prefix.slice(0, length).padEnd(12, '0');
    if (chain.at(-1) !== candidate) chain.push(candidate);
  }
  return chain;
};

/** How many steps apart two organisations are in the tree: 0 the same, 1 parent and child, 2 siblings, … */
export const orgDistance = (left: string, right: string): number => {
  const above = orgAndAbove(left);
  const other = orgAndAbove(right);
  const meeting = above.findIndex((code) => other.includes(code));
  return meeting < 0 ? above.length + other.length : meeting + other.indexOf(above[meeting] as string);
};
