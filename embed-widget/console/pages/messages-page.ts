import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { listMessages, type MessageItem, type MessageSelection, messageStates } from '../../client/message.ts';
import { listSources, type SourceItem } from '../../client/source.ts';
import { AddressQuery } from '../address-query.ts';
import { icons } from '../icons.ts';
import { Loaded } from '../loaded.ts';
import { definePage } from '../page.ts';
import '../parts/hub-replay.ts';
import { Listing } from '../parts/listing.ts';
import { messageStateSays, messageTone } from '../parts/message-state.ts';
import { bytesSay, momentText, numberSays } from '../parts/says.ts';
import { rowGoes } from '../router.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  title: ['报文', 'Messages'],
  about: ['收到的每一份原始报文，按原样保存。', 'Every message as it came.'],
  when: ['收到', 'Received'],
  source: ['数据源', 'Source'],
  sources: ['全部数据源', 'All sources'],
  state: ['结果', 'Result'],
  states: ['全部结果', 'Any result'],
  dead: ['有拒收', 'With refusals'],
  rows: ['行', 'Rows'],
  bytes: ['大小', 'Size'],
  number: ['业务编号', 'Business number'],
  numberHelp: ['案件、警情、文件等编号，含被引用的编号', 'Of a record or recording, or one it refers to'],
  from: ['起始时间', 'From'],
  to: ['截止时间', 'To'],
  none: ['没有符合的报文', 'No such message'],
  noneHelp: [
    '换一个条件；按编号查找的是带来它的最近一份报文。',
    'Try others. A number finds the latest message that brought it.',
  ],
  choose: ['选择', 'Choose'],
  replayChosen: [(count: number) => `重放所选 ${count} 条`, (count: number) => `Replay ${count} chosen`],
  replayAll: ['重放全部符合的', 'Replay all found'],
  edited: ['人工修改', 'Edited'],
});

const zone = ':00+08:00';
/** The filters as the API wants them: a minute of the local clock is its beginning. */
const asked = ({
  source,
  state,
  number,
  from,
  to,
}: Readonly<Record<string, string>>): Omit<MessageSelection, 'ids'> => ({
  ...(source ? { source } : {}),
  ...(state ? { state } : {}),
  ...(number ? { number } : {}),
  ...(from ? { from: from + zone } : {}),
  ...(to ? { to: to + zone } : {}),
});

