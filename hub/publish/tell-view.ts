import { signWebhook } from '../../connectors/_http-push/webhook-signature.ts';
import { refusedStatus, send } from '../../connectors/_kit/http.ts';
import { ConfigurationError, explain, HubError, RetriableError } from '../core/errors.ts';
import type { HubEvents } from '../core/event.ts';
import { paceOf } from '../core/pace.ts';
import { toIso } from '../core/time.ts';
import type { Pace } from '../queue/pace.ts';
import { findViewsKey, noteViewsTrouble, type ViewsKey } from '../store/api-keys.ts';
import { findGrant, type Grant } from '../store/grants.ts';
import { linksOfFootage } from '../store/links.ts';
import { findFootageMedia } from '../store/media.ts';
import type { Store } from '../store/open.ts';
import { secretBox } from '../store/secret.ts';
import type { PublishDeps } from './deps.ts';
import { viewsSecretContext } from './views-secret.ts';

/** What telling a view needs of the hub. */
export interface TellViewDeps extends Pick<PublishDeps, 'audit'> {
  readonly store: Store;
  readonly pace: Pace;
  readonly environment: { readonly secret: string };
}

const scope = 'views';
const timeoutMs = 15_000;
/** It had this one before. */
const hadBefore = 409;
/** It understood and does not want this one: sending it again changes nothing. */
const unwanted = new Set([400, 410, 413, 415, 422]);

/** What the receiver gets; nothing that plays by itself. Undefined when the recording is gone. */
const messageOf = async (
  { store: { db } }: TellViewDeps,
  grant: Grant,
  { footageId, at }: HubEvents['footage.viewed'],
): Promise<string | undefined> => {
  const row = await findFootageMedia(db, footageId);
  if (!row) return undefined;
  const pairs = await linksOfFootage(db, { kind: 'records', records: grant.records }, footageId);
  return JSON.stringify({
    type: 'footage.viewed',
    timestamp: toIso(at),
    data: {
      grant: grant.id,
      ...{ person: grant.person, purpose: grant.purpose, origin: grant.origin, extent: grant.extent },
      records: pairs.map(({ record: { system, externalId } }) => ({ system, externalId })),
      footage: {
        ...{ source: row.source, externalId: row.externalId },
        ...{ start: toIso(row.startAt), end: toIso(row.endAt) },
      },
    },
  });
};

/** What a person should know of an attempt that failed; how often it did is counted from the first. */
const noteTrouble = async (
  { store: { db } }: TellViewDeps,
  key: ViewsKey,
  trouble: { message: string; remedy?: string | undefined; refused: boolean },
): Promise<void> => {
  const at = Date.now();
  const { message, remedy, refused } = trouble;
  await noteViewsTrouble(db, key, {
    ...{ message: message.slice(0, 1_000), refused, at },
    ...(remedy ? { remedy } : {}),
    attempts: (key.viewsTrouble?.attempts ?? 0) + 1,
    since: key.viewsTrouble?.since ?? at,
  });
};

/** Send one signed view. @returns the status, one the receiver meant */
const sendView = async (
  { environment }: TellViewDeps,
  key: ViewsKey,
  view: { id: string; body: string },
  signal: AbortSignal,
): Promise<number> => {
  const secret = secretBox(environment.secret).open(key.viewsSecret, viewsSecretContext(key.name));
  const reply = await send({
    ...{ scope, url: key.viewsUrl, method: 'POST', body: view.body, timeoutMs, maxBytes: 2 ** 20, signal },
    headers: { 'content-type': 'application/json', ...signWebhook(secret, view.id, view.body) },
  });
  const refused = refusedStatus(scope, `the receiver of views at ${key.name}`, reply);
  if (refused && reply.status !== hadBefore && !unwanted.has(reply.status)) throw refused;
  return reply.status;
};

/**
 * Tell the system that asked for a grant that somebody watched with it: signed by the rules of Standard Webhooks, with the
 * manners of every source (rate, breaker), and logged, also when the system does not want this one. A key that wants to
 * know no more is not told. What keeps it from being told stands with the key until a view is taken again.
 *
 * @throws RetriableError when it shall be tried again: also what a person must put right first waits, and is not lost
 */
export const tellView = async (
  deps: TellViewDeps,
  viewed: HubEvents['footage.viewed'],
  signal: AbortSignal,
): Promise<void> => {
  const { db } = deps.store;
  const grant = await findGrant(db, viewed.grantId);
  const key = grant && (await findViewsKey(db, grant.issuedBy));
  const body = key && (await messageOf(deps, grant, viewed));
  if (!body) return;
  const manners = deps.pace(`views:${key.name}`, paceOf({}, key.name));
  const gate = await manners.ask(signal);
  if (!gate.open)
    throw new RetriableError(`[hub] [${scope}] ${key.name} is left alone for now (${gate.why})`, {
      retryAfterMs: Math.max(0, gate.until - Date.now()),
    });
  let status: number;
  try {
    status = await sendView(deps, key, { id: viewed.view, body }, signal);
  } catch (error) {
    // A stop says nothing of the other side.
    if (signal.aborted) throw error;
    await manners.failed(error);
    const refused = error instanceof ConfigurationError;
    const remedy = error instanceof HubError ? error.remedy : undefined;
    await noteTrouble(deps, key, { message: error instanceof Error ? error.message : explain(error), remedy, refused });
    if (!refused) throw error;
    throw new RetriableError(error.message, { cause: error, ...(remedy ? { remedy } : {}) });
  }
  await manners.succeeded();
  const isUnwanted = unwanted.has(status);
  if (isUnwanted) {
    await noteTrouble(deps, key, {
      message: `[hub] [${scope}] ${key.name} answered ${status}: it does not take the view, which is not sent again`,
      remedy: 'have the receiver there take what is described at /docs/embedding, or tell it no views',
      refused: true,
    });
  } else if (key.viewsTrouble) await noteViewsTrouble(db, key, null);
  await deps.audit.record({
    actor: 'hub',
    actorKind: 'hub',
    action: isUnwanted ? 'view.refused' : 'view.tell',
    object: `footage:${viewed.footageId}`,
    detail: { view: viewed.view, grant: grant.id, to: key.name, status },
  });
};
