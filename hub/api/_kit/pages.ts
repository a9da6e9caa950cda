import type { Context } from 'hono';
import { NotFoundError } from '../../core/errors.ts';
import { sendStatic } from './static.ts';

const apiPaths = /^\/(api|receive|media|embed|docs|files)\//;

/** Our own pages: built files, and for every address of the console its one page, which reads the address itself. */
export const answerPage = async (c: Context): Promise<Response> => {
  const { path } = c.req;
  if (c.req.method === 'GET' || c.req.method === 'HEAD') {
    const file = await sendStatic(c, decodeURIComponent(path));
    if (file) return file;
    if (!apiPaths.test(path) && !/\.\w{1,5}$/.test(path)) {
      const page = await sendStatic(c, '/console/index.html');
      if (page) return page;
      throw new NotFoundError('[hub] [api] the console is not built', { remedy: 'run npm run build' });
    }
  }
  throw new NotFoundError(`[hub] [api] there is nothing at ${c.req.method} ${path.slice(0, 200)}`, {
    remedy: 'see /docs for what there is',
  });
};
