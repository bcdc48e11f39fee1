/** What costs server or browser much is asked for once it is about to be seen. */

/** How far below the screen something is still near. */
const AHEAD = "600px";

/**
 * @param {Element} element
 * @param {() => void} then  called once
 */
export function whenNear(element, then) {
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watcher.disconnect();
      then();
    },
    { rootMargin: AHEAD },
  );
  watcher.observe(element);
}
