import { publishTo } from '../../publish/send.ts';
import { onEvent } from '../on-event.ts';
import { publishingOf } from '../publishing.ts';

/** Tell a source what is due. */
export default onEvent('publications.due', (hub, { target }, signal) =>
  publishTo(publishingOf(hub), target, { signal }),
);
