import { type CheckStep, defineConnector } from '../hub/core/connector.ts';
import { ConfigurationError } from '../hub/core/errors.ts';
import { challengesOf, DigestRequiredError } from './_viid/door.ts';
import { perform } from './_viid/operations.ts';
import { registerAtPlatform, stayInTouch } from './_viid/platform.ts';
import { type Settings, settings } from './_viid/settings.ts';
import { statusOfError } from './_viid/status.ts';

const scope = 'viid';

/** From `/VIID` on, without a slash at the end: the address before it is the source's own affair. */
const viidPath = (path: string): string => {
  const own = path.replace(/\/+$/, '');
  return own.startsWith('/VIID/') ? own : `/VIID${own}`;
};

const checkHandTo = (source: string, { handTo }: Settings): void => {
  if (!Object.values(handTo).includes(source)) return;
  throw new ConfigurationError(`[hub] [${scope}] ${source} hands on to itself`, {
    remedy: 'name other sources in handTo, or leave the collection out',
  });
};

const checkPlatform = ({ platformUrl, platformPassword, notifyUrl }: Settings): void => {
  if (platformUrl === undefined || (platformPassword !== undefined && notifyUrl !== undefined)) return;
  throw new ConfigurationError(`[hub] [${scope}] the other view library needs a password and an address to notify`, {
    remedy: 'fill in platformPassword and notifyUrl, or leave platformUrl empty',
  });
};

export default defineConnector({
  title: { zh: '视图库（GA/T 1400）', en: 'View library (GA/T 1400)' },
  about: {
    zh: '作为视图库（GA/T 1400）接收设备和平台上传：Digest 注册、保活、校时、视频片段、图像、文件、案件和通知；也可向其他视图库订阅。',
    en:
      'Takes the place of a view library (视图库) that devices and platforms upload to: registration by HTTP Digest, keepalive, time, VideoSlices, Images, Files, Cases, APEs and notifications, each object answered by itself. ' +
      'Only who has registered is heard; the registration is shared by all processes. A message is one upload as it came; a notification is read as if its objects had been uploaded. ' +
      'With the address of another view library and a schedule the hub also registers there, keeps itself registered and subscribes: what it polls brings nothing itself, the notifications come in by the door.',
  },
  settings,

  async check(context): Promise<CheckStep[]> {
    const { devices, platformUrl } = context.settings;
    checkHandTo(context.source, context.settings);
    checkPlatform(context.settings);
    const serve: CheckStep = {
      step: 'serve',
      ok: true,
      detail:
        devices.length > 0
          ? `open to ${devices.length} devices below /VIID`
          : 'open to any device with the password below /VIID',
    };
    if (platformUrl === undefined) return [serve];
    await registerAtPlatform(context);
    return [serve, { step: 'register', ok: true, detail: `registered at ${new URL(platformUrl).host}` }];
  },

  // biome-ignore lint/correctness/useYield: nothing is fetched; the other side brings it
  async *poll(context, cursor) {
    if (cursor !== undefined) {
      throw new ConfigurationError(`[hub] [${scope}] the stored position is none of this connector's`, {
        remedy: 'reset the position of the source',
      });
    }
    if (context.signal.aborted || context.settings.platformUrl === undefined) return;
    checkPlatform(context.settings);
    await stayInTouch(context);
  },

  async receive(context, request) {
    const path = viidPath(context.path);
    try {
      return await perform({ context, request, path });
    } catch (error) {
      const isStale = error instanceof DigestRequiredError && error.stale;
      return statusOfError(error, path, context.settings.zone, challengesOf(context, isStale));
    }
  },
});
