import { html, nothing } from 'lit';
import type { Connector } from '../../client/trial.ts';
import { language } from '../preferences.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  fetched: ['平台去取：数据库、文件、查询接口', 'The hub fetches: databases, files, query services'],
  sent: ['对方送来：推送、上报、采集站、级联', 'The other side sends: pushes, reports, docking stations, cascades'],
  polls: ['平台去取', 'Polls'],
  receives: ['对方推送', 'Receives'],
  publishes: ['回写关联', 'Writes links back'],
});

/** Connectors to choose from: first by who begins, which is known before any protocol is, then by title. */
export const connectorCards = (
  connectors: readonly Connector[],
  chosen: Connector | undefined,
  choose: (connector: Connector) => void,
): unknown => {
  const sorted = connectors.toSorted((one, other) =>
    one.title[language()].localeCompare(other.title[language()], language()),
  );
  const chip = (words: string) => html`<span class="chip">${words}</span> `;
  const card = (
    connector: Connector,
  ) => html`<button class="card" type="button" aria-pressed=${connector === chosen} @click=${() => choose(connector)}>
      <b>${connector.title[language()]}</b><code class="muted">${connector.name}</code>
      <span>${connector.polls ? chip(text.polls) : nothing}${connector.receives ? chip(text.receives) : nothing}${connector.publishes ? chip(text.publishes) : nothing}</span>
      <span class="about">${connector.about[language()]}</span></button>`;
  const group = (title: string, members: readonly Connector[]) =>
    members.length === 0 ? nothing : html`<h2>${title}</h2><div class="cards">${members.map(card)}</div>`;
  const [fetched, sent] = [sorted.filter(({ polls }) => polls), sorted.filter(({ polls }) => !polls)];
  return html`${group(text.fetched, fetched)}${group(text.sent, sent)}`;
};
