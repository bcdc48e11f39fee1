/**
 * The theme that was chosen, before anything is painted: a script that the page waits for, and no module, for those
 * come later. The admin of Django keeps its own choice under the same key, so that one choice holds for both.
 */
(() => {
  let theme = null;
  try {
    theme = localStorage.getItem("theme");
  } catch {
    // Where storage is switched off, the system decides.
  }
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
})();
