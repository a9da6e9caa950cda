import { createRoute, z } from '@hono/zod-openapi';
import type { Actor } from '../../access/actor.ts';
import { createApiKey, keyNameMustBeFree } from '../../access/api-key.ts';
import { rightsOf, roleLabels } from '../../access/roles.ts';
import { scopeOf } from '../../access/scope-of.ts';
import { webOrigin } from '../../access/web-origin.ts';
import { BadRequestError, ForbiddenError, NotFoundError } from '../../core/errors.ts';
import { normaliseOrg } from '../../core/org.ts';
import { maySeeOrg } from '../../core/scope.ts';
import { roles, systemLabels, systems } from '../../core/vocabulary.ts';
import { newViewsSecret } from '../../publish/views-secret.ts';
import { type ApiKey, listApiKeys, updateApiKey } from '../../store/api-keys.ts';
import { revokeGrantsOf } from '../../store/grants.ts';
import { body, conflict, json, problems } from '../_kit/answers.ts';
import { look } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { keyIdLength, keyItemSchema, presentKey } from '../shapes/key-item.ts';
import { labelSchema } from '../shapes/source-item.ts';

const origins = z
  .array(z.string().max(255))
  .max(50)
  .openapi({ description: 'Of the pages that may embed', example: ['https://case.example'] });
const webAddress = z
  .url({ protocol: /^https?$/, error: 'an address that begins with https:// or http://' })
  .max(500)
  .openapi({ description: 'Where it is told, signed, who watched what with its grants' });

const newKeySchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  role: z.enum(roles),
  orgs: z.array(z.string().max(12)).min(1).max(50),
  system: z.enum(systems).optional().openapi({ description: 'The one system it may ask grants for' }),
  origins: origins.default([]),
  viewsUrl: webAddress.optional(),
});
const changeSchema = z.strictObject({
  origins: origins.optional(),
  viewsUrl: webAddress.nullable().optional().openapi({ description: 'null: it is told no more' }),
  disabled: z.boolean().optional(),
});

const choiceSchema = z.object({ name: z.string(), title: labelSchema });
const listSchema = z.object({
  items: z.array(keyItemSchema),
  roles: z.array(choiceSchema).openapi({ description: 'That the caller may give' }),
  systems: z.array(choiceSchema),
});
const secretSchema = z.string().optional().openapi({ description: 'Signs the views; made anew when telling begins' });
const madeSchema = keyItemSchema.extend({ key: z.string(), viewsSecret: secretSchema }).openapi('NewKey');
const changedSchema = keyItemSchema.extend({ viewsSecret: secretSchema }).openapi('ChangedKey');

const sees = ({ scope }: Actor, org: string): boolean =>
  scope.kind === 'everything' || (scopeOf([org]).kind !== 'everything' && maySeeOrg(scope, org));

/** Nobody makes a key that may more, or sees more, than they do. @throws ForbiddenError, BadRequestError */
const mustNotExceed = (actor: Actor, key: Pick<ApiKey, 'role' | 'orgs'>): void => {
  const more = rightsOf[key.role].find((right) => !actor.rights.has(right));
  if (more) {
    throw new ForbiddenError(`[hub] [api] the role ${key.role} has the right ${more}, which you have not`, {
      remedy: 'give a role that may less',
    });
  }
  const outside = key.orgs.find((org) => !sees(actor, org));
  if (outside === undefined) return;
  throw new ForbiddenError(`[hub] [api] organisation ${outside} is not yours to give`, {
    remedy: 'name organisations that you see yourself',
  });
};

const orgsOf = (codes: readonly string[]): string[] =>
  codes.map((code) => {
    const org = normaliseOrg(code);
    if (org) return org;
    throw new BadRequestError(`[hub] [api] "${code}" is no organisation code`, {
      remedy: 'give an even number of digits, 12 at most',
    });
  });

