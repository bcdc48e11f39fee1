/**
 * What a person does before a page's other scripts have come. Pages ask for this module first and paint when it is
 * there: it imports nothing, keeps what is done on the sheet and to controls, and shows the ink. When the page goes
 * live all of it is done once more, in its order; from then on the sheet's contacts go straight to who listens.
 *
 * @typedef {import("./types.js").Contact} Contact
 */
const TYPES = /** @type {const} */ (["pointerdown", "pointermove", "pointerup", "pointercancel"]);

/** Width of the ink before there is a pad, in CSS pixels: that of its plain pen. */
const NIB = 6;

/** Class of a page that shows ink of which nothing but this module knows: it must not say that there is none. */
const SHOWN = "has-early-ink";

let isLive = false;
/** What was done too early. @type {(() => void)[]} */
let kept = [];
/** @type {(contact: Contact) => void} */
let receive = () => {};
/** Where pointers that draw were last. @type {Map<number, Contact["places"][0]>} */
const pens = new Map();
/** @type {CanvasRenderingContext2D | null} */
let paper = null;

/** @param {(contact: Contact) => void} onContact  hears what pointers do on the sheet, once the page is live */
export function listen(onContact) {
  receive = onContact;
}

/** Do what was done too early: the page is ready for all that a person does. */
export function goLive() {
  isLive = true;
  const early = kept;
  kept = [];
  for (const act of early) act();
  document.documentElement.classList.remove(SHOWN);
}

for (const type of TYPES) document.addEventListener(type, (event) => onPointer(type, event));
// The focus stays where it is: on the digit that was tapped.
document.addEventListener("mousedown", (event) => sheetOf(event) && event.preventDefault());
document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("button") : null;
  if (!isLive && button?.type === "button") kept.push(() => button.click());
});
document.addEventListener("change", ({ target }) => {
  if (!isLive && (target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) keepValue(target);
});

/**
 * @param {Contact["type"]} type
 * @param {PointerEvent} event
 */
function onPointer(type, event) {
  const sheet = sheetOf(event);
  if (!sheet) return;
  if (type === "pointerdown") sheet.setPointerCapture(event.pointerId);
  const contact = contactOf(type, event, sheet);
  if (isLive) {
    receive(contact);
    return;
  }
  kept.push(() => receive(contact));
  sketch(contact, sheet);
}

/** @param {Event} event */
function sheetOf({ target }) {
  return target instanceof HTMLCanvasElement && target.id === "pad" ? target : null;
}

/**
 * @param {Contact["type"]} type
 * @param {PointerEvent} event
 * @param {HTMLCanvasElement} sheet
 * @returns {Contact}
 */
function contactOf(type, event, sheet) {
  const { left, top } = sheet.getBoundingClientRect();
  const coalesced = type === "pointermove" ? event.getCoalescedEvents?.() : null;
  const samples = coalesced?.length ? coalesced : [event];
  return {
    type,
    id: event.pointerId,
    isPrimary: event.isPrimary,
    device: event.pointerType,
    button: event.button,
    buttons: event.buttons,
    at: event.timeStamp,
    places: samples.map(({ clientX, clientY, pressure }) => ({ x: clientX - left, y: clientY - top, pressure })),
  };
}

/**
 * Keep the value of a control: a page that begins may put its own there.
 *
 * @param {HTMLInputElement | HTMLSelectElement} control
 */
function keepValue(control) {
  const { value } = control;
  const checked = control instanceof HTMLInputElement && control.checked;
  kept.push(() => {
    if (control.type !== "file") control.value = value;
    if (control instanceof HTMLInputElement) control.checked = checked;
    for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
  });
}

/**
 * Show ink, as plain lines; the pad draws it anew.
 *
 * @param {Contact} contact
 * @param {HTMLCanvasElement} sheet
 */
function sketch({ type, id, button, places }, sheet) {
  if (type === "pointerdown" && button === 0 && pens.size === 0) pens.set(id, places[0]);
  const from = pens.get(id);
  if (!from) return;
  paper ??= paperOf(sheet);
  paper?.beginPath();
  paper?.moveTo(from.x, from.y);
  for (const { x, y } of places) paper?.lineTo(x, y);
  paper?.stroke();
  pens.set(id, places[places.length - 1]);
  if (type === "pointerup" || type === "pointercancel") pens.delete(id);
}

/** @param {HTMLCanvasElement} sheet  as large as its place from now on */
function paperOf(sheet) {
  const { width, height } = sheet.getBoundingClientRect();
  sheet.width = Math.round(width * devicePixelRatio);
  sheet.height = Math.round(height * devicePixelRatio);
  document.documentElement.classList.add(SHOWN);
  const context = sheet.getContext("2d");
  if (!context) return null;
  context.scale(devicePixelRatio, devicePixelRatio);
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = NIB;
  context.strokeStyle = getComputedStyle(sheet).color;
  return context;
}
