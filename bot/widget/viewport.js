// @ts-check
// On small screens the panel covers the page: then it is modal, and as high as the on-screen keyboard leaves it.

/** @param {HTMLDialogElement} dialog @param {AbortSignal} signal @param {() => boolean} shown */
export function fitViewport(dialog, signal, shown) {
  const small = matchMedia("(max-width: 479.98px), (max-height: 419.98px)");
  const view = window.visualViewport;

  const fit = () => {
    // a page that is zoomed with two fingers keeps its layout
    const fits = view && Math.abs(view.scale - 1) < 0.05;
    dialog.style.setProperty("--_view-height", fits ? `${view.height}px` : "100dvh");
    dialog.style.setProperty("--_view-top", fits ? `${view.offsetTop}px` : "0px");
  };

  const place = () => {
    if (!shown()) return;
    const root = /** @type {ShadowRoot} */ (dialog.getRootNode());
    const focused = root.activeElement;
    if (dialog.open) dialog.close();
    // showModal also keeps the focus out of what is covered; `open` alone moves no focus
    if (small.matches) dialog.showModal();
    else dialog.open = true;
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    fit();
  };

  small.addEventListener("change", place, { signal });
  view?.addEventListener("resize", fit, { signal });
  view?.addEventListener("scroll", fit, { signal });
  return place;
}
