import { claimedCharset, decodeText } from '../../hub/core/charset.ts';
import { RecordError } from '../../hub/core/errors.ts';
import { soapNamespace } from './soap.ts';
import { childNamed, escapeXml, parseXml, type XmlElement } from './xml.ts';

/*
 * A SOAP 1.1 server of one operation, by hand and not by the `soap` package: that reads the body itself, as UTF-8 and
 * without a bound, while here it comes in GB2312 and is read at the door.
 */

export interface SoapRequest {
  operation: string;
  namespace: string;
  arguments: readonly XmlElement[];
}

const malformed = (scope: string, what: string): RecordError =>
  new RecordError(`[hub] [${scope}] ${what}`, { remedy: 'send a SOAP 1.1 envelope as the WSDL describes it' });

/** @throws RecordError when the body is no SOAP 1.1 envelope with one call in it */
export const readSoapRequest = (scope: string, body: Uint8Array, contentType: string): SoapRequest => {
  if (body.byteLength === 0) throw malformed(scope, 'the request has no body');
  const envelope = parseXml(scope, decodeText(body, claimedCharset(body, contentType)));
  if (envelope.name !== 'Envelope' || envelope.namespace !== soapNamespace) {
    throw malformed(scope, `the request is no SOAP 1.1 envelope but <${envelope.name}>`);
  }
  const call = childNamed(envelope, 'Body')?.children[0];
  if (!call) throw malformed(scope, 'the envelope holds no call');
  return { operation: call.name, namespace: call.namespace, arguments: call.children };
};

const envelopeOf = (content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${soapNamespace}"` +
  ` xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
  `<soapenv:Body>${content}</soapenv:Body></soapenv:Envelope>`;

/** The return part is unqualified, as strict peers want it. */
export const soapReply = (namespace: string, operation: string, value: string): string =>
  envelopeOf(
    `<ns1:${operation}Response xmlns:ns1="${escapeXml(namespace)}">` +
      `<${operation}Return xsi:type="xsd:string">${escapeXml(value)}</${operation}Return></ns1:${operation}Response>`,
  );

/** `Client`: sending the same again is no use. `Server`: it may be sent again. */
export const soapFault = (side: 'Client' | 'Server', text: string): string =>
  envelopeOf(
    `<soapenv:Fault><faultcode>soapenv:${side}</faultcode><faultstring>${escapeXml(text)}</faultstring></soapenv:Fault>`,
  );

/** The description of an rpc service with one operation of one string, for clients that generate their code from it. */
export const soapDescription = (namespace: string, operation: string, part: string, address: string): string => {
  const ns = escapeXml(namespace);
  const body = `<wsdlsoap:body encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" namespace="${ns}" use="encoded"/>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions targetNamespace="${ns}" xmlns:impl="${ns}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:wsdlsoap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <wsdl:message name="${operation}Request"><wsdl:part name="${part}" type="xsd:string"/></wsdl:message>
  <wsdl:message name="${operation}Response"><wsdl:part name="${operation}Return" type="xsd:string"/></wsdl:message>
  <wsdl:portType name="ServiceImpl">
    <wsdl:operation name="${operation}" parameterOrder="${part}">
      <wsdl:input message="impl:${operation}Request" name="${operation}Request"/>
      <wsdl:output message="impl:${operation}Response" name="${operation}Response"/>
    </wsdl:operation>
  </wsdl:portType>
  <wsdl:binding name="ServiceImplSoapBinding" type="impl:ServiceImpl">
    <wsdlsoap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="${operation}">
      <wsdlsoap:operation soapAction=""/>
      <wsdl:input name="${operation}Request">${body}</wsdl:input>
      <wsdl:output name="${operation}Response">${body}</wsdl:output>
    </wsdl:operation>
  </wsdl:binding>
  <wsdl:service name="ServiceImplService">
    <wsdl:port binding="impl:ServiceImplSoapBinding" name="ServiceImpl"><wsdlsoap:address location="${escapeXml(address)}"/></wsdl:port>
  </wsdl:service>
</wsdl:definitions>
`;
};
