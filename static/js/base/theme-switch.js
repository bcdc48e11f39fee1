/**
 * The theme switch at the foot of each page: as the system, light or dark. `theme.js` puts the choice on the next page
 * before that is painted.
 *
 * @typedef {"auto" | "light" | "dark"} Theme  by the names that Django's admin keeps under the same key
 */
import { findAll } from "./find.js";

const KEY = "theme";

const choices = findAll(document, "input[name=theme]", HTMLInputElement);

show(restored());
for (const choice of choices) choice.addEventListener("change", () => choose(themeFrom(choice.value)));
// Another tab of this site has chosen.
addEventListener("storage", ({ key }) => key === KEY && show(restored()));

/** @param {Theme} theme */
function choose(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Where storage is switched off, the choice holds for this page.
  }
  show(theme);
}

/** @param {Theme} theme */
function show(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const choice of choices) choice.checked = choice.value === theme;
  for (const colour of findAll(document, "meta[data-scheme]", HTMLMetaElement)) colour.media = mediaOf(colour, theme);
}

/**
 * @param {HTMLMetaElement} colour  of the browser's own frame, in light or in dark
 * @param {Theme} theme
 */
function mediaOf({ dataset: { scheme } }, theme) {
  if (theme === "auto") return `(prefers-color-scheme: ${scheme})`;
  return scheme === theme ? "all" : "not all";
}

/** @returns {Theme} */
function restored() {
  try {
    return themeFrom(localStorage.getItem(KEY));
  } catch {
    return "auto";
  }
}

/**
 * @param {string | null} value
 * @returns {Theme}
 */
function themeFrom(value) {
  return value === "light" || value === "dark" ? value : "auto";
}
