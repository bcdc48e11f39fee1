/** The keys that work anywhere on the page. */
import { findAll } from "./find.js";

/**
 * @param {{undo: () => void, redo: () => void, clear: () => void}} does
 */
export function listenToKeys(does) {
  document.addEventListener("keydown", (event) => {
    const withCommand = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (event.altKey || event.defaultPrevented) return;
    if (key === "escape" && !withCommand) does.clear();
    else if (withCommand && key === "z") (event.shiftKey ? does.redo : does.undo)();
    else if (withCommand && key === "y" && !event.shiftKey) does.redo();
    else return;
    event.preventDefault();
  });
}

/**
 * Call the command key by its name on a Mac.
 *
 * @param {HTMLElement} root
 */
export function nameKeys(root) {
  if (!/^(Mac|iP)/.test(navigator.platform)) return;
  for (const key of root.querySelectorAll("[data-modifier]")) key.textContent = "⌘";
  for (const button of findAll(root, "button[title]")) {
    button.title = button.title.replaceAll("Ctrl+", "⌘");
  }
}
