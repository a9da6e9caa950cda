/** The two parts of a fragmented MP4 file: what every segment needs first, and the pictures and sound of this one. */
export interface Fragment {
  readonly init: Buffer;
  readonly media: Buffer;
}

const boxHead = 8;

/** Top boxes of an MP4 file (ISO/IEC 14496-12) in order. */
function* boxesOf(file: Buffer): Generator<{ type: string; bytes: Buffer }> {
  for (let at = 0; at + boxHead <= file.length; ) {
    const size = file.readUInt32BE(at);
    // 0: to the end of the file. 1 (64 bits) does not occur in a segment of seconds.
    const end = size === 0 ? file.length : at + size;
    if (size === 1 || end > file.length || end < at + boxHead) return;
    yield { type: file.toString('latin1', at + 4, at + boxHead), bytes: file.subarray(at, end) };
    at = end;
  }
}

const ofInit = new Set(['ftyp', 'moov']);
const ofMedia = new Set(['styp', 'moof', 'mdat']);

/** @returns undefined when the file holds no fragment */
export const splitFragment = (file: Buffer): Fragment | undefined => {
  const boxes = [...boxesOf(file)];
  const pick = (types: ReadonlySet<string>) =>
    Buffer.concat(boxes.filter(({ type }) => types.has(type)).map(({ bytes }) => bytes));
  const [init, media] = [pick(ofInit), pick(ofMedia)];
  return init.length > 0 && media.length > 0 ? { init, media } : undefined;
};
