/** Making elements, and the keys by which one walks through a set of buttons. */
import { findAll } from "./find.js";

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number | boolean | EventListener>} [attributes]  on…: listeners; true: bare attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/**
 * Let the arrow keys walk through buttons of which Tab reaches just one.
 *
 * @param {HTMLElement} group
 * @param {() => number} columns  how many stand side by side
 */
export function walkByArrows(group, columns) {
  const buttons = () => findAll(group, "button");
  group.addEventListener("keydown", (event) => {
    const all = buttons();
    const at = event.target instanceof HTMLElement ? all.indexOf(event.target) : -1;
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const wide = columns();
    /** @type {Record<string, number>} */
    const steps = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - wide,
      ArrowDown: at + wide,
      Home: 0,
      End: all.length - 1,
    };
    const target = steps[event.key];
    if (target === undefined) return;
    event.preventDefault();
    all[Math.min(Math.max(target, 0), all.length - 1)]?.focus();
  });
  group.addEventListener("focusin", ({ target }) => target instanceof HTMLElement && makeTabStop(group, target));
}

/**
 * @param {HTMLElement} group
 * @param {HTMLElement} chosen  the button that Tab reaches from now on
 */
export function makeTabStop(group, chosen) {
  for (const button of findAll(group, 'button[tabindex="0"]')) button.tabIndex = -1;
  chosen.tabIndex = 0;
}
