import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { callNumber } from '../media/hub-with-clip.ts';

const resolve = createRequire(import.meta.url).resolve;
/** What the bare players load when somebody clicks, as our badge loads its own. */
const libraries: Readonly<Record<string, string>> = {
  '/shaka.js': resolve('shaka-player/dist/shaka-player.compiled-es2021.js'),
  '/hls.js': resolve('hls.js/dist/hls.min.js'),
};

/** Ways to show the clip in a page of another origin. */
export const players = ['hub', 'shaka', 'hls'] as const;
export type Player = (typeof players)[number];

const page = (body: string): string =>
  `<!doctype html><meta charset="utf-8"><title>测试业务系统</title><style>body{font:14px sans-serif}video{width:640px;height:360px}</style>${body}`;

const script = (name: string): string => `let library;
const load = () => library ??= new Promise((resolve) => {
  document.head.append(Object.assign(document.createElement('script'), { src: '/${name}.js', onload: resolve }));
});`;

/** The least that plays a manifest at a second: load the library when the pointer comes, the manifest at the click. */
const bare = (name: string, play: string): string =>
  page(`<button id="open">播放</button>
<script type="module">
${script(name)}
document.querySelector('#open').addEventListener('pointerenter', load);
document.querySelector('#open').addEventListener('click', async () => {
  await load();
  const { manifest, start } = window.order;
  const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true, playsInline: true });
  document.body.append(video);
  ${play}
});
</script>`);

const shaka = bare(
  'shaka',
  `const player = new shaka.Player();
  await player.attach(video);
  await player.load(manifest, start);`,
);

const hls = bare(
  'hls',
  `const player = new Hls({ startPosition: start });
  player.attachMedia(video);
  player.loadSource(manifest);`,
);

/** A business system's page on an origin of its own: `/hub?grant=…`, `/shaka`, `/hls`. */
export const startHostPages = async (
  hubUrl: () => string,
): Promise<{ origin: string; addressOf(player: Player, grant?: string): string; close(): void }> => {
  const server = createServer(async (request, answer) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://host');
    const library = libraries[pathname];
    if (library !== undefined) {
      answer.writeHead(200, {
        'content-type': 'text/javascript',
        'cache-control': 'public, max-age=31536000, immutable',
      });
      return answer.end(await readFile(library));
    }
    const badge = page(
      `<script type="module" src="${hubUrl()}/embed/v1.js"></script>
      <footage-badge system="dispatch" record="${callNumber}" grant="${searchParams.get('grant') ?? ''}"></footage-badge>`,
    );
    answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    answer.end({ '/hub': badge, '/shaka': shaka, '/hls': hls }[pathname] ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    addressOf: (player, grant) => `${origin}/${player}${grant === undefined ? '' : `?grant=${grant}`}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
