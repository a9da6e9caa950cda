import type { Context, RawMessage } from '../../hub/core/connector.ts';
import { callPlatform, queryOperation } from './call.ts';
import { documentOf } from './query-document.ts';
import { readHead, refusal } from './reply-code.ts';
import type { Settings } from './settings.ts';

const scope = 'tmri-soap';

/**
 * One query of the source's jkid.
 *
 * @returns the return string as it came: URL-encoded, to be decoded by the mapping
 * @throws the class of the code the platform answered with
 */
export const query = async (
  context: Context<Settings>,
  conditions: readonly (readonly [name: string, value: string])[],
): Promise<string> => {
  const { settings } = context;
  const reply = await callPlatform(context, {
    operation: queryOperation(settings),
    jkid: settings.jkid,
    document: documentOf(scope, 'QueryCondition', conditions, settings.valueEncoding),
  });
  const head = readHead(reply);
  const refused = head && refusal(scope, head);
  if (refused) throw refused;
  return reply;
};

/** A reply as the message that the mapping reads. */
export const messageOf = ({ settings }: Context<Settings>, reply: string): RawMessage => ({
  body: Buffer.from(reply),
  contentType: 'text/xml; charset=utf-8',
  subject: settings.jkid,
});
