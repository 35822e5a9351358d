// @ts-check
// What happens around the conversation: the network, the page's life, who looks at it.

/**
 * @param {AbortSignal} signal  ends the listening
 * @param {object} acts
 * @param {() => void} acts.online
 * @param {() => void} acts.offline
 * @param {() => void} acts.leave  the page goes, maybe into the back-forward cache
 * @param {() => void} acts.comeBack  out of it, or anew
 * @param {(hidden: number) => void} acts.look  somebody looks at the page again, after so many ms
 */
export function listenAround(signal, { online, offline, leave, comeBack, look }) {
  let hidden = 0;
  addEventListener("online", online, { signal });
  addEventListener("offline", offline, { signal });
  addEventListener("pagehide", leave, { signal });
  addEventListener("pageshow", comeBack, { signal });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hidden = Date.now();
    else look(Date.now() - hidden);
  }, { signal });
}
