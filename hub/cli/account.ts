import { type Command, InvalidArgumentError } from 'commander';
import { createApiKey } from '../access/api-key.ts';
import { hashPassword } from '../access/password.ts';
import { normaliseOrg } from '../core/org.ts';
import { type Role, roles } from '../core/vocabulary.ts';
import { newViewsSecret } from '../publish/views-secret.ts';
import { listAccounts, saveAccount } from '../store/accounts.ts';
import { withStore } from './_with-store.ts';

const roleOf = (text: string): Role => {
  if ((roles as readonly string[]).includes(text)) return text as Role;
  throw new InvalidArgumentError(`give one of ${roles.join(', ')}`);
};

const orgsOf = (text: string): string[] =>
  text.split(',').map((code) => {
    const org = normaliseOrg(code);
    if (org) return org;
    throw new InvalidArgumentError(`"${code}" is no organisation code: give an even number of digits, 12 at most`);
  });

const webAddress = (text: string): string => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('give an address that begins with https:// or http://');
};

const passwordFromInput = async (): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8').trim();
};

interface KeyOptions {
  role: Role;
  orgs: string[];
  system?: string;
  origins: string[];
  viewsUrl?: string;
}

export default (program: Command): void => {
  const account = program.command('account').description('People who sign in, and keys of business systems.');

  account
    .command('save')
    .description('Add an account or replace it. The password is read from standard input, never from the command line.')
    .argument('<user>')
    .requiredOption('--role <role>', roles.join(', '), roleOf)
    .requiredOption('--orgs <codes>', 'organisations whose subtrees it sees, comma-separated', orgsOf)
    .option('--name <name>', 'name shown in the log and on watermarks')
    .option('--police-id <id>', '警号')
    .action(async (user: string, options: { role: Role; orgs: string[]; name?: string; policeId?: string }) => {
      const password = await hashPassword(await passwordFromInput());
      const { role, orgs, name = user, policeId = null } = options;
      await withStore((store) =>
        saveAccount(store.db, { user, password, name, policeId, role, orgs, disabled: false }),
      );
    });

  account
    .command('list')
    .description('Everybody who may sign in.')
    .action(() =>
      withStore(async (store) => {
        for (const { user, name, role, orgs, disabled } of await listAccounts(store.db)) {
          console.log([user, name, role, orgs.join(','), disabled ? 'disabled' : ''].join('\t'));
        }
      }),
    );

  account
    .command('key')
    .description('Make an API key for a business system or a script; it is shown this once.')
    .argument('<name>')
    .requiredOption('--role <role>', roles.join(', '), roleOf)
    .requiredOption('--orgs <codes>', 'organisations whose subtrees it sees, comma-separated', orgsOf)
    .option('--system <system>', 'the one business system it may ask grants for')
    .option('--origins <origins>', 'web origins that may embed, comma-separated', (text) => text.split(','), [])
    .option(
      '--views-url <url>',
      'where it is told who watched what with its grants; the secret that signs is shown below the key',
      webAddress,
    )
    .action(async (name: string, { viewsUrl, ...options }: KeyOptions) => {
      await withStore(async (store, environment) => {
        const views = viewsUrl ? { url: viewsUrl, ...newViewsSecret(environment.secret, name) } : undefined;
        console.log(await createApiKey(store.db, { name, ...options, views }));
        if (views) console.log(views.secret);
      });
    });
};
