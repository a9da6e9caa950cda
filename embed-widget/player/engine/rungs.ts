/** One size of a picture, or the sound. */
export interface Rung {
  /** Address of its media playlist. */
  readonly url: string;
  /** MIME type with codecs, as `MediaSource` wants it. */
  readonly type: string;
  /** Bits per second, with the sound that belongs to it. */
  readonly bandwidth: number;
}

/** A piece of a track, seconds of the clip. */
export interface Segment {
  readonly url: string;
  readonly from: number;
  readonly to: number;
  /** It is not to be had (EXT-X-GAP). */
  readonly isGap: boolean;
}

/** What a media playlist says. */
export interface Pieces {
  readonly init: string;
  readonly segments: readonly Segment[];
}

/** An attribute list of RFC 8216, 4.2. */
const attributesOf = (line: string): Map<string, string> =>
  new Map(
    [...line.matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^,]*))/g)].map(([, name = '', quoted, plain = '']) => [
      name,
      quoted ?? plain,
    ]),
  );

const linesOf = (playlist: string): string[] => playlist.split(/\r?\n/).filter((line) => line !== '');

const isSound = (codec: string): boolean => /^(mp4a|ac-3|ec-3|opus|fLaC)/i.test(codec);
const typeOf = (kind: string, codecs: readonly string[]): string => `${kind}/mp4; codecs="${codecs.join(', ')}"`;

/** `video/mp4; codecs="avc1` and the like: what one `SourceBuffer` takes in turns. */
const familyOf = (type: string): string => type.split('.')[0] ?? '';

/**
 * The tracks of a rendition as the hub makes them, HLS of CMAF with the sound apart: the picture's rungs, smallest first,
 * then the sound. Rungs this browser does not play, or not
 * after each other, are left out.
 *
 * @param base address of the playlist
 */
export const tracksOf = (master: string, base: string): readonly (readonly Rung[])[] => {
  const lines = linesOf(master);
  const absolute = (url: string): string => new URL(url, base).href;
  const media = lines.filter((line) => line.startsWith('#EXT-X-MEDIA:')).map(attributesOf);
  const variants = lines.flatMap((line, place) => {
    const url = lines[place + 1];
    if (!line.startsWith('#EXT-X-STREAM-INF:') || !url) return [];
    const attributes = attributesOf(line);
    const codecs = (attributes.get('CODECS') ?? '').split(',').map((codec) => codec.trim());
    const sound = media.find((one) => one.get('TYPE') === 'AUDIO' && one.get('GROUP-ID') === attributes.get('AUDIO'));
    return [{ url: absolute(url), codecs, sound: sound?.get('URI'), bandwidth: Number(attributes.get('BANDWIDTH')) }];
  });
  const rungs = variants
    .map(({ url, codecs, sound, bandwidth }): Rung => {
      const own = sound ? codecs.filter((codec) => !isSound(codec)) : codecs;
      return { url, bandwidth, type: typeOf(own.every(isSound) ? 'audio' : 'video', own) };
    })
    .filter(({ type }) => MediaSource.isTypeSupported(type))
    .sort((one, other) => one.bandwidth - other.bandwidth)
    .filter(({ type }, _, [lowest]) => familyOf(type) === familyOf(lowest?.type ?? ''));
  const { sound, codecs = [], bandwidth = 0 } = variants.find((one) => one.sound) ?? {};
  if (!sound) return [rungs];
  const type = typeOf('audio', codecs.filter(isSound));
  return [rungs, MediaSource.isTypeSupported(type) ? [{ url: absolute(sound), type, bandwidth }] : []];
};

/** @returns undefined when it is no playlist of CMAF segments */
export const piecesOf = (playlist: string, base: string): Pieces | undefined => {
  const absolute = (url: string): string => new URL(url, base).href;
  const segments: Segment[] = [];
  let [init, from, length, isGap] = ['', 0, 0, false];
  for (const line of linesOf(playlist)) {
    if (line.startsWith('#EXT-X-MAP:')) init = attributesOf(line).get('URI') ?? '';
    else if (line.startsWith('#EXTINF:')) length = Number.parseFloat(line.slice(8));
    else if (line === '#EXT-X-GAP') isGap = true;
    else if (!line.startsWith('#')) {
      segments.push({ url: absolute(line), from, to: from + length, isGap });
      [from, isGap] = [from + length, false];
    }
  }
  return init && segments.length > 0 ? { init: absolute(init), segments } : undefined;
};

/** Segments say where they end to a frame or so. */
const frame = 0.04;

/** The piece that a moment lies in, or else the next one; of those that are wanted. */
export const firstPiece = (
  { segments }: Pieces,
  at: number,
  isWanted: (segment: Segment) => boolean = () => true,
): Segment | undefined => segments.find((one) => !one.isGap && one.to > at + frame && isWanted(one));

/** Share of the line that a rung may take, going up and staying: between them nothing changes, so that it does not pump. */
const climbs = 0.75;
const stays = 0.95;
/** Seconds loaded ahead without which a larger rung is not tried: its first segment may take as long on a line that falls. */
const climbsWith = 12;

/**
 * Place of the rung to begin with: as large as the line carries.
 *
 * @param rungs smallest first
 * @param line bits per second
 */
export const firstRung = (rungs: readonly Rung[], line: number): number =>
  Math.max(0, rungs.filter(({ bandwidth }) => bandwidth <= line * climbs).length - 1);

/**
 * The rung to go on with: at most one up, as far down as need be.
 *
 * @param bandwidths of the rungs, smallest first
 * @param line bits per second; undefined when not yet known
 * @param ahead seconds loaded
 */
export const nextRung = (
  now: number,
  bandwidths: readonly number[],
  line: number | undefined,
  ahead: number,
): number => {
  if (line === undefined) return now;
  const [here = 0, above = Number.POSITIVE_INFINITY] = [bandwidths[now], bandwidths[now + 1]];
  if (here > line * stays) return Math.max(0, bandwidths.filter((one) => one <= line * climbs).length - 1);
  return above <= line * climbs && ahead >= climbsWith ? now + 1 : now;
};
