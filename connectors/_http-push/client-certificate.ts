import { ForbiddenError, UnauthenticatedError } from '../../hub/core/errors.ts';
import { secretEquals } from '../_kit/secret-equals.ts';

const isFingerprint = /^[0-9a-f]{40}$|^[0-9a-f]{64}$/;

/** Fingerprints lose their colons and capitals, subjects the spaces around their parts and the kind of separator. */
const plainForm = (text: string): string => {
  const digits = text.replace(/[:\s]/g, '').toLowerCase();
  if (isFingerprint.test(digits)) return digits;
  return text
    .split(/[,;/]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .join(';');
};

/**
 * What names the certificate in the header: its whole text, and of Envoy's `Hash=…;Subject="…"` both. Of several
 * elements only the last counts: the ones before it were written by somebody further away.
 */
const namesOf = (header: string): string[] => {
  const pairs = [...header.matchAll(/(?:^|[;,])\s*(Hash|Subject|By)=("(?:[^"\\]|\\.)*"|[^;,]*)/gi)];
  const last = (name: string): string[] => {
    const value = pairs.findLast(([, key]) => key?.toLowerCase() === name)?.[2];
    return value === undefined ? [] : [plainForm(value.replace(/^"|"$/g, ''))];
  };
  const isForwarded = /(?:^|[;,])\s*Hash=/i.test(header);
  return isForwarded ? [...last('hash'), ...last('subject')] : [plainForm(header)];
};

/**
 * Let in who shows a listed certificate. The hub does not end TLS itself: the proxy does, checks the certificate, and
 * proves with its own secret that it is the proxy.
 *
 * @throws UnauthenticatedError when the proxy's secret or the certificate is absent, ForbiddenError when the certificate
 *   is not listed
 */
export const verifyCertificate = (
  headers: Headers,
  { secrets, header, certificates }: { secrets: readonly string[]; header: string; certificates: readonly string[] },
): void => {
  const proof = headers.get('x-proxy-secret') ?? '';
  if (!secrets.some((secret) => secretEquals(proof, secret))) {
    throw new UnauthenticatedError('[hub] [http-push] the request did not come through the trusted proxy', {
      remedy: 'send it to the proxy, which adds X-Proxy-Secret',
    });
  }
  const shown = headers.get(header) ?? '';
  if (shown === '') {
    throw new UnauthenticatedError('[hub] [http-push] there is no client certificate', {
      remedy: `connect with a client certificate; the proxy has to pass it on as ${header}`,
    });
  }
  const listed = new Set(certificates.map(plainForm));
  if (namesOf(shown).some((name) => listed.has(name))) return;
  throw new ForbiddenError('[hub] [http-push] this client certificate is not listed', {
    remedy: 'have its fingerprint or subject added to the source',
  });
};
