import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A line between a client and a server that breaks. */
export interface CuttingLine {
  readonly url: string;
  /** Bytes that came from clients, headers included. */
  sent(): number;
  cuts(): number;
  /** Break each connection after so many bytes from the client, so many times; nothing breaks afterwards. */
  cut(afterBytes: number, times: number): void;
  close(): Promise<void>;
}

/** @param bytesPerSecond of the line from the client; as fast as it goes when absent */
export const cuttingLine = async (port: number, bytesPerSecond?: number): Promise<CuttingLine> => {
  let sent = 0;
  let cuts = 0;
  let after = Number.POSITIVE_INFINITY;
  let left = 0;
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    let ofThis = 0;
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    client.on('error', end).on('close', end);
    upstream.on('error', end).on('close', end);
    upstream.pipe(client);
    client.on('data', async (chunk: Buffer) => {
      const breaks = left > 0 && ofThis + chunk.length >= after;
      const passed = breaks ? chunk.subarray(0, after - ofThis) : chunk;
      ofThis += passed.length;
      sent += passed.length;
      client.pause();
      await new Promise<void>((resolve) => upstream.write(passed, () => resolve()));
      if (bytesPerSecond !== undefined) await pause((1000 * passed.length) / bytesPerSecond);
      client.resume();
      if (!breaks) return;
      left -= 1;
      cuts += 1;
      end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: () => sent,
    cuts: () => cuts,
    cut: (afterBytes, times) => {
      after = afterBytes;
      left = times;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
