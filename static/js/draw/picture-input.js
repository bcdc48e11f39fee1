/**
 * Where pictures come in: chosen, photographed, dropped on the page or pasted.
 */
import { findAll } from "../base/find.js";

/**
 * @param {HTMLElement} root  shows by a class that a file hangs over the page
 * @param {(file: File) => void} onFile
 */
export function takePictures(root, onFile) {
  for (const input of findAll(root, "input[type=file]", HTMLInputElement)) {
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      if (file) onFile(file);
      // The same file may be chosen again.
      input.value = "";
    });
  }
  document.addEventListener("paste", (event) => {
    const file = event.clipboardData?.files[0];
    if (!file) return;
    event.preventDefault();
    onFile(file);
  });
  takeDrops(root, onFile);
}

/**
 * @param {HTMLElement} root
 * @param {(file: File) => void} onFile
 */
function takeDrops(root, onFile) {
  const hover = (/** @type {boolean} */ isOver) => root.classList.toggle("is-dropping", isOver);
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    // Without this the browser leaves the page for the file.
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    hover(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) hover(false);
  });
  document.addEventListener("drop", (event) => {
    hover(false);
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    onFile(file);
  });
}
