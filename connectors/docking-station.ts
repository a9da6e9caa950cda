import { type CheckStep, defineConnector } from '../hub/core/connector.ts';
import { ConfigurationError, NotFoundError, UnauthenticatedError } from '../hub/core/errors.ts';
import { type Call, operations } from './_docking-station/operations.ts';
import { type Settings, type Station, settings } from './_docking-station/settings.ts';
import { codeAnswer, codeRefusal } from './_kit/code-answer.ts';
import { secretEquals } from './_kit/secret-equals.ts';

const scope = 'docking-station';
const base = '/openapi/workstation/v3';

/** Some clients write the first parameter after "&" instead of "?": `/suborg&sjbmbh=…`. */
const splitPath = (path: string, search: URLSearchParams): { path: string; query: URLSearchParams } => {
  const [own = '', ...rest] = path.split('&');
  const query = new URLSearchParams(search);
  for (const [name, value] of new URLSearchParams(rest.join('&'))) query.append(name, value);
  return { path: own.startsWith(base) ? own.slice(base.length) : own, query };
};

const stationOf = ({ authkey, stations }: Settings, query: URLSearchParams): Station => {
  const id = query.get('gzz_xh') ?? '';
  const known = stations.find((station) => station.id === id);
  const mayCall = /^\d{20}$/.test(id) && (stations.length === 0 || known !== undefined);
  if (secretEquals(query.get('authkey') ?? '', authkey) && mayCall) {
    return known ?? { id, name: '', org: '', orgName: '', admin: '', phone: '', address: '' };
  }
  throw new UnauthenticatedError(`[hub] [${scope}] authkey or gzz_xh is absent or wrong`, {
    remedy: 'send the key of this source and the 20-digit id of a registered station',
  });
};

const perform = (context: Call['context'], request: Request): Promise<unknown> => {
  const { path, query } = splitPath(context.path, new URL(request.url).searchParams);
  const station = stationOf(context.settings, query);
  const operation = operations[`${request.method} ${path}`];
  if (operation) return operation({ context, request, query, station });
  throw new NotFoundError(`[hub] [${scope}] there is no ${request.method} ${path}`, {
    remedy: `use ${Object.keys(operations).join(', ')} below ${base}`,
  });
};

export default defineConnector({
  title: { zh: '采集工作站（v3 接口）', en: 'Docking station (v3)' },
  about: {
    zh: '接收采集工作站（v3 接口）的心跳、单位、人员和文件目录，代替原来的上级平台。',
    en:
      'Takes the place of the platform that docking stations of body cameras report to: workstation API v3 with heartbeat, organisations, users and files. ' +
      'A message is the JSON array of file objects of one fileinfo call. Errors are answered as {code, message} with the same HTTP status.',
  },
  settings,

  async check({ settings: { workstationConfig, stations } }): Promise<CheckStep[]> {
    try {
      JSON.parse(workstationConfig);
    } catch (cause) {
      throw new ConfigurationError(`[hub] [${scope}] the station configuration is not JSON`, {
        cause,
        remedy: 'correct workstationConfig, e.g. {}',
      });
    }
    return [
      {
        step: 'serve',
        ok: true,
        detail:
          stations.length > 0
            ? `open to ${stations.length} stations below ${base}`
            : `open to any station with the key below ${base}`,
      },
    ];
  },

  async receive(context, request) {
    try {
      return codeAnswer(0, 'SUCCESS', await perform(context, request));
    } catch (error) {
      return codeRefusal(error);
    }
  },
});
