import { OpenAPIHono } from '@hono/zod-openapi';
import { BadRequestError } from '../../core/errors.ts';
import type { Api, ApiEnv } from './api.ts';

export type App = OpenAPIHono<ApiEnv>;

/** Wrong input, with every problem named by its field. */
export class InvalidRequestError extends BadRequestError {
  override readonly slug = 'invalid-request';
  readonly problems: readonly { setting: string; message: string }[];

  constructor(problems: readonly { setting: string; message: string }[]) {
    super(`[hub] [api] ${problems.map(({ setting, message }) => `${setting}: ${message}`).join('; ')}`, {
      remedy: 'correct the named fields; /docs lists what each may be',
    });
    this.problems = problems;
  }
}

/** An application whose routes answer wrong input as a problem. */
export const newApp = (): App =>
  new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      throw new InvalidRequestError(
        result.error.issues.map(({ path, message }) => ({ setting: path.map(String).join('.') || 'request', message })),
      );
    },
  });

/** One resource of the API: where it stands, and its routes. One default export per file in `resources/`. */
export interface Resource {
  readonly path: string;
  readonly routes: (api: Api) => App;
}

export const defineResource = (path: string, routes: (api: Api) => App): Resource => ({ path, routes });
