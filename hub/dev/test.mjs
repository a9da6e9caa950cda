// `npm test`: lint, types, browser build, then all tests on real servers and a real browser.
// `npm test -- test/match` runs the tests of one room only.
import { spawn } from 'node:child_process';
import { checkNode, ensureBuild, ensureModules, ensurePackages, fail, root, step } from './bare.mjs';

checkNode();
await ensurePackages([
  'mariadb-server',
  'redis-server',
  'postgresql',
  'ffmpeg',
  'fonts-dejavu-core',
  'chromium',
  'fonts-noto-cjk',
]);
await ensureModules();

const rest = process.argv.slice(2);
if (rest.length === 0) {
  const checks = await Promise.all([
    step('lint', 'npx', ['biome', 'check', '--error-on-warnings', '.']),
    step('types', 'npx', ['tsc', '--noEmit', '-p', 'tsconfig.json']),
  ]);
  for (const { code, text } of checks) if (code !== 0) fail('lint or types have complaints', text);
}
await ensureBuild();

const child = spawn('npx', ['vitest', 'run', '--config', 'test/vitest.config.ts', ...rest], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
