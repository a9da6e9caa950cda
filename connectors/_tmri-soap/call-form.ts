import { claimedCharset, decodeText } from '../../hub/core/charset.ts';
import { type HttpCall, refusedStatus, send } from '../_kit/http.ts';
import { parseXml } from '../_kit/xml.ts';

export interface FormCall extends Omit<HttpCall, 'method' | 'body' | 'headers'> {
  operation: string;
  parameters: readonly (readonly [name: string, value: string])[];
}

/** A gateway wraps the return string in one element, `<string xmlns="http://tempuri.org/">…</string>`. */
const isWrapped = (text: string): boolean => /^(?:\s*<\?xml[^>]*\?>)?\s*<string[\s>]/.test(text);

/**
 * Post an operation as a form, as .NET gateways (`.asmx`) in front of the platform take it: the operation is the last
 * part of the address.
 *
 * @returns the return string, unwrapped
 * @throws ConfigurationError, RetriableError by status and network
 */
export const callForm = async ({ operation, parameters, ...call }: FormCall): Promise<string> => {
  const reply = await send({
    ...call,
    url: `${call.url.replace(/\/+$/, '')}/${operation}`,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', accept: 'text/xml' },
    body: new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString(),
  });
  const refused = refusedStatus(call.scope, operation, reply);
  if (refused) throw refused;
  const text = decodeText(reply.body, claimedCharset(reply.body, reply.contentType));
  return isWrapped(text) ? parseXml(call.scope, text).text : text.trim();
};
