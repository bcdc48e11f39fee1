/**
 * A dialog in which somebody says yes or no. Escape is no.
 */
import { findIn } from "../base/find.js";

/**
 * Ask whether drawings may be kept.
 *
 * @param {HTMLDialogElement} dialog
 * @returns {Promise<{byLot: boolean} | null>}  null: no
 */
export async function askConsent(dialog) {
  const byLot = findIn(dialog, "input[type=checkbox]", HTMLInputElement);
  byLot.checked = true;
  return (await askWhetherSure(dialog)) ? { byLot: byLot.checked } : null;
}

/**
 * @param {HTMLDialogElement} dialog  whose form closes it with "yes" or another word
 * @returns {Promise<boolean>}
 */
export function askWhetherSure(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  dialog.scrollTop = 0;
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/**
 * Keep the keys of a dialog from the page behind it, where Escape clears the sheet.
 *
 * @param {HTMLDialogElement} dialog
 */
export function keepKeys(dialog) {
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
}
