"""Questions to the browser about the page; each returns what offends, or what the test compares."""

# Text against the nearest background behind it (WCAG 2.2, 1.4.3); what is disabled or hidden does not count.
FAINT_TEXT = """() => {
  const underWay = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
  underWay.forEach((transition) => transition.finish());
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
# long answer, examples, neurons, a list of contents beside the text, and under a mouse the rows of bars stand
# close (2.5.8).
SMALL_TARGETS = """() => {
  const controls = "button, select, summary, .button, .switch label, .file, .reason, .method";
  const links = ".wordmark, .nav a, .learn-path a, .learn-turn a, .learn-contents a";
  const close = "#answer, .own-examples, #layer-list";
  const rows = matchMedia("(pointer: fine)").matches ? ".bars" : ":not(*)";
  const besideText = matchMedia("(min-width: 64rem)").matches ? ".learn-contents" : ":not(*)";
  return [...document.querySelectorAll(`${controls}, ${links}`)]
    .filter((element) => element.checkVisibility() && !element.closest("#boxes, .theme-toggle"))
    .filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      return Math.min(width, height) < (element.closest(`${close}, ${rows}, ${besideText}`) ? 23.9 : 43.9);
    })
    .map((element) => `${element.tagName} ${element.id || element.className}: ${element.innerText}`);
}"""

# As if a font had but narrow glyphs, or none: whatever is still large enough does not hang on a font.
WITH_NARROW_GLYPHS = """() => {
  for (const control of document.querySelectorAll("a, button, summary, label, option")) {
    const texts = document.createTreeWalker(control, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) if (texts.currentNode.data.trim()) texts.currentNode.data = ".";
  }
}"""

# What is wider than its box, or higher where the box cuts. Formulas, tables and code slide on purpose; words
# for listeners are cut off for the eye.
CUT_OFF = """() => {
  const slides = ".formula, .wide, pre";
  const isSeen = (element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest("svg, math, .unseen, .visually-hidden, .skip, .cut") &&
    getComputedStyle(element).clipPath === "none";
  const { scrollWidth, clientWidth } = document.documentElement;
  const cut = scrollWidth > clientWidth ? [`the page: ${scrollWidth} in ${clientWidth}`] : [];
  for (const element of document.body.querySelectorAll("*")) {
    const { display, overflowY } = getComputedStyle(element);
    if (["inline", "contents"].includes(display) || element.clientWidth === 0 || !isSeen(element)) continue;
    const tooWide = !element.closest(slides) && element.scrollWidth > element.clientWidth + 1;
    const tooHigh = ["hidden", "clip"].includes(overflowY) && element.scrollHeight > element.clientHeight + 1;
    if (!tooWide && !tooHigh) continue;
    const size = tooWide
      ? `${element.scrollWidth} in ${element.clientWidth} wide`
      : `${element.scrollHeight} in ${element.clientHeight} high`;
    const text = element.textContent.trim().replace(/\\s+/g, " ").slice(0, 60);
    cut.push(`${element.tagName} ${element.id || element.className}, ${size}: ${text}`);
  }
  return cut;
}"""

# Pieces of formulas that one has to slide to, although each piece by itself may be no longer than its line.
FORMULAS_TO_SLIDE = """() => [...document.querySelectorAll(".formula")]
  .filter((formula) => formula.checkVisibility() && formula.scrollWidth > formula.clientWidth + 1)
  .map((formula) => ({
    text: formula.textContent.replace(/\\s+/g, " ").slice(0, 60),
    hidden: [...formula.querySelectorAll("math")].filter((piece) => {
      const { right, width } = piece.getBoundingClientRect();
      return right > formula.getBoundingClientRect().right + 1 && width <= formula.clientWidth;
    }).length,
  }))"""

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
