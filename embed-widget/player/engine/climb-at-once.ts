/** Seconds after the playhead that are kept: as long as it takes to load what replaces the rest. */
const kept = 8;

interface Variant {
  readonly bandwidth: number;
}

/** What is used of the library's manager; what it is handed for troubles goes through untouched. */
interface AbrManager {
  chooseVariant(preferFastSwitching?: boolean): Variant;
  init(switchTo: (variant: Variant, clearBuffer?: boolean, safeMargin?: number) => unknown, disable: never): unknown;
}

/**
 * Let a better rung show within seconds: what is loaded ahead in a smaller one is loaded again. Of a worse rung nothing
 * is, for what lies ahead is what a falling line lives on.
 */
export const climbAtOnce = <M extends AbrManager>(manager: M): M => {
  const wrapped: AbrManager = manager;
  const [init, chooseVariant] = [wrapped.init.bind(manager), wrapped.chooseVariant.bind(manager)];
  let bandwidth = Number.POSITIVE_INFINITY;
  wrapped.chooseVariant = (preferFastSwitching) => {
    const variant = chooseVariant(preferFastSwitching);
    bandwidth = variant?.bandwidth ?? bandwidth;
    return variant;
  };
  wrapped.init = (switchTo, disable) =>
    init((variant) => {
      const isBetter = variant.bandwidth > bandwidth;
      bandwidth = variant.bandwidth;
      switchTo(variant, isBetter, isBetter ? kept : 0);
    }, disable);
  return manager;
};
