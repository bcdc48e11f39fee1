/** Copying the answer: by its button, and by the usual key when nothing else is selected. */

/** How long the button shows that it has copied. */
const DONE_MS = 1_500;

/**
 * @param {HTMLElement} button
 * @param {() => string} textOf  what there is to copy; "" for nothing
 * @param {(text: string | null) => void} onCopied  null when the browser does not allow it
 */
export function offerCopy(button, textOf, onCopied) {
  let timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  button.addEventListener("click", async () => {
    const text = textOf();
    const isDone = await copyText(text);
    onCopied(isDone ? text : null);
    button.classList.toggle("is-done", isDone);
    clearTimeout(timer);
    timer = setTimeout(() => button.classList.remove("is-done"), DONE_MS);
  });
  document.addEventListener("copy", (event) => {
    const text = textOf();
    if (text === "" || !getSelection()?.isCollapsed) return;
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
  });
}

/**
 * @param {string} text
 * @returns {Promise<boolean>}  whether it was copied
 */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without HTTPS there is no clipboard object, and a browser may refuse it: the old command raises `copy`.
    return document.execCommand("copy");
  }
}
