import { Readable } from 'node:stream';
import { folderVolume } from '../../../hub/media/folder-volume.ts';

/** Run in a process that sees a small disk: writes two files of which the second does not fit, and says what happened. */
const [folder = '', size = '0'] = process.argv.slice(2);
const volume = folderVolume('small', folder);
const bytes = Number(size);
const put = (path: string) =>
  volume.put(Readable.from([Buffer.alloc(bytes, 7)], { objectMode: false }), path, bytes).then(
    () => 'stored',
    (error: Error) => error.name,
  );
const said = [await put('a.bin'), await put('b.bin')];
const left = [(await volume.stat('a.bin'))?.bytes, (await volume.stat('b.bin'))?.bytes ?? null];
console.log(JSON.stringify({ said, left, free: (await volume.free()) > 0 }));