/** Every raw message, by source, time, what became of it and business number; replayed one by one or all that is found. */
@customElement('messages-page')
export class MessagesPage extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      td.pick {
        width: 34px;
      }
      td.pick input {
        width: 15px;
        height: 15px;
        accent-color: var(--hub-accent);
      }
      input[type='search'] {
        min-width: 220px;
      }
      @media (max-width: 720px) {
        td.pick {
          padding-right: 0;
        }
        td.pick input {
          width: 24px;
          height: 24px;
          margin: 0;
        }
        td .cut {
          max-width: 24vw;
        }
      }
    `,
  ];

  @state() private chosen: ReadonlySet<number> = new Set();
  @state() private replaying: MessageSelection | undefined;
  readonly #sources = new Loaded<readonly SourceItem[]>(this);
  readonly #query = new AddressQuery(this, () => {
    this.chosen = new Set();
    this.replaying = undefined;
    void this.#list.reload();
  });
  readonly #list = new Listing<MessageItem>(this, (cursor, signal) =>
    listMessages({ ...asked(this.#query.values), limit: 50, cursor }, signal),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    if (may('sources.read')) void this.#sources.run(async (signal) => (await listSources(signal)).items);
  }

  protected override render(): unknown {
    return html`<div class="page"><header class="top"><h1>${text.title}</h1><span class="muted wide">${text.about}</span><span class="grow"></span>${this.#buttons()}</header>
      ${this.#filters()}
      ${this.replaying ? html`<hub-replay .selection=${this.replaying} @hub-replayed=${() => void this.#list.reload()} @hub-close=${this.#endReplay}></hub-replay>` : nothing}
      <section class="panel" aria-label=${text.title}>${this.#list.draw(
        (
          items,
        ) => html`<div class="scroll"><table><thead><tr>${this.#mayReplay ? html`<td></td>` : nothing}<th>${text.when}</th><th>${text.state}</th><th>${text.source}</th>
          <th class="right">${text.rows}</th><th class="right wide">${text.bytes}</th></tr></thead><tbody>${items.map((item) => this.#row(item))}</tbody></table></div>`,
        text.none,
        text.noneHelp,
      )}</section></div>`;
  }

  get #mayReplay(): boolean {
    return may('dead-letters.write');
  }

  #buttons(): unknown {
    if (!this.#mayReplay) return nothing;
    const { source, number } = this.#query.values;
    if (this.chosen.size > 0)
      return html`<button class="button primary" type="button" @click=${() => this.#replay({ ids: [...this.chosen] })}>${text.replayChosen(this.chosen.size)}</button>`;
    return source || number
      ? html`<button class="button" type="button" @click=${() => this.#replay(asked(this.#query.values))}>${text.replayAll}</button>`
      : nothing;
  }

  #filters(): unknown {
    const { values, on } = this.#query;
    const option = (value: string, label: string, chosen: string | undefined) =>
      html`<option value=${value} ?selected=${value === chosen}>${label}</option>`;
    return html`<div class="filters">
      <input type="search" aria-label=${text.number} placeholder=${text.number} title=${text.numberHelp} .value=${values.number ?? ''} @change=${on('number')}>
      <select aria-label=${text.source} @change=${on('source')}><option value="">${text.sources}</option>${(this.#sources.value ?? []).map(({ name }) => option(name, name, values.source))}</select>
      <select aria-label=${text.state} @change=${on('state')}><option value="">${text.states}</option>${messageStates.map((one) => option(one, messageStateSays(one), values.state))}${option('dead', text.dead, values.state)}</select>
      <input type="datetime-local" aria-label=${text.from} title=${text.from} .value=${values.from ?? ''} @change=${on('from')}>
      <input type="datetime-local" aria-label=${text.to} title=${text.to} .value=${values.to ?? ''} @change=${on('to')}></div>`;
  }

  #row(item: MessageItem): unknown {
    const { number } = this.#query.values;
    const address = `/messages/${item.id}${number ? `?number=${encodeURIComponent(number)}` : ''}`;
    return html`<tr class="go" @click=${rowGoes(address)}>
      ${this.#mayReplay ? html`<td class="pick"><input type="checkbox" aria-label="${text.choose} ${item.id}" .checked=${this.chosen.has(item.id)} @change=${() => this.#choose(item.id)}></td>` : nothing}
      <td class="nowrap"><a href=${address}>${momentText(item.receivedAt).slice(5)}</a> <span class="muted wide">#${item.id}</span></td>
      <td><span class="chip ${messageTone(item.state)}">${messageStateSays(item.state)}</span> ${item.editedFrom ? html`<span class="chip accent wide">${text.edited}</span>` : nothing}</td>
      <td><span class="cut">${item.source}</span><span class="cut muted wide">${[item.subject, item.contentType].filter(Boolean).join(' · ')}</span></td>
      <td class="right nowrap">${item.dead > 0 ? html`<span class="bad">${numberSays(item.dead)}</span> / ` : nothing}${numberSays(item.rows)}</td>
      <td class="right wide soft nowrap">${bytesSay(item.bytes)}</td></tr>`;
  }

  #choose(id: number): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(id)) chosen.add(id);
    this.chosen = chosen;
  }

  #replay(selection: MessageSelection): void {
    this.replaying = selection;
  }

  readonly #endReplay = (): void => {
    this.replaying = undefined;
    this.chosen = new Set();
  };
}

export default definePage({
  path: '/messages',
  right: 'messages.read',
  title: () => text.title,
  nav: { group: 'run', order: 1.5, icon: icons.messages },
  render: () => html`<messages-page></messages-page>`,
});
