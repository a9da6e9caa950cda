import { by, type Playback } from './embed.ts';
import { requestJson } from './request.ts';

/** Tell the hub something with the same right. @throws Problem */
export const tellEmbedded = <T>(playback: Playback, path: string, body: string | Blob, type: string): Promise<T> =>
  requestJson<T>(`${playback.hub}/embed/v1${path}`, {
    method: 'POST',
    ...by(playback, { 'Content-Type': type }),
    body,
  });
