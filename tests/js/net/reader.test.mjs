import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../static/js/net/http.js";
import { Reader } from "../../../static/js/net/reader.js";

/**
 * @typedef {{question: string, answer: (answer: string) => void, fail: (reason: unknown) => void, signal: AbortSignal}} Sent
 * @typedef {{sent: Sent[], answers: string[], troubles: [string, number][], busy: boolean}} World
 */

/** A reader whose clock and server are moved by hand. */
function setUp({ isWithdrawable = true, onAnswer = (/** @type {string} */ _answer) => undefined } = {}) {
  let now = 0;
  /** @type {{run: () => void, due: number}[]} */
  let timers = [];
  const clock = {
    now: () => now,
    setTimeout: (/** @type {() => void} */ run, /** @type {number} */ wait) => {
      const timer = { run, due: now + wait };
      timers.push(timer);
      return timer;
    },
    clearTimeout: (/** @type {unknown} */ timer) => {
      timers = timers.filter((other) => other !== timer);
    },
  };
  /** @type {World} */
  const world = { sent: [], answers: [], troubles: [], busy: false };
  /** @type {import("../../../static/js/net/reader.js").Ask<string, string>} */
  const ask = (question, signal) =>
    new Promise((answer, fail) => {
      world.sent.push({ question, answer, fail, signal });
      if (isWithdrawable) signal.addEventListener("abort", () => fail(signal.reason));
    });
  const reader = new Reader(
    ask,
    {
      onAnswer: (answer) => {
        world.answers.push(answer);
        onAnswer(answer);
      },
      onTrouble: (error, waitMs) => {
        world.troubles.push([error.trouble, waitMs]);
      },
      onBusy: (isBusy) => {
        world.busy = isBusy;
      },
    },
    clock,
  );
  const settle = () => new Promise((done) => setImmediate(done));
  const pass = async (/** @type {number} */ ms) => {
    now += ms;
    const due = timers.filter((timer) => timer.due <= now);
    timers = timers.filter((timer) => timer.due > now);
    for (const timer of due) timer.run();
    await settle();
  };
  const reply = async (/** @type {number} */ index, /** @type {string | Error} */ answer) => {
    if (answer instanceof Error) world.sent[index].fail(answer);
    else world.sent[index].answer(answer);
    await settle();
  };
  return { reader, world, pass, reply };
}

test("it waits for the pen to pause, then asks about the latest drawing only", async () => {
  const { reader, world, pass } = setUp();
  reader.read("first point", 150);
  await pass(100);
  reader.read("second point", 150);
  await pass(100);
  assert.equal(world.sent.length, 0);
  await pass(50);
  assert.deepEqual(
    world.sent.map(({ question }) => question),
    ["second point"],
  );
});

test("an answer reaches the page once", async () => {
  const { reader, world, pass, reply } = setUp();
  reader.read("drawing", 0);
  await pass(0);
  assert.equal(world.busy, true);
  await reply(0, "seven");
  await pass(100_000);
  assert.deepEqual([world.answers, world.busy, world.sent.length], [["seven"], false, 1]);
});

test("a newer question withdraws the older one, whose answer is dropped even if it comes", async () => {
  const { reader, world, pass, reply } = setUp();
  reader.read("old", 0);
  await pass(0);
  reader.read("new", 0);
  await pass(0);
  assert.equal(world.sent[0].signal.aborted, true);
  await reply(1, "new answer");
  await reply(0, "old answer");
  assert.deepEqual(world.answers, ["new answer"]);
});

test("an answer or an error that comes in spite of the withdrawal is dropped", async () => {
  for (const late of ["old answer", new ApiError("away")]) {
    const { reader, world, pass, reply } = setUp({ isWithdrawable: false });
    reader.read("old", 0);
    await pass(0);
    reader.read("new", 0);
    await pass(0);
    await reply(0, late);
    await reply(1, "new answer");
    assert.deepEqual([world.answers, world.troubles], [["new answer"], []]);
  }
});

