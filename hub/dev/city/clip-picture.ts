import type { Clip } from './model.ts';
import { hashOf } from './random.ts';

/** 6 frames a second, 320 × 180: enough to read the picture by eye, cheap enough to make hundreds. */
const rate = 6;
const size = '320x180';
const keyframeEvery = 2 * rate;
const font = '/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf';
const shanghaiSeconds = 8 * 3600;

/** `0xrrggbb` of a hue (0–359), saturation and lightness (0–1). */
const colour = (hue: number, saturation: number, lightness: number): string => {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const part = (shift: number): string => {
    const k = (shift + hue / 30) % 12;
    const value = lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `0x${part(0)}${part(8)}${part(4)}`;
};

/** The word on the picture while an event is shown: `call/9901…1234` is `CALL ...1234`. Never anything drawtext reads. */
export const eventWord = (event: string): string => {
  const [kind = '', number] = event.split('/');
  const word = kind.toUpperCase().replace(/[^A-Z0-9 .-]/g, ' ');
  return number === undefined ? word : `${word} ...${number.replace(/\W/g, '').slice(-4)}`;
};

const text = (options: string): string => `drawtext=fontfile=${font}:fontcolor=white:${options}`;

/** Burnt into the picture: camera, 警号, the camera's own running clock, and what is shown while it is shown. */
const captions = (clip: Clip): string[] => {
  const cameraSeconds = Math.floor((clip.from + clip.clockErrorMs) / 1000) + shanghaiSeconds;
  const filmed = clip.shows.filter(({ through }) => !through);
  return [
    text(`fontsize=14:x=6:y=6:text='CAM ${clip.device.slice(-7)}  ${clip.claimedOfficer ?? '------'}'`),
    text(String.raw`fontsize=21:x=6:y=h-56:text='%{pts\:gmtime\:${cameraSeconds}}'`),
    ...filmed.map(({ event, from, to }) => {
      const [start, end] = [from, to].map((at) => ((at - clip.from) / 1000).toFixed(1));
      const word = eventWord(event);
      return text(`fontsize=15:box=1:boxcolor=black@0.6:x=6:y=h-26:text='${word}':enable='between(t,${start},${end})'`);
    }),
  ];
};

/** A box that wanders over a ground in the officer's colour. */
const pictureInputs = (hue: number): string[] => [
  ...['-f', 'lavfi', '-i', `color=c=${colour(hue, 0.5, 0.28)}:s=${size}:r=${rate}`],
  ...['-f', 'lavfi', '-i', `color=c=${colour((hue + 180) % 360, 0.9, 0.6)}:s=24x24:r=${rate}`],
];

/** A tone that climbs four steps and falls back, one step a second, at a pitch of the officer's. */
const soundInput = (pitch: number): string[] => [
  ...['-f', 'lavfi', '-i', `aevalsrc='0.2*sin(2*PI*t*(${pitch}+90*floor(mod(t,4))))':s=8000:c=mono`],
];

const videoCodecs = {
  h264: ['libx264', '-preset', 'ultrafast', '-profile:v', 'baseline', '-crf', '34', '-threads', '1'],
  hevc: ['libx265', '-preset', 'ultrafast', '-crf', '36', '-tag:v', 'hvc1', '-x265-params', 'log-level=error:pools=1'],
};

/** ffmpeg's arguments up to the output file. */
export const ffmpegArguments = (clip: Clip): string[] => {
  const hash = hashOf(clip.officer);
  const sound = soundInput(220 + (hash % 200));
  const length = ['-t', String((clip.to - clip.from) / 1000)];
  const encodeSound = ['-c:a', 'aac', '-aac_coder', 'fast', '-b:a', '16k'];
  const output = ['-movflags', '+faststart', '-f', 'mp4'];
  if (clip.codec === 'aac') return [...sound, ...length, ...encodeSound, ...output];
  const graph = [`[0:v][1:v]overlay=x='mod(t*16,W)':y='60+30*sin(t)':eval=frame`, ...captions(clip)].join(',');
  return [
    ...pictureInputs(hash % 360),
    ...sound,
    ...['-filter_complex', `${graph}[v]`, '-map', '[v]', '-map', '2:a', ...length],
    ...['-c:v', ...videoCodecs[clip.codec], '-pix_fmt', 'yuv420p', '-g', String(keyframeEvery)],
    ...encodeSound,
    ...output,
  ];
};
