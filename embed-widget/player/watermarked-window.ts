/** Rows of the mark over the picture. */
const rows = 3;

const drawMark = (pen: CanvasRenderingContext2D, mark: string): void => {
  const { width, height } = pen.canvas;
  pen.font = `${Math.max(12, Math.round(width / 32))}px sans-serif`;
  pen.textAlign = 'center';
  pen.fillStyle = '#ffffff4d';
  for (let row = 0; row < rows; row += 1) pen.fillText(mark, width * (0.3 + 0.2 * row), (height * (row + 0.7)) / rows);
};

/**
 * Show a video in a window above all others, with a mark drawn into every frame: the browser's own small window would
 * show the picture without the name of who looks. Playing and pausing there acts on the video.
 *
 * @returns when the window stands; it ends with the video's page, or when it is closed
 */
export const openWatermarkedWindow = async (video: HTMLVideoElement, mark: () => string): Promise<void> => {
  const canvas = Object.assign(document.createElement('canvas'), {
    width: video.videoWidth,
    height: video.videoHeight,
  });
  const pen = canvas.getContext('2d');
  if (!pen || canvas.width === 0) throw new Error('the clip shows no picture');
  const shown = Object.assign(document.createElement('video'), { muted: true, srcObject: canvas.captureStream() });
  const closed = new AbortController();
  const { signal } = closed;
  const draw = (): void => {
    if (signal.aborted) return;
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    drawMark(pen, mark());
    video.requestVideoFrameCallback(draw);
  };
  draw();
  await shown.play();
  await shown.requestPictureInPicture();
  shown.addEventListener('pause', () => video.pause(), { signal });
  shown.addEventListener('play', () => void video.play().catch(() => undefined), { signal });
  shown.addEventListener('leavepictureinpicture', () => closed.abort(), { signal, once: true });
};
