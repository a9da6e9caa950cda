import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { readQuery, setQuery } from './router.ts';

/** The filters of a page, kept in its address: they survive a reload, a link and the way back. */
export class AddressQuery implements ReactiveController {
  values: Readonly<Record<string, string>> = readQuery();
  readonly #host: ReactiveControllerHost;
  readonly #changed: () => void;

  constructor(host: ReactiveControllerHost, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
    host.addController(this);
  }

  readonly #onMoved = (): void => {
    const before = JSON.stringify(this.values);
    this.values = readQuery();
    if (JSON.stringify(this.values) === before) return;
    this.#host.requestUpdate();
    this.#changed();
  };

  hostConnected(): void {
    this.values = readQuery();
    window.addEventListener('hub-moved', this.#onMoved);
  }

  hostDisconnected(): void {
    window.removeEventListener('hub-moved', this.#onMoved);
  }

  /** For `@change` of a field: its value becomes the filter of that name. */
  readonly on =
    (name: string) =>
    (event: Event): void =>
      setQuery({ [name]: (event.target as HTMLInputElement).value.trim() });
}
