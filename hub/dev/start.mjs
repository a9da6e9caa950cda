// `npm start`: from nothing to a living city. What is missing is installed here, the rest is TypeScript.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkNode, ensureBuild, ensureModules, ensurePackages, root } from './bare.mjs';

checkNode();
// Who only asks for the options gets no installation, where there is what can answer.
if (!process.argv.includes('--help') || !existsSync(join(root, 'node_modules/tsx'))) {
  await ensurePackages(['mariadb-server', 'redis-server', 'ffmpeg', 'fonts-dejavu-core']);
  await ensureModules();
  await ensureBuild();
}

const child = spawn(process.execPath, ['--import', 'tsx', 'hub/dev/up.ts', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
// The child ends what it started, and we wait for it. A terminal's Ctrl-C reaches it twice: it counts as once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
