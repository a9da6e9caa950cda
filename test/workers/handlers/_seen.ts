/** What the handlers beside this file were called with, in order. */
export const seen: string[] = [];
