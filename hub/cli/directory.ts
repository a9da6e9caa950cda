import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { BadRequestError } from '../core/errors.ts';
import { saveOrgs, savePeople } from '../store/directory.ts';
import { withStore } from './_with-store.ts';

const code = z.string().regex(/^\d{12}$/, 'twelve digits');
const fileSchema = z.object({
  orgs: z.array(z.object({ code, name: z.string().min(1), parent: code.optional() })).default([]),
  people: z
    .array(
      z.object({
        policeId: z.string().min(1),
        name: z.string().min(1),
        org: code,
        since: z.iso.datetime({ offset: true }).optional(),
        until: z.iso.datetime({ offset: true }).optional(),
      }),
    )
    .default([]),
});

export default (program: Command): void => {
  program
    .command('directory')
    .description(
      'Bring in organisations and people from a JSON file { orgs: [{ code, name, parent? }], people: [{ policeId, name, org, since?, until? }] }.',
    )
    .argument('<file>')
    .action(async (file: string) => {
      const parsed = fileSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
      if (!parsed.success) {
        const problems = parsed.error.issues.slice(0, 20).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
        throw new BadRequestError(`[hub] [directory] ${file}: ${problems.join('; ')}`, {
          remedy: 'correct the file; nothing was stored',
        });
      }
      const { orgs, people } = parsed.data;
      const epoch = (text: string | undefined, name: string) => (text ? { [name]: Date.parse(text) } : {});
      await withStore((store) =>
        store.transaction(async (tx) => {
          await saveOrgs(
            tx,
            orgs.map(({ parent, ...org }) => ({ ...org, ...(parent ? { parent } : {}) })),
          );
          await savePeople(
            tx,
            people.map(({ policeId, name, org, since, until }) => ({
              policeId,
              name,
              org,
              ...epoch(since, 'since'),
              ...epoch(until, 'until'),
            })),
          );
        }),
      );
      console.log(`${orgs.length} organisations, ${people.length} people`);
    });
};
