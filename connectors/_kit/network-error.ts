import { ConfigurationError, HubError, RetriableError } from '../../hub/core/errors.ts';

const certificateCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The system's code of an error, looked for in its causes too. */
export const codeOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code ?? codeOf(error.cause);
};

/**
 * The typed error for whatever a connection attempt threw. Everything the network does is retriable, an untrusted
 * certificate is not: trying again does not make it trusted. Errors of the hub pass as they are.
 *
 * @param what the attempt, e.g. `POST https://host/path`; without secrets
 */
export const networkError = (scope: string, what: string, error: unknown): HubError => {
  if (error instanceof HubError) return error;
  const code = codeOf(error);
  if (code !== undefined && certificateCodes.has(code)) {
    return new ConfigurationError(`[hub] [${scope}] ${what}: the certificate is not trusted (${code})`, {
      cause: error,
      remedy: 'install the issuer by NODE_EXTRA_CA_CERTS, or accept self-signed certificates in the settings',
    });
  }
  const reason = code ?? (error instanceof Error ? error.message : String(error));
  return new RetriableError(`[hub] [${scope}] ${what}: ${reason}`, {
    cause: error,
    remedy: 'check address, port and firewall; the hub tries again by itself',
  });
};
