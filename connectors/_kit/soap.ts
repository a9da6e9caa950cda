import { claimedCharset, decodeText } from '../../hub/core/charset.ts';
import { ConfigurationError, type HubError, RetriableError } from '../../hub/core/errors.ts';
import { type HttpCall, refusedStatus, send } from './http.ts';
import { childNamed, escapeXml, parseXml, type XmlElement } from './xml.ts';

/*
 * SOAP 1.1 by hand and not by the `soap` package: its client takes names, order and types of arguments
 * from a WSDL, and here they are settings (local variants rename and reorder them, and many sites block the WSDL);
 * it decodes UTF-8 only; Axis 1.4 wants rpc/encoded, an xsi:type at each argument and a SOAPAction that is present and
 * empty, .NET document/literal, qualified arguments and the SOAPAction of its WSDL.
 * The envelope is fifteen lines; parsing is left to xml2js.
 */

export const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const encoding = 'http://schemas.xmlsoap.org/soap/encoding/';

export interface SoapCall extends Omit<HttpCall, 'method' | 'body' | 'headers'> {
  namespace: string;
  operation: string;
  /** In the order in which they are sent. */
  parameters: readonly (readonly [name: string, value: string])[];
  /** The parameter that is written as CDATA instead of escaped, where the other side insists. */
  cdata?: string;
  /** SOAPAction as the WSDL has it; absent: empty. */
  action?: string | undefined;
  /** document/literal, arguments qualified like the operation; absent: rpc/encoded. */
  literal?: boolean;
}

const cdataOf = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/**
 * The request as Axis 1.4 clients write it (rpc/encoded, wrapper qualified, arguments not), or as those of .NET do
 * (document/literal, all qualified).
 */
export const callEnvelope = ({
  namespace,
  operation,
  parameters,
  cdata,
  literal = false,
}: Omit<SoapCall, keyof HttpCall>): string => {
  const list = parameters.map(([name, value]) => {
    const said = name === cdata ? cdataOf(value) : escapeXml(value);
    return literal ? `<end:${name}>${said}</end:${name}>` : `<${name} xsi:type="xsd:string">${said}</${name}>`;
  });
  const style = literal ? '' : ` soapenv:encodingStyle="${encoding}"`;
  return (
    `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${soapNamespace}"` +
    ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"` +
    ` xmlns:end="${escapeXml(namespace)}"><soapenv:Body><end:${operation}${style}>` +
    `${list.join('')}</end:${operation}></soapenv:Body></soapenv:Envelope>`
  );
};

/** A fault of the caller is a wrong address, operation or argument list; anything else may pass. */
const faultError = (scope: string, operation: string, fault: XmlElement): HubError => {
  const text = (name: string): string => childNamed(fault, name)?.text.trim() ?? '';
  const code = text('faultcode');
  const message = `[hub] [${scope}] ${operation} was answered with a SOAP fault: ${text('faultstring') || code}`;
  const isOurs =
    /\bClient\b|VersionMismatch|MustUnderstand|NoService|NoSOAPAction|ActionNotSupported/.test(code) ||
    /No such operation/i.test(message);
  return isOurs
    ? new ConfigurationError(message, {
        remedy: 'check address, operation, namespace and parameters',
        detail: { code },
      })
    : new RetriableError(message, { detail: { code } });
};

const looksLikeEnvelope = (text: string): boolean =>
  /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*)*<[\w.-]*:?Envelope\b/.test(text);

/**
 * Call an operation that returns one string.
 *
 * @returns the return string, or the whole body as text when it is no envelope (some gateways answer in plain text)
 * @throws ConfigurationError, RetriableError by fault, status and network
 */
export const callSoap = async (call: SoapCall): Promise<string> => {
  const { scope, operation } = call;
  const reply = await send({
    ...call,
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', accept: 'text/xml', soapaction: `"${call.action ?? ''}"` },
    body: callEnvelope(call),
  });
  const refused = refusedStatus(scope, operation, reply);
  const text = refused
    ? reply.body.toString('utf8')
    : decodeText(reply.body, claimedCharset(reply.body, reply.contentType));
  if (!looksLikeEnvelope(text)) {
    if (refused) throw refused;
    return text.trim();
  }
  const body = childNamed(parseXml(scope, text), 'Body');
  const fault = childNamed(body, 'Fault');
  if (fault) throw faultError(scope, operation, fault);
  if (refused) throw refused;
  const response = body?.children[0];
  const part = response?.children[0];
  if (part) return part.text;
  throw new RetriableError(`[hub] [${scope}] ${operation} was answered without a return value`);
};
