/**
 * A camera has two names: the serial of seven characters that is burnt into it, and the 20 digits by which platforms call
 * it (GB/T 28181: eight of the centre, two of the trade, three of the kind, and the serial).
 */
const serialLength = 7;
const platformLength = 20;

/** The serial at the end of a platform's id; undefined when the text is none. */
export const serialOf = (deviceId: string): string | undefined =>
  deviceId.length === platformLength && /^\d{13}/.test(deviceId) ? deviceId.slice(-serialLength) : undefined;

/** Whether the text is a bare serial. Serials repeat between centres, so it names one camera only among those near. */
export const isSerial = (deviceId: string): boolean => deviceId.length === serialLength;
