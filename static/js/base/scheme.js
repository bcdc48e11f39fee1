/** Whether the page is light or dark now: by the system or by the theme switch. */

/**
 * Tell of every change, for what is painted and cannot follow by itself.
 *
 * @param {() => void} onChange
 */
export function onSchemeChange(onChange) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onChange);
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
}
