import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { find, findAll, findIn } from "../../../static/js/base/find.js";

class Element {
  tagName = "DIV";
}
class Canvas extends Element {
  /** @override */
  tagName = "CANVAS";
}

/**
 * A page with one element for each selector, as far as these functions ask for it.
 *
 * @param {Record<string, Element>} elements
 */
function pageOf(elements) {
  const page = {
    getElementById: (/** @type {string} */ id) => elements[`#${id}`] ?? null,
    querySelector: (/** @type {string} */ selector) => elements[selector] ?? null,
    querySelectorAll: () => Object.values(elements),
  };
  Object.assign(globalThis, { document: page, HTMLElement: Element });
  return /** @type {Document} */ (/** @type {unknown} */ (page));
}

const Kind = /** @type {import("../../../static/js/base/find.js").Kind<HTMLCanvasElement>} */ (
  /** @type {unknown} */ (Canvas)
);

afterEach(() => Object.assign(globalThis, { document: undefined, HTMLElement: undefined }));

test("an element is found as what it is", () => {
  const [block, canvas] = [new Element(), new Canvas()];
  const page = pageOf({ "#block": block, "#pad": canvas });
  assert.equal(find("block"), block);
  assert.equal(find("pad", Kind), canvas);
  assert.equal(findIn(page, "#pad", Kind), canvas);
  assert.deepEqual(findAll(page, "*"), [block, canvas]);
});

test("one that is missing is named, and so is one of another kind", () => {
  const page = pageOf({ "#block": new Element() });
  assert.throws(() => find("pad", Kind), { message: "expected Canvas at #pad, found nothing" });
  assert.throws(() => findIn(page, "#block", Kind), { message: "expected Canvas at #block, found DIV" });
  assert.throws(() => findAll(page, "*", Kind), { message: "expected Canvas at *, found DIV" });
});
