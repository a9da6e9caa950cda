import { hashPassword } from '../../access/password.ts';
import { tokenHash } from '../../access/token.ts';
import type { Role } from '../../core/vocabulary.ts';
import { configureSource } from '../../ingest/configure.ts';
import type { IngestDeps } from '../../ingest/deps.ts';
import { findAccount, saveAccount } from '../../store/accounts.ts';
import { saveApiKey } from '../../store/api-keys.ts';
import { saveOrgs, savePeople } from '../../store/directory.ts';
import { cityOf } from '../city/city.ts';
import { directoryOf } from '../city/directory.ts';
import { demoKey, type Surroundings } from './simulators.ts';
import { demoSources } from './sources.ts';
import { demoRoles } from './state.ts';

const names: Record<Role, string> = {
  handler: '办案演示',
  analyst: '研判演示',
  integrator: '对接演示',
  supervisor: '督察演示',
  operator: '运维演示',
  admin: '管理演示',
  station: '采集站演示',
};

/** What has to be in the hub before the city can live: organisations, people, accounts, the case system's key, sources. */
export const foundCity = async (
  deps: Pick<IngestDeps, 'store' | 'connectors' | 'mappings' | 'environment'>,
  around: Surroundings,
): Promise<void> => {
  const { db } = deps.store;
  const { state } = around;
  const city = cityOf(state.city.seed, state.city.firstDay);
  const { orgs, people } = directoryOf(city);
  await saveOrgs(db, orgs);
  await savePeople(db, people);
  const bureau = orgs.find(({ parent }) => parent === undefined)?.code ?? '';
  const handler = city.officers.find(({ duty }) => duty === 'detective');
  for (const role of demoRoles) {
    if (await findAccount(db, role)) continue;
    const own =
      role === 'handler' && handler
        ? { policeId: handler.policeId, orgs: [handler.org] }
        : { policeId: null, orgs: [bureau] };
    await saveAccount(db, {
      user: role,
      password: await hashPassword(state.secrets[role] ?? ''),
      name: names[role],
      role,
      disabled: false,
      ...own,
    });
  }
  await saveApiKey(db, {
    keyHash: tokenHash(demoKey(state, 'case')),
    name: '警综平台（演示）',
    system: 'case',
    role: 'handler',
    orgs: [bureau],
    origins: [`http://127.0.0.1:${state.ports['police-platform']}`],
  });
  await saveApiKey(db, {
    keyHash: tokenHash(demoKey(state, 'script')),
    name: 'script',
    role: 'admin',
    orgs: [bureau],
    origins: [],
  });
  for (const source of demoSources(around)) await configureSource(deps, source);
};
