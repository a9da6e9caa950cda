import { openSettings, secretBox } from '../store/secret.ts';
import type { SourceRow } from '../store/sources.ts';
import type { IngestDeps } from './deps.ts';
import { hideSecrets } from './hide-secrets.ts';

/** Takes the secrets of a source out of what is shown of its messages: other systems repeat what they were sent. */
export interface Hide {
  text(text: string): string;
  bytes(body: Uint8Array): Uint8Array;
  /** In every text of a JSON value. */
  value<T>(value: T): T;
}

const nothing: Hide = { text: (text) => text, bytes: (body) => body, value: (value) => value };

/** What is hidden in the messages of a source; nothing where it is gone or keeps no secret. */
export const secretsOf = (
  deps: Pick<IngestDeps, 'connectors' | 'environment'>,
  source: SourceRow | undefined,
): Hide => {
  const connector = source && deps.connectors.get(source.connector);
  if (!source || !connector || !Object.values(connector.settings).some(({ secret }) => secret)) return nothing;
  const box = secretBox(deps.environment.secret);
  const hide = hideSecrets(connector.settings, openSettings(box, source.name, connector.settings, source.settings));
  return {
    text: hide,
    bytes: (body) => {
      const text = Buffer.from(body).toString('latin1');
      const hidden = hide(text);
      return hidden === text ? body : Buffer.from(hidden, 'latin1');
    },
    value: (value) => {
      const text = JSON.stringify(value);
      const hidden = text === undefined ? text : hide(text);
      return hidden === text ? value : JSON.parse(hidden);
    },
  };
};
