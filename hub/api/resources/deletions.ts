import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { record } from '../../audit/record.ts';
import { explain, ForbiddenError, NotFoundError, RefusedError } from '../../core/errors.ts';
import { everything } from '../../core/scope.ts';
import { approveDeletion, type DeletionDecision, refuseDeletion } from '../../media/keeping/decide-deletion.ts';
import { proposeDeletion } from '../../media/keeping/propose-deletion.ts';
import { type DeletionRow, listDeletions } from '../../store/deletions.ts';
import { getFootage } from '../../store/footage.ts';
import type { Db } from '../../store/open.ts';
import { deletionStates } from '../../store/tables/volumes.ts';
import { body, conflict, json, pageOf, problems } from '../_kit/answers.ts';
import type { ApiEnv } from '../_kit/api.ts';
import { given } from '../_kit/given.ts';
import { entryOf, look } from '../_kit/look.ts';
import { idParam, number, optional, paging } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { deletionSchema, presentDeletion } from '../shapes/deletion-item.ts';

type Decide = (tx: Db, id: number, decision: DeletionDecision) => Promise<DeletionRow>;

/** What another person says to a proposal. */
const decisions: Readonly<Record<'approve' | 'refuse', { decide: Decide; summary: string }>> = {
  approve: {
    decide: approveDeletion,
    summary: 'Delete the recording from every volume; by somebody else than proposed it',
  },
  refuse: { decide: refuseDeletion, summary: 'Keep the recording' },
};

const noteSchema = z.string().trim().max(500).default('');

/** Deleting recordings: proposed by one, approved by another, never by itself. What was deleted stays as a tombstone. */
export default defineResource('/api/v1/deletions', (api) => {
  const app = newApp();
  const reading = { method: 'get' as const, tags: ['storage'], middleware: signedIn(api, 'deletions.read') };
  const writing = { method: 'post' as const, tags: ['storage'], middleware: signedIn(api, 'deletions.write') };

  /** As the caller may see it; a proposal that was just made is theirs. */
  const present = async (c: Context<ApiEnv>, footageId: number, id: number) => {
    const { items } = await listDeletions(api.store.db, everything, { footageId });
    const found = items.find(({ deletion }) => deletion.id === id);
    if (found) return presentDeletion(found);
    throw new NotFoundError(`[hub] [media] there is no proposal ${id} for ${c.get('actor').name}`);
  };

  app.openapi(
    createRoute({
      ...reading,
      path: '/',
      summary: 'Proposals and tombstones, newest first',
      request: { query: z.object({ state: optional(z.enum(deletionStates)), footage: optional(number), ...paging }) },
      responses: { 200: json(pageOf(deletionSchema), 'A page'), ...problems },
    }),
    async (c) => {
      const { footage: footageId, ...asked } = c.req.valid('query');
      const filter = given({ ...asked, footageId });
      const page = await listDeletions(api.store.db, c.get('actor').scope, filter);
      await look(api, c, 'deletions.list', { detail: { ...filter, shown: page.items.length } });
      return c.json({ ...page, items: page.items.map(presentDeletion) }, 200);
    },
  );

  app.openapi(
    createRoute({
      ...writing,
      path: '/',
      summary: 'Propose to delete a recording; refused while it is held, kept for ever or not over',
      request: {
        body: body(z.strictObject({ footage: z.number().int(), reason: z.string().trim().min(2).max(500) })),
      },
      responses: { 201: json(deletionSchema, 'The proposal'), ...problems, ...conflict },
    }),
    async (c) => {
      const actor = c.get('actor');
      const { footage, reason } = c.req.valid('json');
      const row = await getFootage(api.store.db, actor.scope, footage);
      if (!row) throw new NotFoundError(`[hub] [media] there is no recording ${footage} to see`);
      const id = await api.store.transaction(async (tx) => {
        const made = await proposeDeletion(tx, footage, { by: actor.name, reason });
        const what = { object: `footage:${footage}`, org: row.org, detail: { deletion: made, reason } };
        await record(tx, entryOf(api, c, actor, 'deletion.propose', what));
        return made;
      });
      return c.json(await present(c, footage, id), 201);
    },
  );

  const settle = async (c: Context<ApiEnv>, word: keyof typeof decisions, id: number, note: string) => {
    const actor = c.get('actor');
    // Who may make a key could else propose, and approve by a key of their own.
    if (actor.kind !== 'user')
      throw new ForbiddenError('[hub] [api] a key decides no deletion', { remedy: 'a person signs in and decides' });
    const decided = await api.store.transaction(async (tx) => {
      const decision = { scope: actor.scope, by: actor.name, note: note === '' ? null : note };
      const row = await decisions[word].decide(tx, id, decision);
      const { proposedBy, sha256, sm3 } = row;
      const what = {
        object: `footage:${row.footageId}`,
        org: row.org,
        detail: { deletion: id, note, proposedBy, sha256, sm3 },
      };
      await record(tx, entryOf(api, c, actor, `deletion.${word}`, what));
      return row;
    });
    api.queue.live.tell({ topic: 'footage', data: { id: decided.footageId } });
    return decided;
  };

  for (const word of ['approve', 'refuse'] as const) {
    app.openapi(
      createRoute({
        ...writing,
        path: `/{id}/${word}`,
        summary: decisions[word].summary,
        request: { params: idParam, body: body(z.strictObject({ note: noteSchema })) },
        responses: { 200: json(deletionSchema, 'The proposal as it is now'), ...problems, ...conflict },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const decided = await settle(c, word, id, c.req.valid('json').note);
        api.queue.nudge();
        return c.json(await present(c, decided.footageId, id), 200);
      },
    );
  }

  app.openapi(
    createRoute({
      ...writing,
      path: '/decide',
      summary: 'Decide many proposals, each by itself: one that is refused leaves the others as they are',
      request: {
        body: body(
          z.strictObject({
            ids: z.array(z.number().int()).min(1).max(200),
            decision: z.enum(['approve', 'refuse']),
            note: noteSchema,
          }),
        ),
      },
      responses: {
        200: json(
          pageOf(z.object({ id: z.number().int(), ok: z.boolean(), error: z.string().optional() })),
          'What became of each, in order',
        ),
        ...problems,
      },
    }),
    async (c) => {
      const { ids, decision, note } = c.req.valid('json');
      const items: { id: number; ok: boolean; error?: string }[] = [];
      for (const id of ids) {
        try {
          await settle(c, decision, id, note);
          items.push({ id, ok: true });
        } catch (error) {
          if (!(error instanceof RefusedError)) throw error;
          items.push({ id, ok: false, error: explain(error) });
        }
      }
      api.queue.nudge();
      return c.json({ items }, 200);
    },
  );
  return app;
});
