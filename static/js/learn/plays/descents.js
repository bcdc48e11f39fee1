/**
 * What the plays of the ball have in common: a surface, a start, a question to the server. Pure: no function here touches the page.
 *
 * @typedef {import("../../net/answers.js").SurfaceAnswer} SurfaceAnswer
 * @typedef {{sf: string, op: string, es: string, v1: string, v2: string}} State
 *   surface, optimizer, schedule of η, start ("" for the surface's own)
 * @typedef {{surface: string, start: number[], learning_rate: number, steps: number, optimizer: string, schedule: string}} Question
 */

export const STEPS = 60;
/** A ball that is nearer to a level place than this is there. */
const NEAR = 0.05;

/**
 * @param {Pick<State, "v1" | "v2">} values
 * @param {Pick<SurfaceAnswer, "start" | "reach">} surface
 * @returns {number[]}  within the surface
 */
export function startOf({ v1, v2 }, { start, reach }) {
  return [v1, v2].map((text, axis) => Math.min(Math.max(text === "" ? start[axis] : Number(text), -reach), reach));
}

/**
 * @param {State} values
 * @param {SurfaceAnswer} surface
 * @param {number} rate
 * @returns {Question}
 */
export function questionOf(values, surface, rate) {
  return {
    surface: values.sf,
    start: startOf(values, surface),
    learning_rate: rate,
    steps: STEPS,
    optimizer: values.op,
    schedule: values.es,
  };
}

/**
 * @param {[number, number] | number[]} v
 * @param {SurfaceAnswer["level_places"]} places
 * @returns {SurfaceAnswer["level_places"][number] | undefined}  the level place where the ball is
 */
export function levelPlaceAt([v1, v2], places) {
  return places.find(({ v }) => Math.hypot(v[0] - v1, v[1] - v2) < NEAR);
}
