import type { Context } from '../../hub/core/connector.ts';
import { HubError, RecordError } from '../../hub/core/errors.ts';
import type { Publication, Told } from '../../hub/core/publication.ts';
import { checkTemplates, publicationText } from '../_kit/publication-text.ts';
import { callPlatform, writeOperation } from './call.ts';
import { documentOf } from './query-document.ts';
import { readHead, refusal } from './reply-code.ts';
import type { Settings } from './settings.ts';

const scope = 'tmri-soap';

/** Templates that nobody can fill are found before anything is told. @throws ConfigurationError */
export const checkLinkFields = ({ publishFields }: Settings): void =>
  checkTemplates(scope, Object.values(publishFields));

const documentFor = ({ publishFields, publishElement, valueEncoding }: Settings, publication: Publication): string => {
  const fields = Object.entries(publishFields).flatMap(([name, template]) => {
    const value = publicationText(scope, template, publication);
    // An address that is empty takes the one there away.
    return value === '' && !template.includes('{url}') ? [] : [[name, value] as const];
  });
  return documentOf(scope, publishElement, fields, valueEncoding);
};

const write = async (context: Context<Settings>, publication: Publication): Promise<void> => {
  const { settings } = context;
  const reply = await callPlatform(context, {
    operation: writeOperation(settings),
    jkid: settings.publishJkid,
    document: documentFor(settings, publication),
  });
  const head = readHead(reply);
  const refused = head && refusal(scope, head);
  if (refused) throw refused;
  if (head?.code === '1') return;
  throw new RecordError(
    `[hub] [${scope}] the platform did not take the link: ${head?.code ?? ''} ${head?.message ?? reply.slice(0, 200)}`,
    {
      remedy: 'check publishFields: the message names what it misses',
    },
  );
};

/**
 * Write the address of the page that plays a record into its row. The page shows all recordings of the record, so while
 * one is left the address stays.
 */
export async function* writeLinks(
  context: Context<Settings>,
  publications: readonly Publication[],
  pace: () => Promise<void>,
): AsyncIterable<Told> {
  for (const publication of publications) {
    const { linkId, withdrawn, together } = publication;
    if (withdrawn && together.length > 0) {
      yield { linkId };
      continue;
    }
    await pace();
    try {
      await write(context, publication);
      yield { linkId };
    } catch (error) {
      // What the platform says speaks of this row; what the line does, of all.
      if (!(error instanceof HubError) || error.detail.code === undefined) {
        if (!(error instanceof RecordError)) throw error;
      }
      yield { linkId, error };
    }
  }
}
