/** Who looks, as the hub knows them. */
export interface Viewer {
  readonly policeId?: string;
  readonly name?: string;
}

/** `009902 周示二 2026-03-02 08:48`, by the clock of the machine that shows it. */
export const watermarkText = ({ policeId, name }: Viewer, now = new Date()): string => {
  const pad = (part: number): string => String(part).padStart(2, '0');
  const date = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  return [policeId, name, `${date} ${pad(now.getHours())}:${pad(now.getMinutes())}`].filter(Boolean).join(' ');
};
