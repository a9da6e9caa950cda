import { z } from 'zod';
import { RecordError } from '../core/errors.ts';
import { readingArgs } from './reading.ts';
import { runProgram } from './run-program.ts';

const streamSchema = z.object({
  index: z.number().optional(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  pix_fmt: z.string().optional(),
  profile: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  bit_rate: z.coerce.number().optional(),
  tags: z.object({ language: z.string().optional() }).optional(),
  disposition: z.object({ attached_pic: z.number().optional() }).optional(),
});
const reportSchema = z.object({
  streams: z.array(streamSchema).default([]),
  format: z.object({ format_name: z.string().optional(), duration: z.coerce.number().optional() }).default({}),
});

/** What a file holds, as far as playing it is concerned. */
export interface MediaFacts {
  readonly durationMs: number | undefined;
  /** ffprobe's list of names for the container, e.g. `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly container: string;
  readonly video: { codec: string; pixelFormat: string; width: number; height: number } | undefined;
  /** `bitrate`: bits a second, where the container tells. */
  readonly audio: { codec: string; bitrate?: number } | undefined;
  /** The first stream of subtitles in words, by its number in the file, and its language as the file names it. */
  readonly captions?: { stream: number; language: string | undefined };
}

/** Subtitles that are words; others are pictures. */
const wordCodecs = new Set(['mov_text', 'subrip', 'srt', 'webvtt', 'ass', 'ssa', 'text']);

/**
 * Ask ffprobe what a file holds.
 *
 * @throws RecordError when it is no media file, ConfigurationError when ffprobe is missing
 */
export const probe = async (ffprobe: string, file: string, signal?: AbortSignal): Promise<MediaFacts> => {
  const args = ['-v', 'error', ...readingArgs, '-print_format', 'json', '-show_format', '-show_streams', '-i', file];
  const output = await runProgram(ffprobe, args, { signal, timeoutMs: 60_000 });
  const report = reportSchema.safeParse(JSON.parse(output || '{}'));
  if (!report.success)
    throw new RecordError(`[hub] [media] ffprobe answered in another form than expected`, { cause: report.error });
  const { streams, format } = report.data;
  // A cover picture in a sound file is a video stream to ffprobe.
  const video = streams.find((stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1);
  const audio = streams.find((stream) => stream.codec_type === 'audio');
  const words = streams.find(
    ({ codec_type, codec_name = '' }) => codec_type === 'subtitle' && wordCodecs.has(codec_name),
  );
  const language = words?.tags?.language;
  return {
    durationMs: format.duration === undefined ? undefined : Math.round(format.duration * 1000),
    container: format.format_name ?? '',
    video: video && {
      codec: video.codec_name ?? 'unknown',
      pixelFormat: video.pix_fmt ?? '',
      width: video.width ?? 0,
      height: video.height ?? 0,
    },
    audio: audio && {
      codec: audio.codec_name ?? 'unknown',
      ...(audio.bit_rate === undefined ? {} : { bitrate: audio.bit_rate }),
    },
    ...(words?.index === undefined
      ? {}
      : { captions: { stream: words.index, language: language === 'und' ? undefined : language } }),
  };
};
