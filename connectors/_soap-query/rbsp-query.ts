import { escapeXml } from '../_kit/xml.ts';

/** An RBSPMessage that asks: the service, the method, and its items, each a string. */
export const rbspQuery = (
  service: { requesterId: string; serviceId: string; method: string },
  items: readonly (readonly [name: string, value: string])[],
): string => {
  const list = items.map(
    ([name, value]) =>
      `<Item><Name>${escapeXml(name)}</Name><Value Type="string"><Data>${escapeXml(value)}</Data></Value></Item>`,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8"?><RBSPMessage><Version/><RequesterID>${escapeXml(service.requesterId)}</RequesterID>` +
    `<ServiceID>${escapeXml(service.serviceId)}</ServiceID><TimeStamp/><Validity/>` +
    `<Security><Signature Algorithm=""/><CheckCode Algorithm=""/><Encrypt/></Security>` +
    `<Method><Name>${escapeXml(service.method)}</Name><Items>${list.join('')}</Items></Method></RBSPMessage>`
  );
};
