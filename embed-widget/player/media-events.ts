/**
 * Every event name of the player, once. Controls send requests up and never touch the media; what really happened comes
 * back as state from the media's own events.
 */

/** Asked for by a control, heard by `<footage-player>`. */
export interface MediaRequests {
  mediaplayrequest: undefined;
  mediapauserequest: undefined;
  /** Seconds from the beginning of the clip. */
  mediaseekrequest: number;
  mediavolumerequest: number;
  mediamuterequest: boolean;
  mediaplaybackraterequest: number;
  mediafullscreenrequest: undefined;
  /** true: only the linked segment; false: the whole clip. */
  segmentonlyrequest: boolean;
  /** Show captions, or leave them out. */
  captionsrequest: boolean;
  keyhelprequest: undefined;
}

export const requestNames = [
  'mediaplayrequest',
  'mediapauserequest',
  'mediaseekrequest',
  'mediavolumerequest',
  'mediamuterequest',
  'mediaplaybackraterequest',
  'mediafullscreenrequest',
  'segmentonlyrequest',
  'captionsrequest',
  'keyhelprequest',
] as const satisfies readonly (keyof MediaRequests)[];

/** Native media events that the elements pass on under their own name. */
export const mirroredEvents = [
  'play',
  'pause',
  'playing',
  'waiting',
  'timeupdate',
  'seeking',
  'seeked',
  'ended',
  'ratechange',
  'volumechange',
  'loadedmetadata',
  'durationchange',
  'canplay',
] as const;

/** Send a request up through the shadow boundary. */
export const request = <K extends keyof MediaRequests>(from: EventTarget, name: K, detail: MediaRequests[K]): void => {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
};
