import { childNamed, escapeXml, parseXml, type XmlElement } from '../_kit/xml.ts';
import { inputNamespace, type TrafficEndpoint } from './operations.ts';

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
const schema = 'http://www.w3.org/2001/XMLSchema';
const instance = `${schema}-instance`;

/** What Axis answers with HTTP 500: the caller broke the protocol, as against an error code of the business. */
export class AxisFault extends Error {
  override name = 'AxisFault';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const userException = (message: string): AxisFault => new AxisFault('soapenv:Server.userException', message);

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><soapenv:Envelope xmlns:soapenv="${soap}" xmlns:xsd="${schema}" xmlns:xsi="${instance}"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;

export const faultReply = ({ code, message }: AxisFault): string =>
  envelope(
    `<soapenv:Fault><faultcode xmlns:ns1="http://xml.apache.org/axis/">${code}</faultcode><faultstring>${escapeXml(message)}</faultstring><detail><ns2:hostname xmlns:ns2="http://xml.apache.org/axis/">tmri-app01</ns2:hostname></detail></soapenv:Fault>`,
  );

/** `text` is the return string; the wrapper stands in the namespace of the service's address (interfaces 1.1). */
export const reply = (operation: string, url: string, text: string): string =>
  envelope(
    `<ns1:${operation}Response soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xmlns:ns1="${url}"><${operation}Return xsi:type="xsd:string">${escapeXml(text)}</${operation}Return></ns1:${operation}Response>`,
  );

export interface TrafficCall {
  operation: string;
  parameters: Record<string, string>;
}

/** An empty header (`SOAPAction: ""`) is what the WSDL asks for; another value would name a service of its own. */
export const checkSoapAction = (header: string | undefined): void => {
  if (header === undefined) throw new AxisFault('ns1:Client.NoSOAPAction', 'no SOAPAction header!');
  const target = header.trim().replace(/^"(.*)"$/, '$1');
  if (target !== '') {
    throw new AxisFault(
      'ns1:Server.NoService',
      `The AXIS engine could not find a target service to invoke!  targetService is ${target}`,
    );
  }
};

const parseEnvelope = async (text: string): Promise<XmlElement> => {
  try {
    return await parseXml(text);
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw userException(`org.xml.sax.SAXParseException: ${reason}`);
  }
};

const readArgument = (argument: XmlElement): string => {
  const nil = argument.attributes.find(({ name, namespace }) => name === 'nil' && namespace === instance);
  if (nil?.value === 'true' || nil?.value === '1') return '';
  const type = argument.attributes.find(({ name, namespace }) => name === 'type' && namespace === instance)?.value;
  if (!type || !/^(?:[\w.-]+:)?string$/.test(type)) {
    throw userException(
      `org.xml.sax.SAXException: Deserializing parameter '${argument.name}':  could not find deserializer for type ${type ?? 'null'}`,
    );
  }
  if (argument.children.length > 0) {
    throw userException(
      'org.xml.sax.SAXException: SimpleDeserializer encountered a child element, which is NOT expected, in something it was trying to deserialize.',
    );
  }
  return argument.text;
};

/** Reads the call out of a request body. Throws AxisFault for whatever Axis 1.4 would refuse. */
export const readCall = async (text: string, { operations }: TrafficEndpoint): Promise<TrafficCall> => {
  const root = await parseEnvelope(text);
  if (root.name !== 'Envelope') throw userException(`org.xml.sax.SAXException: Bad envelope tag:  ${root.name}`);
  if (root.namespace !== soap) throw new AxisFault('soapenv:VersionMismatch', 'Version Mismatch');
  const call = childNamed(root, 'Body')?.children[0];
  const parts = call && Object.hasOwn(operations, call.name) ? operations[call.name] : undefined;
  if (!call || !parts || call.namespace !== inputNamespace) {
    throw new AxisFault('ns1:Client', `No such operation '${call?.name ?? ''}'`);
  }
  const parameters: Record<string, string> = {};
  for (const argument of call.children) {
    if (!parts.includes(argument.name)) {
      throw userException(`org.xml.sax.SAXException: Invalid element in ${call.name} - ${argument.name}`);
    }
    parameters[argument.name] = readArgument(argument);
  }
  if (call.children.length !== parts.length) throw new AxisFault('ns1:Client', `No such operation '${call.name}'`);
  return { operation: call.name, parameters };
};
