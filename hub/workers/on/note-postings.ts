import { recordContents } from '../../store/candidates.ts';
import { noteStatements, statementsOf } from '../../store/postings.ts';
import { onEvent } from '../on-event.ts';

/** A record that names officers with their stations tells where they served then; their recordings of those days follow. */
export default onEvent('record.changed', async (hub, { id }) => {
  const statements = (await recordContents(hub.store.db, [id])).flatMap(({ data }) => statementsOf(data));
  if (statements.length > 0) await hub.store.transaction((tx) => noteStatements(tx, statements));
});
