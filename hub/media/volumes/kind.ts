import type { Fields, Values } from '../../core/setting.ts';
import type { Label } from '../../core/vocabulary.ts';
import type { Volume } from '../volume.ts';

/**
 * A way to keep originals. One default export per file of `kinds/`, the file's name is the kind's; found by scanning.
 * Settings are declared once: parsing, the console's form, the reference page and the withholding of secrets come from
 * the declaration.
 */
export interface VolumeKind<F extends Fields = Fields> {
  readonly title: Label;
  /** A sentence or two for the reference page: what it is for. */
  readonly about: string;
  readonly settings: F;
  /**
   * Make the place ready for a volume that is added. Called before anything is stored of it, and again when its settings
   * change.
   *
   * @throws ConfigurationError when it cannot be this volume, VolumeTroubleError when it does not answer
   */
  prepare(name: string, settings: Values<F>): Promise<void>;
  /** Touches nothing: a volume may be away when it is opened. */
  open(name: string, settings: Values<F>): Volume;
}

export const defineVolumeKind = <const F extends Fields>(kind: VolumeKind<F>): VolumeKind<F> => kind;
