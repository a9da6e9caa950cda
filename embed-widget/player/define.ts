/** Class decorator: define the element unless the page already has it, so that two copies of the script do no harm. */
export const element =
  (tag: string) =>
  (target: CustomElementConstructor): void => {
    if (!customElements.get(tag)) customElements.define(tag, target);
  };
