import { join } from 'node:path';
import type { SourceSpecInput } from '../../ingest/configure.ts';
import type { Surroundings } from './simulators.ts';

/** The hub's side of the simulated city: where each system is, and the keys it gave us. The rest is in the mappings. */
export const demoSources = (around: Surroundings): SourceSpecInput[] => {
  const { state, dispatchDatabaseUrl, dataDir } = around;
  const at = (name: string): string => `http://127.0.0.1:${state.ports[name]}`;
  const dispatch = new URL(dispatchDatabaseUrl);
  const password = decodeURIComponent(dispatch.password);
  dispatch.password = '';
  const traffic = {
    endpoint: `${at('traffic')}/trffweb/services/TmriOutAccess`,
    family: 'old',
    jkxlh: state.secrets.jkxlh,
    historyDays: 7,
  };
  /** Links are written back where the other side has a place for them. */
  const told = { publish: true, publishDays: 3 };
  return [
    {
      name: 'traffic-violation',
      mapping: 'traffic-violation',
      // This city's platform takes the address of a video for roadside checks as well.
      settings: {
        ...traffic,
        ...told,
        publishJkid: '04C54',
        publishElement: 'violation',
        publishFields: { jdsbh: '{attributes.decision}', spdz: '{url}' },
      },
      state: 'running',
    },
    {
      name: 'traffic-surveillance',
      mapping: 'traffic-surveillance',
      settings: { ...traffic, ...told },
      state: 'running',
    },
    {
      name: 'dispatch-icc',
      mapping: 'dispatch-icc',
      schedule: '*/2 * * * * *',
      settings: { url: dispatch.href, password, historyDays: 7, ...told, publishSystems: ['dispatch', 'case'] },
      state: 'running',
    },
    {
      name: 'police-platform-case',
      mapping: 'police-platform-case',
      settings: {
        url: `${at('police-platform')}/restcloud/fh_gateway/v1/zyk/ajxx`,
        tokenUrl: `${at('police-platform')}/restcloud/fh_gateway/v1/auth/apitokenxx`,
        tokenBody: '{"appid":"{user}","appsecret":"{password}"}',
        user: 'footage-link-hub',
        password: state.secrets.platform,
        body: '{"pageNum":"{page}","pageSize":"{size}","gxsj_q":"{from}","gxsj_z":"{to}"}',
        historyDays: 7,
      },
      state: 'running',
    },
    { name: 'incident-rbsp', mapping: 'incident-rbsp', state: 'running' },
    {
      name: 'intelligence-push',
      mapping: 'intelligence-push',
      settings: { secret: `whsec_${Buffer.from(state.secrets.intelligence ?? '').toString('base64')}` },
      state: 'running',
    },
    {
      name: 'intelligence-clue',
      mapping: 'intelligence-clue',
      schedule: '*/30 * * * * *',
      settings: {
        endpoint: `${at('intelligence')}/node`,
        style: 'form',
        fields: {
          SenderID: 'C99-00000001',
          ServiceID: 'S99-00000821',
          UserCardId: '990102190001010000',
          UserName: '关联中枢',
          UserDept: '990100000000',
          Method: 'Query',
          DataObjectCode: 'QB_XS',
          Condition: "GXSJ>='{from}' AND GXSJ<='{to}'",
          PageNum: '{page}',
          RowsPerPage: '{size}',
        },
        timeFormat: 'yyyyMMddHHmmss',
        historyDays: 7,
      },
      state: 'running',
    },
    {
      name: 'dock-linjiang',
      mapping: 'docking-station-v3',
      settings: { authkey: state.secrets.dock, mediaHosts: [new URL(at('docking-station')).host] },
      state: 'running',
    },
    {
      name: 'interview-rooms',
      mapping: 'interview-room',
      settings: { folder: join(dataDir, 'interview-rooms') },
      state: 'running',
    },
  ];
};
