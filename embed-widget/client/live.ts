export const liveTopics = ['record', 'footage', 'links', 'source'] as const;
export type LiveTopic = (typeof liveTopics)[number];

/**
 * Hear what happens in the hub. The browser reconnects by itself and asks for what it missed (Last-Event-ID).
 *
 * @returns a function that stops listening
 */
export const listenLive = (
  heard: (topic: LiveTopic, data: Readonly<Record<string, unknown>>) => void,
  connected?: (open: boolean) => void,
): (() => void) => {
  const stream = new EventSource('/api/v1/live');
  for (const topic of liveTopics) {
    stream.addEventListener(topic, (event) => {
      try {
        heard(topic, JSON.parse((event as MessageEvent<string>).data));
      } catch {
        heard(topic, {});
      }
    });
  }
  stream.onopen = () => connected?.(true);
  stream.onerror = () => connected?.(false);
  return () => stream.close();
};