/** Keys of business systems and scripts: what they may, where they embed, where views are told. */
export default defineResource('/api/v1/keys', (api) => {
  const app = newApp();
  const common = { tags: ['keys'], middleware: signedIn(api, 'keys.write') };
  const { db } = api.store;

  /** @throws NotFoundError for one that is not there or not wholly within the scope of the caller */
  const requireKey = async (actor: Actor, id: string): Promise<ApiKey> => {
    const key = (await listApiKeys(db)).find(({ keyHash }) => keyHash.startsWith(id));
    if (!key) throw new NotFoundError(`[hub] [api] there is no key ${id}`, { remedy: 'see the list of keys' });
    mustNotExceed(actor, key);
    return key;
  };

  app.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/',
      summary: 'Keys of business systems and scripts, without the keys themselves',
      responses: { 200: json(listSchema, 'All within the scope'), ...problems },
    }),
    async (c) => {
      const actor = c.get('actor');
      const keys = (await listApiKeys(db)).filter(({ orgs }) => orgs.every((org) => sees(actor, org)));
      await look(api, c, 'keys.list');
      return c.json(
        {
          items: keys.map(presentKey),
          roles: roles
            .filter((role) => rightsOf[role].every((right) => actor.rights.has(right)))
            .map((name) => ({ name, title: roleLabels[name] })),
          systems: systems.map((name) => ({ name, title: systemLabels[name] })),
        },
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      ...common,
      method: 'post',
      path: '/',
      summary: 'Make a key; it and the secret of its views are shown this once',
      request: { body: body(newKeySchema) },
      responses: { 201: json(madeSchema, 'The key'), ...problems, ...conflict },
    }),
    async (c) => {
      const { viewsUrl, ...asked } = c.req.valid('json');
      const wish = { ...asked, orgs: orgsOf(asked.orgs), origins: asked.origins.map(webOrigin) };
      mustNotExceed(c.get('actor'), wish);
      const views = viewsUrl ? { url: viewsUrl, ...newViewsSecret(api.environment.secret, wish.name) } : undefined;
      const key = await createApiKey(db, { ...wish, views });
      await look(api, c, 'key.make', { object: `key:${wish.name}`, detail: { ...wish, viewsUrl } });
      const made = (await listApiKeys(db)).find(({ name, disabled }) => name === wish.name && !disabled) as ApiKey;
      return c.json({ ...presentKey(made), key, ...(views ? { viewsSecret: views.secret } : {}) }, 201);
    },
  );

  return app.openapi(
    createRoute({
      ...common,
      method: 'patch',
      path: '/{id}',
      summary: 'Change where a key embeds and where its views are told, or disable it',
      request: {
        params: z.object({
          id: z
            .string()
            .length(keyIdLength)
            .openapi({ param: { name: 'id', in: 'path' } }),
        }),
        body: body(changeSchema),
      },
      responses: { 200: json(changedSchema, 'The key as it is now'), ...problems, ...conflict },
    }),
    async (c) => {
      const key = await requireKey(c.get('actor'), c.req.valid('param').id);
      const asked = c.req.valid('json');
      if (asked.disabled === false && key.disabled) await keyNameMustBeFree(db, key.name);
      // A secret that nobody kept cannot be shown again, so telling that begins anew gets another.
      const fresh = asked.viewsUrl && !key.viewsUrl ? newViewsSecret(api.environment.secret, key.name) : undefined;
      const change = {
        ...(asked.disabled === undefined ? {} : { disabled: asked.disabled }),
        ...(asked.origins ? { origins: asked.origins.map(webOrigin) } : {}),
        // Trouble with one address says nothing of another.
        ...(asked.viewsUrl === undefined ? {} : { viewsUrl: asked.viewsUrl, viewsTrouble: null }),
        ...(asked.viewsUrl === null ? { viewsSecret: null } : fresh ? { viewsSecret: fresh.sealedSecret } : {}),
      };
      const lost = change.disabled
        ? undefined
        : key.origins.filter((origin) => change.origins?.includes(origin) === false);
      await api.store.transaction(async (tx) => {
        if (Object.keys(change).length > 0) await updateApiKey(tx, key.keyHash, change);
        // What it gave away ends with it.
        if (change.disabled || lost?.length) await revokeGrantsOf(tx, key.name, Date.now(), lost);
      });
      await look(api, c, 'key.edit', { object: `key:${key.name}`, detail: { ...asked } });
      return c.json({ ...presentKey({ ...key, ...change }), ...(fresh ? { viewsSecret: fresh.secret } : {}) }, 200);
    },
  );
});
