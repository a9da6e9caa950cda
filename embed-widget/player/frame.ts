/**
 * The page for an iframe, `/embed/{system}/{externalId}?grant=…`. It speaks with the page around it by postMessage:
 * `{ method, value }` comes in, `{ event, data }` goes out, and only to the page that framed us. As a plain link without
 * a grant it leads to the console, which asks who is there and finds the record by its number.
 */
const [, , system = '', record = ''] = location.pathname.split('/').map(decodeURIComponent);
const query = new URLSearchParams(location.search);
/**
 * The page that framed us. Browsers that keep no list of ancestors know it by the referrer, which a page may forbid: its
 * iframe then needs `referrerpolicy="origin"`. A page without an origin, as in a sandbox, is told nothing.
 */
const framing = location.ancestorOrigins?.[0] ?? (document.referrer ? new URL(document.referrer).origin : undefined);
const outer = parent === window || framing === 'null' ? undefined : framing;

if (parent === window && !query.has('grant')) location.replace(`/search?q=${encodeURIComponent(record)}`);

document.documentElement.lang = query.get('lang') ?? 'zh-CN';
const footage = document.createElement('linked-footage');
Object.assign(footage, { system, record, grant: query.get('grant') ?? '' });
footage.setAttribute('theme', query.get('theme') ?? 'light');
document.querySelector('main')?.append(footage);

const tell = (event: string, data: unknown): void => {
  if (outer) parent.postMessage({ source: 'linked-footage', event, data }, outer);
};

for (const name of ['play', 'pause', 'timeupdate', 'ended', 'links', 'error', 'grantneeded'])
  footage.addEventListener(name, (event) => {
    const { currentTime, duration, paused } = footage;
    tell(name, event instanceof CustomEvent ? event.detail : { currentTime, duration, paused });
  });

new ResizeObserver(() => tell('resize', { height: footage.offsetHeight })).observe(footage);

window.addEventListener('message', ({ origin, data }: MessageEvent<{ method?: string; value?: unknown }>) => {
  if (origin !== outer || typeof data !== 'object' || data === null) return;
  if (data.method === 'play') void footage.play().catch((error: unknown) => tell('error', { reason: String(error) }));
  if (data.method === 'pause') footage.pause();
  if (data.method === 'setCurrentTime') footage.currentTime = Number(data.value);
  if (data.method === 'setGrant') footage.grant = String(data.value);
});

export {};
