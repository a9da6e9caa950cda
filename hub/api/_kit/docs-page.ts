import { html } from 'hono/html';

const style = html`<style>
  :root { color-scheme: light dark; font: 15px/1.55 system-ui, 'Noto Sans CJK SC', sans-serif; }
  body { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
  table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
  th, td { text-align: start; vertical-align: top; padding: 0.45rem 0.75rem 0.45rem 0; border-bottom: 1px solid #8884; }
  code { font: 0.92em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
  td:first-child code { white-space: nowrap; }
  pre { padding: 0.75rem 1rem; border: 1px solid #8884; border-radius: 6px; overflow-x: auto; }
  pre code { overflow-wrap: normal; }
  small, .quiet { opacity: 0.75; }
  h1 small { font-weight: normal; }
</style>`;

/** A page of the reference, plain enough for any browser and for printing. */
export const docsPage = (title: string, body: unknown) => html`<!doctype html>
  <html lang="zh-CN">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      ${style}
    </head>
    <body>
      ${body}
    </body>
  </html>`;
