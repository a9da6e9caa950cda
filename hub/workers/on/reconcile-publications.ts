import { explain, HubError } from '../../core/errors.ts';
import { reconcilePublications } from '../../publish/reconcile.ts';
import { onEvent } from '../on-event.ts';
import { publishingOf } from '../publishing.ts';

/** Compare what a source was told with what it should have been told. What a person must put right first waits for tomorrow. */
export default onEvent('publications.reconcile', async (hub, { target }, signal) => {
  try {
    await reconcilePublications(publishingOf(hub), target, { signal });
  } catch (error) {
    if (!(error instanceof HubError) || error.next === 'retry') throw error;
    hub.log.warn({ source: target, error: explain(error) }, '[hub] [publish] it could not be reconciled');
  }
});
