/** The frame that is shown now, in the size of the recording, as PNG. @throws when there is none, or it may not be read */
export const frameOf = (video: HTMLVideoElement): Promise<Blob> => {
  const canvas = Object.assign(document.createElement('canvas'), {
    width: video.videoWidth,
    height: video.videoHeight,
  });
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the clip shows no picture'))), 'image/png'),
  );
};

/** Hand a file to the person, as a download. */
export const download = (blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

/** Put text on the clipboard, also in pages without TLS, where the newer way is closed. */
export const copyText = async (text: string, near: ShadowRoot | HTMLElement): Promise<void> => {
  if (navigator.clipboard && window.isSecureContext) {
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    if (done) return;
  }
  const field = Object.assign(document.createElement('textarea'), { value: text });
  field.setAttribute('aria-hidden', 'true');
  near.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (!done) throw new Error('the page may not write to the clipboard');
};
