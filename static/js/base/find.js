/**
 * Elements of the page, as what they are: one that is missing, or of another kind, is named at once.
 *
 * @template {Element} E
 * @typedef {{new (): E, readonly name: string}} Kind  a class of elements
 */

/**
 * @template {Element} E
 * @param {Element | null} element
 * @param {string} selector
 * @param {Kind<E>} kind
 * @returns {E}
 */
function checked(element, selector, kind) {
  if (element instanceof kind) return element;
  throw new TypeError(`expected ${kind.name} at ${selector}, found ${element?.tagName ?? "nothing"}`);
}

/**
 * @overload
 * @param {string} id
 * @returns {HTMLElement}
 */
/**
 * @template {Element} E
 * @overload
 * @param {string} id
 * @param {Kind<E>} kind
 * @returns {E}
 */
/**
 * @param {string} id
 * @param {Kind<Element>} kind
 */
export function find(id, kind = HTMLElement) {
  return checked(document.getElementById(id), `#${id}`, kind);
}

/**
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
/**
 * @template {Element} E
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<E>} kind
 * @returns {E}
 */
/**
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<Element>} kind
 */
export function findIn(root, selector, kind = HTMLElement) {
  return checked(root.querySelector(selector), selector, kind);
}

/**
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
/**
 * @template {Element} E
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<E>} kind
 * @returns {E[]}
 */
/**
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<Element>} kind
 */
export function findAll(root, selector, kind = HTMLElement) {
  return Array.from(root.querySelectorAll(selector), (element) => checked(element, selector, kind));
}
