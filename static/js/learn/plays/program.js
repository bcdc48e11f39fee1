/**
 * The lecture's short program: its lines as they run, and after each of them its variables beside the library's.
 *
 * @typedef {import("../../net/answers.js").ProgramAnswer} ProgramAnswer
 * @typedef {import("../../net/answers.js").VariableAnswer} VariableAnswer
 * @typedef {{pl: number}} State  the line of the course, from 0
 */
import { make } from "../../base/dom.js";
import { find, findAll, findIn } from "../../base/find.js";
import { fill } from "../../base/texts.js";
import { figure } from "../formulas/numbers.js";
import { Player } from "../player.js";

const PERIOD_MS = 1_200;
/** How the program's names are written in formulas. */
const SIGNS = Object.freeze({ delta: "δ", nabla_w: "∂C/∂w", nabla_b: "∂C/∂b", sum_w: "Σ ∂C/∂w", sum_b: "Σ ∂C/∂b" });

export class ProgramPlay {
  #page;
  #player;
  #ask;
  /** @type {ProgramAnswer | null} */
  #program = null;

  /** @param {import("../page.js").Page<State>} page */
  constructor(page) {
    this.#page = page;
    this.#player = new Player(
      find("program-player"),
      {
        count: () => this.#program?.course.length ?? 0,
        place: () => this.#place,
        go: (pl, passing) => page.state.set({ pl }, { passing }),
      },
      PERIOD_MS,
    );
    this.#ask = page.about(
      page.root.dataset.programUrl ?? "",
      (/** @type {ProgramAnswer} */ program) => {
        this.#program = program;
        this.#showCode(program);
        this.#show();
      },
      { isGet: true },
    );
  }

  /**
   * @param {State} _values
   * @param {Set<string>} changed
   */
  follow(_values, changed) {
    if (!changed.has("pl")) return;
    if (this.#program) this.#show();
    else this.#ask({});
  }

  /**
   * Whether the line that was run last has set a variable; null as long as nothing has run.
   *
   * @param {string} wanted
   * @param {number} inLayer
   */
  hasJustSet(wanted, inLayer) {
    const line = this.#program?.course[this.#place];
    if (!line) return null;
    return line.variables.some(({ name, layer, is_new: isNew }) => name === wanted && layer === inLayer && isNew);
  }

  /** Of an address that names a later one than there is the last. */
  get #place() {
    return Math.min(this.#page.state.values.pl, (this.#program?.course.length ?? 1) - 1);
  }

  /** @param {ProgramAnswer} program */
  #showCode({ path, first, code }) {
    const { messages } = this.#page;
    find("program-place").textContent = fill(messages.program_place, { path, line: first });
    find("program-code").replaceChildren(
      ...code.map((text, at) =>
        make("li", { class: "code-line", value: first + at }, make("code", { translate: "no" }, text || " ")),
      ),
    );
  }

  #show() {
    if (!this.#program) return;
    const { messages } = this.#page;
    const { first, course } = this.#program;
    const { function: name, line, is_call: isCall, variables } = course[this.#place];
    for (const [at, element] of findAll(find("program-code"), "li").entries()) {
      if (first + at === line) element.setAttribute("aria-current", "step");
      else element.removeAttribute("aria-current");
    }
    scrollWithin(findIn(document, ".code-box"), find("program-code").children[line - first]);
    const changed = variables.filter((variable) => variable.is_new);
    const ran = changed.length > 0 ? messages.program_line : messages.program_idle;
    find("program-words").textContent = fill(isCall ? messages.program_call : ran, {
      line,
      name,
      changed: changed.map(nameOf).join(", "),
    });
    find("program-variables").replaceChildren(...variables.map((variable) => this.#row(variable, isCall)));
    this.#player.show();
    this.#page.exercises.look();
  }

  /**
   * @param {VariableAnswer} variable
   * @param {boolean} isCall
   */
  #row(variable, isCall) {
    const { value, library, is_new: isNew, is_same: isSame } = variable;
    const cells = [make("td", {}, matrix(value))];
    if (library) cells.push(make("td", { class: isSame ? "same" : "apart" }, matrix(library)));
    else cells.push(make("td", {}, "–"));
    return make(
      "tr",
      isNew && !isCall ? { class: "new" } : {},
      make("th", { scope: "row", translate: "no" }, nameOf(variable)),
      ...cells,
    );
  }
}

/** @param {VariableAnswer} variable */
function nameOf({ name, layer }) {
  const sign = Object.entries(SIGNS).find(([key]) => key === name)?.[1] ?? name;
  return layer === undefined || layer === null ? sign : `${sign}[${layer}]`;
}

/**
 * Numbers as a small table of their own; a whole number is a counter.
 *
 * @param {number[][]} rows
 */
function matrix(rows) {
  const write = (/** @type {number} */ value) =>
    Number.isInteger(value) ? String(value).replace("-", "−") : figure(value);
  return make(
    "span",
    { class: "matrix-of-numbers" },
    ...rows.map((row) =>
      make(
        "span",
        { class: "matrix-row" },
        ...row.map((value) => make("span", { class: "number" }, `${write(value)} `)),
      ),
    ),
  );
}

/**
 * Bring a line into view within its own box, and nothing else.
 *
 * @param {HTMLElement} box
 * @param {Element | undefined} line
 */
function scrollWithin(box, line) {
  if (!(line instanceof HTMLElement)) return;
  const above = line.offsetTop; // the box is what it is measured from
  if (above < box.scrollTop || above + line.offsetHeight > box.scrollTop + box.clientHeight)
    box.scrollTop = above - box.clientHeight / 3;
}
