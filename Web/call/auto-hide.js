const stillMs = 4000;

/**
 * Marks the element `data-still` after four seconds without a movement, a touch or a key; the style hides the controls then.
 * Never while the focus was put inside by keyboard, a panel is open, or the pointer rests on a control.
 *
 * @param {HTMLElement} element
 * @param {() => boolean} mayHide
 * @param {AbortSignal} signal
 */
export function autoHide(element, mayHide, signal) {
  if (matchMedia("(any-pointer: none)").matches) return;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const hide = () => {
    const held = element.querySelector(".call-bar :focus-visible, .call-bar :hover, .call-self:focus-visible");
    if (held || !mayHide()) stir();
    else element.toggleAttribute("data-still", true);
  };
  const stir = () => {
    element.toggleAttribute("data-still", false);
    clearTimeout(timer);
    timer = setTimeout(hide, stillMs);
  };
  // The touch that brings the controls back must not also press the one that happened to be under the finger.
  let swallow = false;
  element.addEventListener("pointerdown", (event) => {
    swallow = event.pointerType === "touch" && element.hasAttribute("data-still");
  }, { signal, capture: true });
  element.addEventListener("click", (event) => {
    if (swallow) event.stopPropagation();
    swallow = false;
  }, { signal, capture: true });
  for (const name of ["pointermove", "pointerdown", "focusin"]) element.addEventListener(name, stir, { signal });
  document.addEventListener("keydown", stir, { signal });
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    element.toggleAttribute("data-still", false);
  }, { once: true });
  stir();
}
