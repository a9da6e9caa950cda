import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { listOrgs, type Org } from '../../client/org.ts';
import { Loaded } from '../loaded.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({ all: ['全部单位', 'All organisations'], label: ['单位', 'Organisation'] });

/** How deep the list goes: bureau, sub-bureau, station. */
const deepest = 3;

const below = async (
  parent: string | undefined,
  depth: number,
  signal: AbortSignal,
): Promise<(Org & { depth: number })[]> => {
  const { items } = await listOrgs(parent, signal);
  const parts = await Promise.all(
    items.map(async (org) => [
      { ...org, depth },
      ...(org.children > 0 && depth + 1 < deepest ? await below(org.code, depth + 1, signal) : []),
    ]),
  );
  return parts.flat();
};

/**
 * The organisations the person may see, as an indented list.
 *
 * @fires change - `value` is the code, empty for all
 */
@customElement('hub-org-select')
export class OrgSelect extends LitElement {
  static override styles = [base, layout];

  @property() value = '';
  readonly #orgs = new Loaded<(Org & { depth: number })[]>(this);

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#orgs.run((signal) => below(undefined, 0, signal));
  }

  protected override render(): unknown {
    return html`<select aria-label=${text.label} style="width:100%" @change=${this.#onChange}>
      <option value="" ?selected=${this.value === ''}>${text.all}</option>
      ${(this.#orgs.value ?? []).map(
        ({ code, name, depth }) =>
          html`<option value=${code} ?selected=${code === this.value}>${'　'.repeat(depth)}${name}</option>`,
      )}</select>`;
  }

  #onChange(event: Event): void {
    this.value = (event.target as HTMLSelectElement).value;
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-org-select': OrgSelect;
  }
}
