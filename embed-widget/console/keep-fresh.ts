import type { ReactiveControllerHost } from 'lit';

/**
 * Look when the element appears and then every so often, but not while the page is hidden: a console is left open in a
 * tab all night. Who comes back to the tab sees what is now, not what was. Called in the element's constructor.
 */
export const keepFresh = (host: ReactiveControllerHost, look: () => unknown, everyMs: number): void => {
  let timer: ReturnType<typeof setInterval> | undefined;
  const lookIfSeen = (): void => {
    if (!document.hidden) look();
  };
  host.addController({
    hostConnected: () => {
      document.addEventListener('visibilitychange', lookIfSeen);
      timer = setInterval(lookIfSeen, everyMs);
      look();
    },
    hostDisconnected: () => {
      document.removeEventListener('visibilitychange', lookIfSeen);
      clearInterval(timer);
    },
  });
};
