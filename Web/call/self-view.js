const corners = /** @type {const} */ (["top-left", "top-right", "bottom-left", "bottom-right"]);

/**
 * Lets the self-view be dragged, or moved with the arrow keys, into a corner of its stage.
 * @param {HTMLElement} element
 * @param {AbortSignal} signal
 */
export function movable(element, signal) {
  /** @type {{x: number, y: number} | null} */
  let from = null;

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY };
    element.setPointerCapture(event.pointerId);
  }, { signal });

  element.addEventListener("pointermove", (event) => {
    if (from) element.style.transform = `translate(${event.clientX - from.x}px, ${event.clientY - from.y}px)`;
  }, { signal });

  const drop = () => {
    if (!from) return;
    from = null;
    element.dataset.corner = nearestCorner(element);
    element.style.transform = "";
  };
  element.addEventListener("pointerup", drop, { signal });
  element.addEventListener("pointercancel", drop, { signal });

  element.addEventListener("keydown", (event) => {
    const corner = moved(element.dataset.corner ?? "bottom-right", event.key);
    if (!corner) return;
    event.preventDefault();
    element.dataset.corner = corner;
  }, { signal });
}

/** @param {HTMLElement} element */
function nearestCorner(element) {
  const own = element.getBoundingClientRect();
  const around = (element.offsetParent ?? document.body).getBoundingClientRect();
  const right = own.left + own.width / 2 > around.left + around.width / 2;
  const bottom = own.top + own.height / 2 > around.top + around.height / 2;
  return corners[(bottom ? 2 : 0) + (right ? 1 : 0)];
}

/**
 * @param {string} corner
 * @param {string} key
 */
function moved(corner, key) {
  const [vertical, horizontal] = corner.split("-");
  switch (key) {
    case "ArrowUp": return `top-${horizontal}`;
    case "ArrowDown": return `bottom-${horizontal}`;
    case "ArrowLeft": return `${vertical}-left`;
    case "ArrowRight": return `${vertical}-right`;
    default: return null;
  }
}
