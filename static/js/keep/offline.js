/** The page without a network: a service worker keeps its files, and only those. */

/**
 * @param {string} worker  address of the service worker; "" where there is none to be
 */
export function keepForOffline(worker) {
  // Browsers have service workers over HTTPS and on one's own machine alone.
  if (!worker || !("serviceWorker" in navigator)) return;
  const register = () => navigator.serviceWorker.register(worker).catch(() => {});
  // The page comes first: what is kept for later can wait.
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}
