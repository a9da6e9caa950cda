import type { Opened, RawMessage } from '../../../hub/core/connector.ts';
import { cityFile, startSimulator } from '../../dev/simulators/start-simulator.ts';
import type { ConnectorCase, Peer } from './_case.ts';

/** As the mapping of 04C03 decodes a reply; no row is code 0 at this platform. */
const open = ({ body }: RawMessage): Opened => {
  const document = decodeURIComponent(Buffer.from(body).toString('utf8').replaceAll('+', ' '));
  const rows = [...document.matchAll(/<viosurveil id="\d+">(.*?)<\/viosurveil>/gi)].map(([, fields = '']) =>
    Object.fromEntries([...fields.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, value]) => [name, value])),
  );
  return { rows, document };
};

const settings = {
  endpoint: 'http://127.0.0.1:1/services/TmriOutNewAccess',
  jkid: '04C01',
  jkxlh: 'TESTKEY',
  conditions: {},
};

const path = '/trffweb/services/TmriOutAccess';

/** The traffic platform of the simulated city, which has no row of these numbers yet. */
const platform = async (): Promise<Peer> => {
  const { url } = await startSimulator('traffic', { CITY_FILE: cityFile(), TRAFFIC_JKXLH: 'TESTKEY' });
  const own = { ...settings, endpoint: `${url}${path}`, family: 'old', jkid: '04C03', publish: true };
  return {
    settings: own,
    refused: { ...own, jkxlh: 'WRONG' },
    pointedAt: (host) => ({ ...own, endpoint: `http://${host}${path}`, timeoutSeconds: 1 }),
    async held() {
      const { spdz } = (await (await fetch(url)).json()) as { spdz: { viosurveil: Record<string, string> } };
      return Object.keys(spdz.viosurveil)
        .sort()
        .map((xh) => spdz.viosurveil[xh] ?? '');
    },
    open,
    // 违法行为 is what a row may not lack.
    unwanted: (publication) => ({ ...publication, record: { ...publication.record, category: {} } }),
  };
};

export default {
  publishing: platform,
  settings,
  pointedAt: (host) => ({ ...settings, endpoint: `http://${host}/services/TmriOutNewAccess`, timeoutSeconds: 1 }),
} satisfies ConnectorCase;
