/** Full-width Latin letters, digits and signs (Ａ１，) as their half-width forms, U+3000 as a space. */
export const halfWidth = (text: string): string =>
  text.replace(/[\uff01-\uff5e\u3000]/g, (sign) =>
    sign === '\u3000' ? ' ' : String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  );

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
const controls = /[\u0000-\u001f\u007f-\u009f\ufeff\ufffe\uffff]+/g;

/** One line of text: control characters out, every run of blanks (full-width ones too) one space, none at the ends. */
export const cleanText = (text: string): string =>
  text
    .replace(controls, ' ')
    .replace(/[\s\u3000]+/g, ' ')
    .trim();

/** 号牌号码 as everybody compares it: half-width, upper case, without blanks, dots and dashes. */
export const normalisePlate = (text: string): string =>
  halfWidth(text)
    .toUpperCase()
    .replace(/[\s·•.．-]/g, '');
