import { expect, test } from 'vitest';
import { groups } from '../../hub/core/setting.ts';
import { openWorld } from './world.ts';

const inHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const world = await openWorld();

test('every connector has a page that names each of its settings, and nothing on it comes from elsewhere', async () => {
  const list = await (await world.ask('/docs/connectors')).text();
  const connectors = [...world.hub.connectors];
  expect(connectors.length).toBeGreaterThan(8);
  for (const [name, { settings }] of connectors) {
    expect(list).toContain(`href="/docs/connectors/${name}"`);
    const response = await world.ask(`/docs/connectors/${name}`);
    expect(response.headers.get('content-type'), name).toContain('text/html');
    const page = await response.text();
    for (const [setting, { label, help, group }] of Object.entries(settings)) {
      expect(page, name).toContain(`<code>${setting}</code>`);
      if (group) expect(page, setting).toContain(groups[group].zh);
      expect(page, name).toContain(label.zh);
      for (const sentence of Object.values(help)) expect(page, setting).toContain(inHtml(sentence));
    }
    expect(page).not.toMatch(/(src|href)="https?:/);
  }
});

test('the page of the tables names its mappings; what is no connector is a problem', async () => {
  expect(await (await world.ask('/docs/connectors/sql-table')).text()).toContain('dispatch-icc');
  const missing = await world.ask('/docs/connectors/nothing');
  expect(missing.status).toBe(404);
  expect(await missing.text()).toContain('sql-table');
});
