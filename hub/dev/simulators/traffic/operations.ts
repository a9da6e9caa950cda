/** Interfaces 1.1: one Axis service a path, its operations and their parameters in the order of the WSDL. */
export interface TrafficEndpoint {
  path: string;
  service: string;
  operations: Record<string, readonly string[]>;
}

const old = ['xtlb', 'jkxlh', 'jkid', 'UTF8XmlDoc'] as const;
const withCaller = ['xtlb', 'jkxlh', 'jkid', 'yhbz', 'dwmc', 'dwjgdm', 'yhxm', 'zdbs', 'UTF8XmlDoc'] as const;
/** dwjgdm and dwmc change places against `withCaller`. For writes this order is assumed: only the query's is known. */
const withScene = ['xtlb', 'jkxlh', 'jkid', 'cjsqbh', 'dwjgdm', 'dwmc', 'yhbz', 'yhxm', 'zdbs', 'UTF8XmlDoc'] as const;

export const endpoints: readonly TrafficEndpoint[] = [
  {
    path: '/trffweb/services/TmriOutAccess',
    service: 'TmriJaxRpcOutAccessService',
    operations: { queryObjectOut: old, writeObjectOut: old },
  },
  {
    path: '/trffweb/services/TmriOutNewAccess',
    service: 'TmriJaxRpcOutNewAccessService',
    operations: {
      queryObjectOut: withCaller,
      writeObjectOut: withCaller,
      queryObjectOutNew: withScene,
      writeObjectOutNew: withScene,
    },
  },
];

export const inputNamespace = 'http://endpoint.axis.framework.tmri.com';
