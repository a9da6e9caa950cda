import { ConfigurationError, HubError } from '../../hub/core/errors.ts';
import { codeOf, networkError } from '../_kit/network-error.ts';

const scope = 'sql-table';

/**
 * The typed error for whatever a driver threw.
 *
 * @param ours the driver's codes that no second try mends, with the remedy for each
 */
export const databaseError = (what: string, error: unknown, ours: Readonly<Record<string, string>>): HubError => {
  if (error instanceof HubError) return error;
  const code = codeOf(error);
  const remedy = code === undefined ? undefined : ours[code];
  if (remedy === undefined) return networkError(scope, what, error);
  const reason = error instanceof Error ? error.message : code;
  return new ConfigurationError(`[hub] [${scope}] ${what}: ${reason}`, { cause: error, remedy });
};
