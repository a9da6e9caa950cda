import { contextOf } from '../ingest/context.ts';
import type { PublishDeps } from '../publish/deps.ts';
import type { Hub } from './hub.ts';

/** The hub as publishing needs it: it calls connectors with the context that ingest gives them. */
export const publishingOf = (hub: Hub): PublishDeps => ({
  ...hub,
  connect: (source, signal) => contextOf(hub, source, signal),
});
