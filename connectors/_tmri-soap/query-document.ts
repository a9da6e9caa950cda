import { ConfigurationError } from '../../hub/core/errors.ts';
import { escapeXml } from '../_kit/xml.ts';

/** How often each value is URL-encoded: the document then is ASCII and its GBK label does not matter. */
export const valueEncodings = ['url', 'url-twice', 'none'] as const;
export type ValueEncoding = (typeof valueEncodings)[number];

const encodeValue = (value: string, encoding: ValueEncoding): string => {
  if (encoding === 'none') return escapeXml(value);
  const once = encodeURIComponent(value);
  return encoding === 'url' ? once : encodeURIComponent(once);
};

/**
 * The document of a call: fields below one element, in order.
 *
 * @throws ConfigurationError when a field's name cannot be an element's
 */
export const documentOf = (
  scope: string,
  element: string,
  content: readonly (readonly [name: string, value: string])[],
  encoding: ValueEncoding,
): string => {
  const fields = content.map(([name, value]) => {
    if (!/^[A-Za-z_][\w.-]*$/.test(name)) {
      throw new ConfigurationError(`[hub] [${scope}] the field "${name}" is not a field name`, {
        remedy: 'use the field names of the interface, e.g. hphm',
      });
    }
    return `<${name}>${encodeValue(value, encoding)}</${name}>`;
  });
  return `<?xml version="1.0" encoding="GBK"?><root><${element}>${fields.join('')}</${element}></root>`;
};
