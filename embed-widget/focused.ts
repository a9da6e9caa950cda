/** The element that has the focus, through all shadow roots on the way to it; undefined when nothing has it. */
export const focused = (): HTMLElement | undefined => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at instanceof HTMLElement && at !== document.body ? at : undefined;
};
