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
    jkxlh: state.secrets.jkxlh,
    historyDays: 7,
  };
  return [
    { name: 'traffic-violation', mapping: 'traffic-violation', settings: traffic, state: 'running' },
    { name: 'traffic-surveillance', mapping: 'traffic-surveillance', settings: traffic, state: 'running' },
    {
      name: 'dispatch-icc',
      mapping: 'dispatch-icc',
      settings: { url: dispatch.href, password, historyDays: 7 },
      state: 'running',
    },
    {
      name: 'police-platform-case',
      mapping: 'police-platform-case',
      settings: {
        url: `${at('police-platform')}/restcloud/fh_gateway/v1/zyk/ajxx`,
        tokenUrl: `${at('police-platform')}/restcloud/fh_gateway/v1/auth/apitokenxx`,
        user: 'footage-link-hub',
        password: state.secrets.platform,
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
      settings: { endpoint: `${at('intelligence')}/node`, historyDays: 7 },
      state: 'running',
    },
    {
      name: 'dock-linjiang',
      mapping: 'docking-station-v3',
      settings: { authkey: state.secrets.dock },
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
