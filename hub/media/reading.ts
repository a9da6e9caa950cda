/**
 * What ffmpeg and ffprobe may open. A "video" that is a playlist in truth could otherwise make them read other files
 * of this machine, or ask other machines.
 */
const containers = [
  'mov,mp4,m4a,3gp,3g2,mj2',
  'matroska,webm',
  'avi,asf,flv,mpeg,mpegts,mpegvideo,h264,hevc,m4v,ogg,dv,mxf',
  'mp3,aac,wav,flac,amr,amrnb,amrwb,g729,w64,aiff,au,caf',
  'image2,png_pipe,jpeg_pipe,bmp_pipe,gif,webp_pipe,tiff_pipe,mjpeg',
].join(',');

export const readingArgs: readonly string[] = ['-protocol_whitelist', 'file', '-format_whitelist', containers];
