import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import {
  listVersions,
  type Mapping,
  type MappingVersion,
  readMapping,
  readVersion,
  returnTo,
  saveMapping,
  storedMessage,
} from '../../client/mapping.ts';
import { listMessages } from '../../client/message.ts';
import type { SampleMessage } from '../../client/trial.ts';
import { Loaded, toldOf } from '../loaded.ts';
import { definePage } from '../page.ts';
import '../parts/hub-dry-run.ts';
import '../parts/hub-remap.ts';
import '../parts/hub-sample.ts';
import { momentText } from '../parts/says.ts';
import { shown } from '../parts/states.ts';
import { language } from '../preferences.ts';
import { readQuery } from '../router.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { mappingPageStyles } from './mapping-page.styles.ts';
import { mappingTexts as text } from './mapping-page.texts.ts';

const sampled = 5;

/** One mapping: edited on the bench with real messages, tried on what came, its versions compared and returned to. */
@customElement('mapping-page')
export class MappingPage extends LitElement {
  static override styles = [base, layout, mappingPageStyles];

  @property() name = '';
  @state() private yaml = '';
  @state() private messages: readonly SampleMessage[] = [];
  @state() private source = '';
  @state() private compared: { readonly id: number; readonly yaml: string } | undefined;
  /** What it is compared with; absent: the text in the editor. */
  @state() private newer: { readonly id: number; readonly yaml: string } | undefined;
  @state() private isPasting = false;
  @state() private said: { readonly tone: string; readonly words: string } | undefined;
  @state() private busy = false;
  @state() private offersRemap = false;
  @query('#note') private note: HTMLInputElement | undefined;
  readonly #mapping = new Loaded<Mapping>(this);
  readonly #versions = new Loaded<readonly MappingVersion[]>(this);

  override connectedCallback(): void {
    super.connectedCallback();
    // The editor and the YAML library come with it, and only when they are needed.
    void import('../parts/hub-mapping-bench.ts');
    void this.#load();
  }

  protected override render(): unknown {
    return html`<div class="page">${shown(this.#mapping, (mapping) => this.#page(mapping), { again: () => void this.#load(), rows: 12 })}</div>`;
  }

  #page(mapping: Mapping): unknown {
    const isChanged = this.yaml !== mapping.yaml;
    const canWrite = may('sources.write');
    return html`<header class="top"><h1>${mapping.title[language()]}</h1><span class="muted">${mapping.name} · ${mapping.connector}</span>
        <span class="chip ${mapping.inForce ? 'accent' : ''}">${mapping.inForce ? text.version(mapping.inForce) : text.file}</span><span class="grow"></span>
        <button class="button" type="button" @click=${this.#export}>${text.export}</button></header>
      ${this.said ? html`<p class=${this.said.tone} role="status">${this.said.words}</p>` : nothing}
      ${this.offersRemap && mapping.sources.length > 0 ? html`<hub-remap .sources=${mapping.sources}></hub-remap>` : nothing}
      <section class="panel"><h2>${this.compared ? html`${text.against(this.#nameOf(this.compared.id))} ${this.#newerChoice()}` : text.editor}<span class="grow"></span>
          ${this.compared ? html`<button class="button small" type="button" @click=${() => this.#compare(undefined)}>${text.closeCompare}</button>` : nothing}</h2>
        <div class="body">${
          this.compared
            ? html`<hub-yaml-editor .value=${this.newer?.yaml ?? this.yaml} .compareWith=${this.compared.yaml} readonly style="--yaml-editor-height:560px"></hub-yaml-editor>`
            : html`${this.#sampleChoice(mapping)}<hub-mapping-bench .yaml=${this.yaml} .messages=${this.messages} ?readonly=${!canWrite} @hub-yaml-change=${this.#onYaml}></hub-mapping-bench>`
        }
          ${
            canWrite && isChanged
              ? html`<form class="row" @submit=${this.#save}><span class="warn">${text.unsaved}</span><input id="note" name="note" maxlength="500" placeholder=${text.note} aria-label=${text.note} />
                <button class="button primary" type="submit" ?disabled=${this.busy}>${text.save}</button>
                <button class="button" type="button" @click=${() => {
                  this.yaml = mapping.yaml;
                }}>${text.discard}</button></form>`
              : nothing
          }</div></section>
      ${this.source && canWrite ? html`<section class="panel"><h2>${text.rehearse} <span class="count">${text.of(this.source)}</span></h2><div class="body"><hub-dry-run .source=${this.source} .yaml=${this.yaml}></hub-dry-run></div></section>` : nothing}
      <section class="panel"><h2>${text.versions}</h2>${shown(this.#versions, (versions) => html`<ul>${versions.map((version) => this.#version(version))}</ul>`, { rows: 3 })}</section>`;
  }

  #newerChoice(): unknown {
    const choose = (value: string) =>
      void this.#act(async () => {
        const id = Number(value);
        this.newer = value === '' ? undefined : { id, yaml: (await readVersion(this.name, id)).yaml };
      });
    return html`<select aria-label=${text.compare} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      <option value="" ?selected=${!this.newer}>${text.inEditor}</option>
      ${this.#versions.value?.map(({ id }) => html`<option value=${id} ?selected=${id === this.newer?.id}>${this.#nameOf(id)}</option>`)}</select>`;
  }

  #sampleChoice({ sources }: Mapping): unknown {
    return html`<div class="row">${
      sources.length > 0
        ? html`<label class="row">${text.sample}<select @change=${(event: Event) => void this.#fromSource((event.target as HTMLSelectElement).value)}>
            ${sources.map((one) => html`<option ?selected=${one === this.source}>${one}</option>`)}</select></label>`
        : html`<span class="muted">${text.noSource}</span>`
    }
      ${sources.length > 0 && this.messages.length === 0 ? html`<span class="muted">${text.noMessages}</span>` : nothing}
      <button class="button small" type="button" aria-expanded=${this.isPasting} @click=${() => {
        this.isPasting = !this.isPasting;
      }}>${text.paste}</button></div>
      ${this.isPasting ? html`<hub-sample @hub-sample=${this.#onSample}></hub-sample>` : nothing}`;
  }

  #version({ id, isFile, note, author, at, inForce }: MappingVersion): unknown {
    return html`<li class="version"><b>${isFile && id === 0 ? text.file : text.version(id)}</b>${inForce ? html`<span class="chip good">${text.inForce}</span>` : nothing}
      <span class="grow">${note} <span class="muted">${[author, at ? momentText(at).slice(0, 16) : ''].filter(Boolean).join(' · ')}</span></span>
      <button class="button small" type="button" @click=${() => this.#compare(id)}>${text.compare}</button>
      ${may('sources.write') && !inForce ? html`<button class="button small" type="button" ?disabled=${this.busy} @click=${() => this.#return(id)}>${text.returnTo}</button>` : nothing}</li>`;
  }

  #nameOf(id: number): string {
    return id === 0 ? text.file : text.version(id);
  }

  async #load(): Promise<void> {
    await this.#mapping.run((signal) => readMapping(this.name, signal));
    void this.#versions.run(async (signal) => (await listVersions(this.name, signal)).items);
    const mapping = this.#mapping.value;
    if (!mapping) return;
    this.yaml = mapping.yaml;
    if (this.messages.length > 0) return;
    const { source, message, add } = readQuery();
    if (add && this.yaml === mapping.yaml) {
      const { withAttribute } = await import('../mapping-bench/with-attribute.ts');
      this.yaml = withAttribute(mapping.yaml, add);
    }
    this.source = source ?? mapping.sources[0] ?? '';
    if (message) await this.#fromMessages([Number(message)]);
    else await this.#fromSource(this.source);
  }

