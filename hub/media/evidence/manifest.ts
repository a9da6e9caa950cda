import { z } from 'zod';

/** One file of a package. Digests are of its bytes, hexadecimal: SHA-256, and SM3 (GB/T 32905). */
export const packedFileSchema = z.object({
  /** Below the top of the package, forward slashes. */
  path: z.string().min(1),
  /** `original`: the bytes as they came. `segment`: the linked part, cut from the original without encoding it anew. */
  role: z.enum(['original', 'segment', 'viewer']),
  /** `{source}/{externalId}` of the recording. */
  footage: z.string().optional(),
  type: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sm3: z.string().regex(/^[0-9a-f]{64}$/),
});
export type PackedFile = z.infer<typeof packedFileSchema>;

/** What the hub knew when the package was ordered; stored then, so that the package is the same whenever it is fetched. */
export const packageContentSchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  reason: z.string(),
  hub: z.object({ name: z.string(), url: z.string() }),
  /** Canonical JSON of the record. */
  record: z.record(z.string(), z.unknown()),
  /** Canonical JSON of the recordings. */
  footage: z.array(z.record(z.string(), z.unknown())),
  /** How each recording is linked, with the evidence, and what people decided, oldest first. */
  links: z.array(z.record(z.string(), z.unknown())),
  decisions: z.array(z.record(z.string(), z.unknown())),
  /** Rows of the audit log about the record and these recordings, oldest first, each with its hash; and the head then. */
  log: z.array(z.record(z.string(), z.unknown())),
  logHead: z.object({ seq: z.number(), hash: z.string() }).optional(),
});
export type PackageContent = z.infer<typeof packageContentSchema>;

export const manifestFormat = 'footage-link-hub/evidence/1';

/** `manifest.json` of a package: everything that is signed. */
export const manifestSchema = packageContentSchema.extend({
  format: z.literal(manifestFormat),
  files: z.array(packedFileSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** `signature.json`: Ed25519 (EdDSA, RFC 8032) over the bytes of `manifest.json`. */
export const signatureSchema = z.object({
  alg: z.literal('EdDSA'),
  /** First 16 hex digits of the SHA-256 of the public key: to be compared with what the hub says of itself. */
  fingerprint: z.string(),
  /** Raw public key and signature, base64url. */
  publicKey: z.string(),
  signature: z.string(),
});
export type Signature = z.infer<typeof signatureSchema>;
