"""Questions to the browser about the page; each returns what offends, or what the test compares."""

# Text against the nearest background behind it (WCAG 2.2, 1.4.3); what is disabled or hidden does not count.
FAINT_TEXT = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const luminance = (colour) => {
    const [r, g, b] = [...rgba(colour)].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const backgroundOf = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    return rgba(colour)[3] > 200 ? colour : backgroundOf(element.parentElement);
  };
  const hasText = (element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
  const isSeen = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !element.closest(".unseen, .skip, :disabled");
  return [...document.body.querySelectorAll("*")]
    .filter((element) => hasText(element) && isSeen(element))
    .map((element) => [element, contrast(getComputedStyle(element).color, backgroundOf(element))])
    .filter(([, ratio]) => ratio < 4.5)
    .map(([element, ratio]) => `${element.textContent.trim()}: ${ratio.toFixed(2)}`);
}"""

# Width and height of what can be pressed (WCAG 2.2, 2.5.5). Boxes stand where the ink is; the digits of a
# long answer stand close on a narrow screen (2.5.8).
SMALL_TARGETS = """() => [...document.querySelectorAll("button, .switch label, .file, .nav a")]
  .filter((element) => element.checkVisibility() && !element.closest("#boxes"))
  .filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    return Math.min(width, height) < (element.closest("#answer") ? 24 : 43.9);
  })
  .map((element) => element.innerText || element.id)"""

NAMELESS_CONTROLS = """() => [...document.querySelectorAll("button, a, input")]
  .filter((control) => control.checkVisibility())
  .filter((control) => !control.textContent.trim() && !control.labels?.length)
  .filter((control) => !control.matches("[type=submit][value]"))
  .map((control) => control.outerHTML)"""

REPEATED_IDS = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}"""

# What has the focus, and whether a ring shows it: on itself, or on what stands for an unseen input.
FOCUS_RING = """() => {
  const focused = document.activeElement;
  const shown = focused.matches("label input") ? focused.parentElement : focused;
  const rings = [shown, ...shown.children].map((element) => getComputedStyle(element).outlineStyle);
  return [focused.id || focused.value || focused.innerText.trim(), rings.includes("solid")];
}"""
