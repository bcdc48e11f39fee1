/**
 * The pictures of a sample.
 *
 * @typedef {import("./queue.js").Sample} Sample
 */
import { pathsOf, SIDE } from "./ink.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {Sample} sample
 * @param {string} caption  of the tile
 * @returns {Element[]}  as it was drawn or photographed, and the tile beside it; the tile alone where nothing else is
 */
export function pictureOf(sample, caption) {
  const drawn = drawnOf(sample);
  const tile = imageOf(sample.tile, "review-tile");
  if (!drawn) {
    tile.classList.add("is-large");
    return [tile];
  }
  const small = document.createElement("figure");
  const words = document.createElement("figcaption");
  words.textContent = caption;
  small.append(tile, words);
  return [drawn, small];
}

/**
 * @param {Sample} sample
 * @param {string} said
 * @returns {HTMLLIElement}
 */
export function thumbOf(sample, said) {
  const item = document.createElement("li");
  const words = document.createElement("span");
  words.textContent = said;
  item.append(imageOf(sample.tile, "review-tile"), words);
  return item;
}

/** @param {Sample} sample */
function drawnOf({ strokes, cut_out }) {
  if (cut_out) return imageOf(cut_out, "review-drawn");
  if (!strokes) return null;
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", `0 0 ${SIDE} ${SIDE}`);
  picture.setAttribute("class", "review-drawn");
  for (const path of pathsOf(strokes)) {
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", path);
    picture.append(line);
  }
  return picture;
}

/**
 * @param {string} url
 * @param {string} name  of its class
 */
function imageOf(url, name) {
  const image = document.createElement("img");
  image.src = url;
  image.alt = "";
  image.className = name;
  return image;
}
