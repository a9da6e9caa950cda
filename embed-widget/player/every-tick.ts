import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Does something again and again while its element stands in a page, and never after. */
export class EveryTick implements ReactiveController {
  readonly #everyMs: number;
  readonly #act: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost, everyMs: number, act: () => void) {
    this.#everyMs = everyMs;
    this.#act = act;
    host.addController(this);
  }

  hostConnected(): void {
    this.#timer = setInterval(this.#act, this.#everyMs);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}
