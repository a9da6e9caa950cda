import { spawn } from 'node:child_process';

/** Mean and spread of the brightness of a PNG, 0 to 255, measured by ffmpeg. */
const brightness = (png: Buffer): Promise<{ mean: number; spread: number }> =>
  new Promise((resolve, reject) => {
    const ffmpeg = spawn('ffmpeg', [
      '-v',
      'error',
      '-f',
      'png_pipe',
      '-i',
      '-',
      '-vf',
      'scale=64:36,format=gray',
      '-f',
      'rawvideo',
      '-',
    ]);
    const chunks: Buffer[] = [];
    ffmpeg.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    ffmpeg.once('error', reject);
    ffmpeg.once('close', () => {
      const values = [...Buffer.concat(chunks)];
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      resolve({ mean, spread });
    });
    ffmpeg.stdin.end(png);
  });

/** Whether a screenshot shows a picture: neither black nor one colour all over. */
export const looksAlive = async (png: Buffer): Promise<boolean> => {
  const { mean, spread } = await brightness(png);
  return mean > 12 && spread > 8;
};