test("a cleared sheet is not answered", async () => {
  const { reader, world, pass, reply } = setUp();
  reader.read("drawing", 0);
  await pass(0);
  reader.cancel();
  await reply(0, "seven");
  await pass(100_000);
  assert.deepEqual([world.answers, world.sent.length, world.busy], [[], 1, false]);
});

test("it asks again by itself, more and more patiently", async () => {
  const { reader, world, pass, reply } = setUp();
  reader.read("drawing", 0);
  await pass(0);
  await reply(0, new ApiError("away"));
  await pass(1000);
  await reply(1, new ApiError("away"));
  await pass(1999);
  assert.equal(world.sent.length, 2);
  await pass(1);
  await reply(2, "seven");
  assert.deepEqual(world.troubles, [
    ["away", 1000],
    ["away", 2000],
  ]);
  assert.deepEqual(world.answers, ["seven"]);
});

test("the patience is forgotten after an answer", async () => {
  const { reader, world, pass, reply } = setUp();
  for (const [index, answer] of [new ApiError("away"), new ApiError("away"), "seven"].entries()) {
    reader.read("drawing", 0);
    await pass(0);
    await reply(index, answer);
  }
  reader.read("more", 0);
  await pass(0);
  await reply(3, new ApiError("away"));
  assert.deepEqual(world.troubles.at(-1), ["away", 1000]);
});

test("a new stroke asks at once although a retry is far off", async () => {
  const { reader, world, pass, reply } = setUp();
  reader.read("drawing", 0);
  await pass(0);
  await reply(0, new ApiError("away"));
  reader.read("drawing with another stroke", 0);
  await pass(0);
  assert.equal(world.sent[1].question, "drawing with another stroke");
});

test("coming back online asks at once", async () => {
  const { reader, world, pass, reply } = setUp();
  reader.read("drawing", 0);
  await pass(0);
  await reply(0, new ApiError("away"));
  reader.retryNow();
  await pass(0);
  assert.equal(world.sent.length, 2);
});

test("coming back online with nothing to ask stays quiet", async () => {
  const { reader, world, pass } = setUp();
  reader.retryNow();
  await pass(100_000);
  assert.equal(world.sent.length, 0);
});

test("a server that asks for a pause gets it, even from a new stroke", async () => {
  const { reader, world, pass, reply } = setUp();
  reader.read("drawing", 0);
  await pass(0);
  await reply(0, new ApiError("throttled", { retryAfterMs: 5000 }));
  reader.read("drawing with another stroke", 0);
  await pass(4999);
  assert.equal(world.sent.length, 1);
  await pass(1);
  assert.equal(world.sent[1].question, "drawing with another stroke");
});

test("a refusal is told once and not repeated", async () => {
  const { reader, world, pass, reply } = setUp();
  reader.read("drawing", 0);
  await pass(0);
  await reply(0, new ApiError("refused", { detail: "Too many points." }));
  await pass(100_000);
  assert.deepEqual(world.troubles, [["refused", Infinity]]);
  assert.equal(world.sent.length, 1);
});

test("a fault of the page ends the reading, is told once, and the next stroke asks again", async (t) => {
  t.mock.method(console, "error", () => undefined);
  const { reader, world, pass, reply } = setUp();
  reader.read("drawing", 0);
  await pass(0);
  await reply(0, new TypeError("a fault"));
  assert.equal(world.busy, false);
  assert.deepEqual(world.troubles, [["broken", Infinity]]);
  await pass(100_000);
  assert.equal(world.sent.length, 1);
  reader.read("drawing with another stroke", 0);
  await pass(0);
  await reply(1, "7");
  assert.deepEqual(world.answers, ["7"]);
});

test("so does a fault while the answer is shown", async (t) => {
  const logged = t.mock.method(console, "error", () => undefined);
  const { reader, world, pass, reply } = setUp({
    onAnswer: () => {
      throw new TypeError("a fault");
    },
  });
  reader.read("drawing", 0);
  await pass(0);
  await reply(0, "7");
  assert.equal(world.busy, false);
  assert.deepEqual(world.troubles, [["broken", Infinity]]);
  assert.equal(logged.mock.callCount(), 1);
});