  async #fromSource(source: string): Promise<void> {
    this.source = source;
    if (!source || !may('messages.read')) return;
    const page = await listMessages({ source, limit: sampled }).catch(() => undefined);
    await this.#fromMessages(page?.items.map(({ id }) => id) ?? []);
  }

  async #fromMessages(ids: readonly number[]): Promise<void> {
    const found = await Promise.all(ids.map((id) => storedMessage(id).catch(() => undefined)));
    this.messages = found.flatMap((one) => (one ? [one.message] : []));
  }

  #onSample(event: CustomEvent<{ messages: readonly SampleMessage[] }>): void {
    this.messages = event.detail.messages;
    this.isPasting = false;
  }

  #onYaml(event: CustomEvent<{ value: string }>): void {
    this.yaml = event.detail.value;
  }

  #compare(id: number | undefined): void {
    this.newer = undefined;
    if (id === undefined) this.compared = undefined;
    else
      void this.#act(async () => {
        this.compared = { id, yaml: (await readVersion(this.name, id)).yaml };
      });
  }

  #save(event: Event): void {
    event.preventDefault();
    const basedOn = this.#mapping.value?.inForce ?? 0;
    void this.#act(async () => {
      const { version } = await saveMapping(this.name, { yaml: this.yaml, note: this.note?.value ?? '', basedOn });
      this.#nowInForce(version);
    });
  }

  #return(id: number): void {
    void this.#act(async () => {
      const { version } = await returnTo(this.name, id);
      this.compared = undefined;
      this.#nowInForce(version);
    });
  }

  #nowInForce(version: number): void {
    this.said = { tone: 'good', words: text.saved(version) };
    this.offersRemap = true;
    void this.#load();
  }

  readonly #export = (): void => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([this.yaml], { type: 'application/yaml' }));
    link.download = `${this.name}.yaml`;
    link.click();
    URL.revokeObjectURL(link.href);
  };

  async #act(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.said = undefined;
    try {
      await act();
    } catch (caught) {
      this.said = { tone: 'bad', words: toldOf(caught) };
    }
    this.busy = false;
  }
}

export default definePage({
  path: '/mappings/:name',
  right: 'sources.write',
  title: () => text.title,
  render: ({ name }) => html`<mapping-page .name=${name ?? ''}></mapping-page>`,
});
