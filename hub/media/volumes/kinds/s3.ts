import type { S3Client } from '@aws-sdk/client-s3';
import { flag, optionalText, secret, text, url } from '../../../core/setting.ts';
import { defineVolumeKind } from '../kind.ts';
import { s3Volume } from './_s3-volume.ts';

/** Silence of the other side that is taken for a failure. */
const patience = { connectionTimeout: 5_000, requestTimeout: 30_000 };

/** A bucket of anything that speaks S3: MinIO, Ceph, OBS, OSS, Swift. */
export default defineVolumeKind({
  title: { zh: 'S3 对象存储', en: 'S3 object storage' },
  about:
    'A bucket of an object store that speaks S3 (MinIO, Ceph, OBS, OSS and others). Bytes are read through the hub, with its rights and its log; the store itself needs to be reached by the hub alone.',
  settings: {
    endpoint: url({
      label: { zh: '地址', en: 'Address' },
      help: { zh: '对象存储的地址，不含存储桶。', en: 'Of the object store, without the bucket.' },
      example: 'https://objects.internal:9000',
    }),
    bucket: text({
      label: { zh: '存储桶', en: 'Bucket' },
      help: { zh: '必须已存在，平台不会创建。', en: 'It must be there; the hub makes none.' },
      example: 'footage',
    }),
    accessKey: text({
      label: { zh: 'Access Key', en: 'Access key' },
      help: { zh: '有该存储桶读写权限的账号。', en: 'Of an account that may read and write the bucket.' },
    }),
    secretKey: secret({
      label: { zh: 'Secret Key', en: 'Secret key' },
      help: { zh: '与 Access Key 对应。', en: 'Belongs to the access key.' },
    }),
    prefix: optionalText({
      label: { zh: '前缀', en: 'Prefix' },
      help: {
        zh: '加在每个路径之前，用于与其他系统共用的存储桶。',
        en: 'Put before every path, for a bucket that is shared with others.',
      },
      example: 'hub/',
      advanced: true,
    }),
    region: text({
      label: { zh: '区域', en: 'Region' },
      help: { zh: '参与签名；多数私有存储可任意填写。', en: 'Part of the signature; most private stores take any.' },
      fallback: 'us-east-1',
      advanced: true,
    }),
    pathStyle: flag({
      label: { zh: '路径风格', en: 'Path style' },
      help: {
        zh: '存储桶写在路径中而不是主机名中，私有存储通常需要。',
        en: 'Bucket in the path instead of the host name, as private stores want it.',
      },
      fallback: true,
      advanced: true,
    }),
  },
  async prepare(name, settings) {
    await this.open(name, settings).check();
  },
  open: (name, { endpoint, bucket, accessKey, secretKey, prefix, region, pathStyle }) => {
    let client: Promise<S3Client> | undefined;
    const connect = async (): Promise<S3Client> => {
      // The version is pinned; what later ones need is no news for an operator's log.
      process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
      // Large, and of use to those alone who have such a volume.
      const { S3Client } = await import('@aws-sdk/client-s3');
      return new S3Client({
        endpoint,
        region,
        forcePathStyle: pathStyle,
        credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
        requestHandler: { ...patience },
        maxAttempts: 2,
        // The hub compares SHA-256 itself; other stores than Amazon's know no checksums in trailers.
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      });
    };
    return s3Volume(name, {
      client: () => {
        client ??= connect();
        return client;
      },
      bucket,
      prefix: prefix ?? '',
    });
  },
});
