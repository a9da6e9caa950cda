import { html } from 'hono/html';
import type { VolumeKind } from '../../media/volumes/kind.ts';
import { settingsTable } from './connector-page.ts';
import { docsPage } from './docs-page.ts';

/** The reference page of one kind of volume: everything on it is read from its declaration. */
export const volumeKindPage = (name: string, { title, about, settings }: VolumeKind) =>
  docsPage(
    `${title.zh} · ${name}`,
    html`<p><a href="/docs/volumes">← 存储卷 Volumes</a></p>
      <h1>${title.zh} <small>${title.en} · <code>${name}</code></small></h1>
      <p>${about}</p>
      <p class="quiet"><code>hub volume add &lt;name&gt; --kind ${name} --set …</code></p>
      <h2>Settings 设置</h2>
      ${settingsTable(Object.entries(settings))}`,
  );

/** The list of all kinds. */
export const volumeKindsPage = (kinds: ReadonlyMap<string, VolumeKind>) =>
  docsPage(
    '存储卷 Volumes',
    html`<h1>存储卷 <small>Volumes</small></h1>
      <p>
        A volume keeps originals. It is added while the hub runs, and takes what its rules say: by organisation, kind of
        device and age. 存储卷保存原始文件；可在运行中增加，按单位、设备类型和时间分配。
      </p>
      <table>
        <tbody>
          ${[...kinds].map(
            ([name, { title, about }]) => html`<tr>
              <td><a href="/docs/volumes/${name}"><code>${name}</code></a></td>
              <td>${title.zh}<br /><small>${title.en}</small></td>
              <td>${about}</td>
            </tr>`,
          )}
        </tbody>
      </table>`,
  );
