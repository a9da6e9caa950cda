/**
 * Types of what `https://<hub>/embed/v1.js` defines, for TypeScript, React and Vue. Put this file beside your sources; it
 * needs nothing else. `custom-elements.json` beside it says the same to editors.
 */

export type FootageSystem = 'dispatch' | 'case' | 'incident' | 'intelligence' | 'traffic';

/** Attributes of `<linked-footage>` and `<footage-badge>`. */
export interface FootageAttributes {
  /** Family of the business system. */
  system: FootageSystem;
  /** The number of the record in that system. */
  record: string;
  /** Token the business system's server was given for the person at the screen. */
  grant: string;
  /** Address of the hub; the origin of the script when absent. */
  hub?: string;
  theme?: 'light' | 'dark' | 'auto';
  lang?: string;
}

/** Own events; those of HTMLMediaElement come under their own names as plain events. */
export interface LinkedFootageEvents {
  links: CustomEvent<{ count: number }>;
  grantneeded: CustomEvent<null>;
  cite: CustomEvent<{ text: string; footage: string; seconds: number }>;
  error: CustomEvent<{ reason: string; detail: string }>;
  play: Event;
  pause: Event;
  playing: Event;
  waiting: Event;
  timeupdate: Event;
  seeking: Event;
  seeked: Event;
  ended: Event;
  ratechange: Event;
  volumechange: Event;
  loadedmetadata: Event;
  durationchange: Event;
  canplay: Event;
}

export interface LinkedFootageElement extends HTMLElement {
  system: string;
  record: string;
  grant: string;
  hub: string;
  theme: 'light' | 'dark' | 'auto';
  readonly paused: boolean;
  /** Seconds from the beginning of the clip that is open. */
  currentTime: number;
  readonly duration: number;
  readonly ended: boolean;
  readonly readyState: number;
  playbackRate: number;
  /** 0 to 1. */
  volume: number;
  muted: boolean;
  /** Load the player now; it does so by itself when it is about to be seen. */
  load(): Promise<void>;
  play(): Promise<void>;
  pause(): void;
  addEventListener<K extends keyof LinkedFootageEvents>(
    type: K,
    listener: (event: LinkedFootageEvents[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

export interface FootageBadgeElement extends HTMLElement {
  system: string;
  record: string;
  grant: string;
  hub: string;
}

declare global {
  interface HTMLElementTagNameMap {
    'linked-footage': LinkedFootageElement;
    'footage-badge': FootageBadgeElement;
  }
}

/** `onlinks`, `ongrantneeded`, …: React 19 listens to events of custom elements by their own names. */
type ReactListeners = { [K in keyof LinkedFootageEvents as `on${K}`]?: (event: LinkedFootageEvents[K]) => void };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'linked-footage': Omit<React.HTMLAttributes<LinkedFootageElement>, keyof FootageAttributes> &
        React.RefAttributes<LinkedFootageElement> &
        FootageAttributes &
        ReactListeners;
      'footage-badge': Omit<React.HTMLAttributes<FootageBadgeElement>, keyof FootageAttributes> &
        React.RefAttributes<FootageBadgeElement> &
        FootageAttributes & { ongrantneeded?: (event: CustomEvent<null>) => void };
    }
  }
}

declare module 'vue' {
  interface GlobalComponents {
    'linked-footage': new () => { $props: FootageAttributes };
    'footage-badge': new () => { $props: FootageAttributes };
  }
}
