import { Interner } from './interner.ts';

const unmistakableLength = 12;

/** The texts of records and clips that are matched together, as numbers. Records come first: a clip's number that no record has written down is of no use. */
export class Lexicon {
  readonly people = new Interner();
  readonly names = new Interner();
  readonly orgs = new Interner();
  readonly devices = new Interner();
  readonly kinds = new Interner();
  readonly numbers = new Interner();

  /** 1 for numbers so long that they name one thing in the country, whatever kind the writer took them for. */
  unmistakable(): Uint8Array {
    return Uint8Array.from(this.numbers.texts(), (text) => (text.length >= unmistakableLength ? 1 : 0));
  }
}
