/** The variable's value; an Error that names it when it is missing or empty. */
export const requiredText = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`the environment variable ${name} is missing; set it before starting this simulator`);
  return value;
};

export const textOr = (name: string, fallback: string): string => process.env[name] || fallback;

export const numberOr = (name: string, fallback: number): number => {
  const text = process.env[name];
  if (!text) return fallback;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new Error(`the environment variable ${name} is "${text}"; give a number`);
  return value;
};

/** Comma-separated values without the empty ones. */
export const listOr = (name: string, fallback: string): string[] =>
  textOr(name, fallback)
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
