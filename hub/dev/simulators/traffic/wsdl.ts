import { inputNamespace, type TrafficEndpoint } from './operations.ts';

const message = (name: string, parts: readonly string[]): string => `
  <wsdl:message name="${name}">${parts.map((part) => `\n    <wsdl:part name="${part}" type="xsd:string"/>`).join('')}
  </wsdl:message>`;

const portOperation = (name: string, parts: readonly string[]): string => `
    <wsdl:operation name="${name}" parameterOrder="${parts.join(' ')}">
      <wsdl:input message="impl:${name}Request" name="${name}Request"/>
      <wsdl:output message="impl:${name}Response" name="${name}Response"/>
    </wsdl:operation>`;

const body = (namespace: string): string =>
  `<wsdlsoap:body encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" namespace="${namespace}" use="encoded"/>`;

const boundOperation = (name: string, url: string): string => `
    <wsdl:operation name="${name}">
      <wsdlsoap:operation soapAction=""/>
      <wsdl:input name="${name}Request">${body(inputNamespace)}</wsdl:input>
      <wsdl:output name="${name}Response">${body(url)}</wsdl:output>
    </wsdl:operation>`;

/**
 * The service description as Axis 1.4 generates it from Java: rpc/encoded, input in the namespace of the Java
 * package, output in a namespace that is the address of the service.
 */
export const wsdlOf = ({ path, service, operations }: TrafficEndpoint, origin: string): string => {
  const url = `${origin}${path}`;
  const port = path.slice(path.lastIndexOf('/') + 1);
  const list = Object.entries(operations);
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions targetNamespace="${url}" xmlns:apachesoap="http://xml.apache.org/xml-soap" xmlns:impl="${url}" xmlns:intf="${url}" xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:wsdlsoap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<!--WSDL created by Apache Axis version: 1.4
Built on Apr 22, 2006 (06:55:48 PDT)-->${list
    .map(([name, parts]) => message(`${name}Request`, parts) + message(`${name}Response`, [`${name}Return`]))
    .join('')}
  <wsdl:portType name="${service.replace(/Service$/, '')}">${list.map(([name, parts]) => portOperation(name, parts)).join('')}
  </wsdl:portType>
  <wsdl:binding name="${port}SoapBinding" type="impl:${service.replace(/Service$/, '')}">
    <wsdlsoap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>${list
      .map(([name]) => boundOperation(name, url))
      .join('')}
  </wsdl:binding>
  <wsdl:service name="${service}">
    <wsdl:port binding="impl:${port}SoapBinding" name="${port}">
      <wsdlsoap:address location="${url}"/>
    </wsdl:port>
  </wsdl:service>
</wsdl:definitions>
`;
};
