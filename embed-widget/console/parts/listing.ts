import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { html, nothing } from 'lit';
import type { Page } from '../../client/api.ts';
import { Loaded } from '../loaded.ts';
import { defineTexts } from '../texts.ts';
import { empty, shown } from './states.ts';

const text = defineTexts({ more: ['更多', 'More'] });

/** A list that grows page by page, and starts anew when its filters change. */
export class Listing<T> implements ReactiveController {
  items: readonly T[] = [];
  readonly #first: Loaded<Page<T>>;
  readonly #host: ReactiveControllerHost;
  #next: string | undefined;
  #fetch: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>;

  constructor(
    host: ReactiveControllerHost,
    fetch: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  ) {
    this.#host = host;
    this.#fetch = fetch;
    this.#first = new Loaded(host);
    host.addController(this);
  }

  hostConnected(): void {
    void this.reload();
  }

  get loaded(): boolean {
    return this.#first.value !== undefined;
  }

  async reload(): Promise<void> {
    await this.#first.run((signal) => this.#fetch(undefined, signal));
    this.items = this.#first.value?.items ?? [];
    this.#next = this.#first.value?.next;
    this.#host.requestUpdate();
  }

  async more(): Promise<void> {
    const page = await this.#fetch(this.#next, new AbortController().signal).catch(() => undefined);
    if (!page) return;
    this.items = [...this.items, ...page.items];
    this.#next = page.next;
    this.#host.requestUpdate();
  }

  /** Draw the list, its end, or why there is nothing. */
  draw(rows: (items: readonly T[]) => unknown, none: string, help?: string): unknown {
    return shown(
      this.#first,
      () =>
        this.items.length === 0
          ? empty(none, help)
          : html`${rows(this.items)}${
              this.#next
                ? html`<div class="more"><button class="button small" type="button" @click=${() => void this.more()}>${text.more}</button></div>`
                : nothing
            }`,
      { again: () => void this.reload(), rows: 10 },
    );
  }
}
