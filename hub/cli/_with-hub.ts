import { readEnvironment } from '../core/environment.ts';
import { type Hub, openHub } from '../workers/hub.ts';

/** Run a command that needs the whole hub, and close it whatever happens. */
export const withHub = async <T>(run: (hub: Hub) => Promise<T>): Promise<T> => {
  const hub = await openHub(readEnvironment());
  try {
    await hub.refreshMappings();
    return await run(hub);
  } finally {
    await hub.close();
  }
};
