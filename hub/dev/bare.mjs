// What a bare machine lacks: Debian packages and npm packages. Plain JavaScript, for it runs before anything is installed.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Debian packages by the file or program that shows they are there. */
const needs = {
  'mariadb-server': () => program('mariadbd') && program('mariadb-install-db'),
  'redis-server': () => program('redis-server'),
  ffmpeg: () => program('ffmpeg') && program('ffprobe'),
  'fonts-dejavu-core': () => existsSync('/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf'),
  postgresql: () => existsSync('/usr/lib/postgresql'),
  chromium: () => program('chromium'),
  'nginx-light': () => program('nginx'),
  'fonts-noto-cjk': () => existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'),
};

const program = (name) =>
  [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'].some(
    (folder) => folder && existsSync(join(folder, name)),
  );

const interactive = process.stdout.isTTY === true;

/** Run one step and show that it runs: its name, then how long it took. Its output is shown only when it fails. */
export const step = async (title, command, args, options = {}) => {
  const began = Date.now();
  const seconds = () => `${((Date.now() - began) / 1000).toFixed(0)} s`;
  if (!interactive) console.log(`  … ${title}`);
  const ticker = interactive ? setInterval(() => process.stdout.write(`\r  … ${title} ${seconds()} `), 500) : undefined;
  const output = [];
  const code = await new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    child.stdout.on('data', (data) => output.push(data));
    child.stderr.on('data', (data) => output.push(data));
    child.once('error', (error) => {
      output.push(Buffer.from(error.message));
      resolve(127);
    });
    child.once('close', (status, signal) => resolve(status ?? signal));
  });
  clearInterval(ticker);
  const text = Buffer.concat(output).toString();
  console.log(`${interactive ? '\r' : ''}  ${code === 0 ? '✓' : '✗'} ${title} (${seconds()})          `);
  return { code, text };
};

export const fail = (message, detail = '') => {
  if (detail) console.error(detail.trim().split('\n').slice(-25).join('\n'));
  console.error(`\n[hub] ${message}`);
  process.exit(1);
};

export const checkNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node ${process.versions.node} is too old; install Node 20.19 or newer`);
  }
};

const policy = '/usr/sbin/policy-rc.d';
const mark = '# footage-link-hub: no service is started while packages are installed';

/** Debian starts a server when its package is installed; ours are private, so that is held off for the moment. */
const withoutServices = async (work) => {
  const ours = () => existsSync(policy) && readFileSync(policy, 'utf8').includes(mark);
  if (ours()) rmSync(policy);
  const put = !existsSync(policy);
  if (put) writeFileSync(policy, `#!/bin/sh\n${mark}\nexit 101\n`, { mode: 0o755 });
  const remove = () => {
    if (put && ours()) rmSync(policy);
  };
  process.once('exit', remove);
  try {
    return await work();
  } finally {
    remove();
  }
};

/** Install the Debian packages that are missing, or say the one command that does and end. */
export const ensurePackages = async (names) => {
  const missing = names.filter((name) => !needs[name]());
  if (missing.length === 0) return;
  const command = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const isRoot = process.getuid?.() === 0;
  const sudo = !isRoot && program('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0;
  if (!program('apt-get') || !(isRoot || sudo)) {
    fail(
      `${missing.join(', ')} missing and this user may not install packages; run this once:\n\n    sudo sh -c '${command}'\n`,
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = async () => {
    if (isRoot) {
      const update = await step('package lists (apt)', 'apt-get', ['update', '-qq'], { env });
      if (update.code !== 0) fail('apt-get update failed; mend the package sources and start again', update.text);
      const args = ['install', '-y', '-qq', '--no-install-recommends', ...missing];
      return step(`Debian packages: ${missing.join(', ')}`, 'apt-get', args, { env });
    }
    // RUNLEVEL=1 holds off services where no policy file may be written.
    return step(`Debian packages: ${missing.join(', ')}`, 'sudo', [
      '-n',
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'RUNLEVEL=1',
      'sh',
      '-c',
      command,
    ]);
  };
  const result = isRoot ? await withoutServices(install) : await install();
  if (result.code !== 0)
    fail(`the packages could not be installed; run this and start again:\n\n    ${command}\n`, result.text);
};

/** Install npm packages when the lock file is not the one they were installed from. */
export const ensureModules = async () => {
  const marker = join(root, 'node_modules/.hub-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return;
  const { code, text } = await step('npm packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) fail('npm ci failed; is the npm registry reachable from here?', text);
  writeFileSync(marker, lock);
};

/** Digest of all sources of the browser code, to build it only when it changed. */
const browserSources = () => {
  const hash = createHash('sha256');
  const files = execFileSync('find', ['embed-widget', 'package-lock.json', '-type', 'f'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of files.trim().split('\n').sort()) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
};

/** Build the browser code into dist/ when it is not the build of these sources. */
export const ensureBuild = async () => {
  const marker = join(root, 'dist/.sources');
  const sources = browserSources();
  if (existsSync(marker) && readFileSync(marker, 'utf8') === sources) return;
  const { code, text } = await step('browser code', 'npm', ['run', '--silent', 'build']);
  if (code !== 0) fail('the browser code does not build', text);
  writeFileSync(marker, sources);
};
