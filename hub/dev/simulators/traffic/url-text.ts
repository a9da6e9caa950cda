/** As java.net.URLEncoder writes UTF-8: a space becomes '+', and only letters, digits and `. - * _` stay. */
export const urlEncode = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+');

/** As java.net.URLDecoder reads it; a broken escape is left as it stands. */
export const urlDecode = (text: string): string => {
  try {
    return decodeURIComponent(text.replace(/\+/g, '%20'));
  } catch {
    return text;
  }
};
