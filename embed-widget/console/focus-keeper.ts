import { focused } from '../focused.ts';

/** Something a person pressed, and where it stood from the inside out. */
interface Press {
  readonly element: HTMLElement;
  readonly around: readonly EventTarget[];
  readonly label: string;
}

const pressable = 'button, a[href], input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';
const remembered = 6;
const lookEveryMs = 60;
/** A form that waits for an answer goes away when the answer is there. */
const lookForMs = 8_000;

const labelOf = (element: Element): string => element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';

const isThere = (element: HTMLElement): boolean =>
  element.isConnected && element.getClientRects().length > 0 && !element.matches(':disabled');

/** All in a place that can be pressed, through shadow roots, in order. */
const pressableIn = (place: Element | ShadowRoot): HTMLElement[] =>
  [place instanceof Element ? place.shadowRoot : null, place].flatMap((root) =>
    [...(root?.querySelectorAll<HTMLElement>('*') ?? [])].flatMap((element) => [
      ...(element.matches(pressable) && isThere(element) ? [element] : []),
      ...(element.shadowRoot ? pressableIn(element.shadowRoot) : []),
    ]),
  );

const placeOf = (around: readonly EventTarget[]): Element | undefined =>
  around.find((node): node is Element => node instanceof Element && node.isConnected);

/** Who takes the focus instead of one that is gone. */
const heirOf = (lost: readonly EventTarget[], pressed: readonly Press[]): HTMLElement | undefined => {
  const place = placeOf(lost);
  const near = place ? pressableIn(place) : [];
  // What opened says where to begin: a question begins with the harmless answer.
  const begin = near.find((element) => element.hasAttribute('autofocus'));
  if (begin) return begin;
  for (const { element, around, label } of pressed) {
    if (isThere(element)) return element;
    const again = pressableIn(placeOf(around) ?? document.body).find((other) => labelOf(other) === label);
    if (again) return again;
  }
  return near[0];
};

/**
 * Nobody who works by keyboard or listens loses the place: when what had the focus is taken away (a form was closed, a
 * question answered, a row went), the focus goes to what opened in its place, or back to the button that opened it.
 *
 * @returns a function that ends it
 */
export const keepFocus = (): (() => void) => {
  const listening = new AbortController();
  const { signal } = listening;
  let pressed: Press[] = [];
  let last: readonly EventTarget[] = [];
  let looking: ReturnType<typeof setInterval> | undefined;

  const look = (): void => {
    const [lost] = last;
    if (!(lost instanceof HTMLElement) || focused()) return;
    // A button that was switched off while it worked gets the focus back; one that still works is waited for.
    if (isThere(lost)) lost.focus({ preventScroll: true });
    else if (!lost.isConnected) heirOf(last, pressed)?.focus({ preventScroll: true });
  };
  const lookForAWhile = (): void => {
    clearInterval(looking);
    const until = Date.now() + lookForMs;
    looking = setInterval(() => {
      look();
      if (Date.now() > until) clearInterval(looking);
    }, lookEveryMs);
  };

  // Who presses beside everything wants the focus nowhere.
  document.addEventListener(
    'pointerdown',
    () => {
      last = [];
    },
    { signal, capture: true },
  );
  document.addEventListener(
    'focusin',
    (event) => {
      last = event.composedPath();
    },
    { signal, capture: true },
  );
  document.addEventListener(
    'click',
    (event) => {
      const around = event.composedPath();
      const element = around.find(
        (node): node is HTMLElement => node instanceof HTMLElement && node.matches(pressable),
      );
      if (element) pressed = [{ element, around, label: labelOf(element) }, ...pressed].slice(0, remembered);
      lookForAWhile();
    },
    { signal, capture: true },
  );
  document.addEventListener('keydown', lookForAWhile, { signal, capture: true });
  return () => {
    listening.abort();
    clearInterval(looking);
  };
};
