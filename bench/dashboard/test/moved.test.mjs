// The page of records of two machines: one line of commits, but no opinion across the machine's change.
// HISTORY: what PAGE was made of, `made_up_history --move`.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, test } from "node:test";
import { DESK, PHONE, close, go, looksRight, open, text } from "./browser.mjs";

const COUNT = 60;
const MOVED = 30; // the first record of the other machine
const ONCE = 45; // there, one of the first machine
const OPINIONS = new URL("opinions", import.meta.url).pathname;
const NVIM = "fold/nvim/instructions";

const keysOf = (page) => page.evaluate(() => keys);

const changedAt = (page, figure, at) => page.evaluate(([id, i]) => figures.get(id).changes.includes(i), [figure, at]);

// The pointer over a record of the chart.
async function pointAt(page, place) {
  const box = await page.locator(".u-over").boundingBox();
  await page.mouse.move(box.x + 1, box.y + 100);
  await page.mouse.move(box.x + box.width * (place / (COUNT - 1)), box.y + 100);
  await page.waitForSelector(".tip:not([hidden])");
  return (await text(page, ".tip"))[0];
}

describe("records of two machines", () => {
  test("lie in one line, and the page says of what machines", async () => {
    const page = await open("#view=trends");
    assert.equal(await page.locator("#pick-b option").count(), COUNT);
    assert.deepEqual(await page.locator("#pick-b optgroup").evaluateAll((groups) => groups.map((g) => g.label)),
      ["made up elsewhere", "made up", "made up elsewhere", "made up"]);
    assert.equal(await page.evaluate(() => figures.get("fold/nvim/instructions").values.filter((v) => v !== null).length), COUNT);
    assert.match((await text(page, "#about"))[0], /made up · glibc 2\.36 · GCC 12 \(31 records\); made up elsewhere · .* \(29 records\).* 60 records/);
    await close(page);
  });

  test("are told apart on the chart: by its label, by the pointer's and by a line", async () => {
    const page = await open(`#view=trends&figure=${NVIM}`);
    const commits = await keysOf(page);
    assert.match(await page.locator(".chart").getAttribute("aria-label"),
      new RegExp(`of another machine from ${commits[MOVED].slice(0, 8)} on: made up elsewhere, of another machine from ${commits[ONCE].slice(0, 8)} on: made up,`));
    assert.match(await pointAt(page, MOVED - 5), /\nmade up$/);
    assert.match(await pointAt(page, MOVED), /from here on made up elsewhere, before made up$/);
    assert.match(await pointAt(page, MOVED + 5), /\nmade up elsewhere$/);
    // The same chart without the machine's change: the line is what differs between the two records.
    const ink = () => page.evaluate((at) => {
      const canvas = document.querySelector(".chart canvas");
      const box = document.querySelector(".u-over").getBoundingClientRect();
      const x = box.left - canvas.getBoundingClientRect().left + box.width * (at / 59);
      const { data: pixels } = canvas.getContext("2d").getImageData(Math.round(x * devicePixelRatio) - 3, 0, 7, canvas.height);
      return pixels.reduce((sum, v, i) => sum + (i % 4 === 3 ? v : 0), 0);
    }, MOVED - 0.5);
    const marked = await ink();
    await page.evaluate(() => { moves = []; render(); });
    assert.ok(marked > 1.5 * (await ink()));
    await close(page);
  });

  test("have no change of level where the machine changes, but where one machine's own figure does", async () => {
    const page = await open(`#view=trends&figure=${NVIM}`);
    const jumps = await page.evaluate((at) => [...figures.values()].filter((f) => f.changes.includes(at)).map((f) => f.id), MOVED);
    assert.deepEqual(jumps, []);
    // The step planted at MOVED is seen by the first machine when it measures again; what is planted last, by the other.
    assert.ok(await changedAt(page, NVIM, ONCE));
    assert.ok(await changedAt(page, NVIM, COUNT - 1));
    assert.deepEqual((await text(page, ".changes .mark")).map((t) => t.split("\n")[0].trim().slice(0, 3)), ["▲ +", "▲ +"]);
    assert.match((await text(page, ".changes"))[0], /planted: one percent more/);
    await close(page);
  });

  test("a machine's first record is beside the one before, and nothing is judged", async () => {
    const page = await open();
    const commits = await keysOf(page);
    for (const span of ["1", "7", "all"]) {
      await go(page, `view=overview&span=${span}&b=${commits[MOVED]}`);
      assert.deepEqual(await text(page, ".tile b"), ["–", "–", "–"]);
      assert.match((await text(page, ".latest"))[0], /The first record of its machine\. The one before is of made up: nothing is judged\./);
      assert.equal(await page.locator(".grid td.worse, .grid td.better, .heaviest li").count(), 0);
      assert.ok((await page.locator(".grid td.apart").count()) > 50);
      await page.locator(".grid td.apart a").first().click();
      await page.waitForSelector(".trends .apart-note");
      assert.equal(await page.locator(".now .mark.worse, .now .mark.better").count(), 0);
    }
    await close(page);
  });

  test("each record is beside the one before of its machine", async () => {
    const page = await open();
    const commits = await keysOf(page);
    for (const [at, beside] of [[MOVED + 1, MOVED], [ONCE, MOVED - 1], [ONCE + 1, ONCE - 1]]) {
      await go(page, `view=overview&b=${commits[at]}`);
      await page.waitForFunction((commit) => document.querySelectorAll(".latest code")[1].textContent === commit, commits[beside].slice(0, 8));
      assert.equal(await page.locator(".apart-note").count(), 0);
    }
    await go(page, `view=overview&b=${commits[ONCE]}`);
    await page.locator('.grid a[title^="Fold, C library kept · nvim · Instructions"]').click();
    const row = page.locator(".stages tbody tr", { has: page.locator('[data-stage="plan"]') });
    assert.match(await row.innerText(), /▲ \+5\.0 %/);
    await close(page);
  });

  test("what the latest record did not measure is not judged", async () => {
    const page = await open();
    assert.match((await text(page, ".grid td.none"))[0], /earlier/);
    assert.match((await text(page, ".heaviest"))[0], /nvim · Instructions/);
    await close(page);
  });

  test("two of them can be compared: it is said that the machines differ, every figure is shown, none is judged", async () => {
    const page = await open("#view=compare&kind=stops");
    const commits = await keysOf(page);
    await page.locator("#pick-a").selectOption(commits[MOVED - 1]);
    await page.locator("#pick-b").selectOption(commits[MOVED + 3]);
    const says = async () => {
      assert.deepEqual(await text(page, ".apart-note"), [await page.locator("#pick-a").inputValue() === commits[MOVED - 1]
        ? "Different machines: made up before, made up elsewhere after. Nothing is judged."
        : "Different machines: made up elsewhere before, made up after. Nothing is judged."]);
      assert.match((await text(page, ".card h2"))[0], /\d\d\d figures: none judged/);
      assert.equal(await page.locator("#kind").count(), 0);
      assert.ok((await page.locator(".differences tbody tr.apart").count()) > 300);
      assert.equal(await page.locator(".mark.worse, .mark.better, .mark.same, .swing .worse, .swing .better").count(), 0);
    };
    await says();
    await page.reload();
    await page.waitForSelector(".differences");
    assert.equal(await page.locator("#pick-a").inputValue(), commits[MOVED - 1]);
    assert.equal(await page.locator("#pick-b").inputValue(), commits[MOVED + 3]);
    await says();
    await page.locator(`[data-figure="${NVIM}"]`).click();
    await page.locator('[data-stage="plan"]').click();
    await page.waitForSelector(".functions .mark");
    await says();
    await page.locator(".swap").click();
    await says();
    await page.goBack();
    await says();
    // Of one machine again, what was chosen to be shown is still in the address.
    await page.locator("#pick-a").selectOption(commits[MOVED]);
    assert.equal(await page.locator("#kind").inputValue(), "stops");
    await close(page);
  });

  test("the page says of any two records what bench/compare says", async () => {
    const page = await open("#view=compare");
    const pairs = ["3-9", "0-29", "29-30", "30-29", "29-45", "45-29", "44-46", "46-44", "30-44", "31-58", "45-46", "58-59", "59-58", "30-59", "0-59"];
    const theirs = JSON.parse(execFileSync(OPINIONS, [process.env.HISTORY, ...pairs]));
    for (const pair of pairs) {
      const ours = await page.evaluate(([from, to]) => {
        const both = [...figures.values()].filter((f) => f.values[from] !== null && f.values[to] !== null).map((f) => differenceAt(f, from, to));
        return Object.fromEntries(both.map((d) => [d.figure.id, d.state === "worse" && d.figure.gates ? "stops" : d.state]));
      }, pair.split("-").map(Number));
      if (theirs[pair] === null) assert.deepEqual([...new Set(Object.values(ours))], ["apart"], pair);
      else assert.deepEqual(ours, theirs[pair], pair);
    }
    const all = Object.values(theirs).filter(Boolean).flatMap((states) => Object.values(states));
    for (const state of ["stops", "worse", "better", "same"]) assert.ok(all.includes(state), state);
    await close(page);
  });

  test("growth and other tools are of one record, named with its machine", async () => {
    const page = await open("#view=growth");
    const commits = await keysOf(page);
    const measured = new RegExp(`Measured at ${commits[COUNT - 2].slice(0, 8)}, \\d{4}-\\d\\d-\\d\\d, on made up elsewhere\\.`);
    assert.match((await text(page, ".lead"))[0], measured);
    const shown = (await text(page, ".growth .legend li")).map((t) => t.replace(/\s+/g, " ").trim());
    assert.ok(shown.length >= 5 && shown.every((t) => /slope \d\.\d\d/.test(t)), shown.join());
    await go(page, "view=peers");
    assert.match((await text(page, ".lead"))[0], measured);
    assert.ok((await page.locator(".peers tbody tr").count()) > 15);
    await close(page);
  });

  test("a commit that was measured twice can be chosen either time", async () => {
    const page = await open("#view=compare");
    await page.evaluate(() => {
      data.commits[45] = data.commits[29];
      keys = named(data.commits);
      render();
    });
    const commits = await keysOf(page);
    assert.equal(commits[ONCE], `${commits[MOVED - 1]}.2`);
    await page.locator("#pick-a").selectOption(commits[MOVED - 1]);
    await page.locator("#pick-b").selectOption(commits[ONCE]);
    const state = new URLSearchParams(new URL(page.url()).hash.slice(1));
    assert.deepEqual([state.get("a"), state.get("b")], [commits[MOVED - 1], commits[ONCE]]);
    assert.equal(await page.locator("#pick-a").inputValue(), commits[MOVED - 1]);
    assert.equal(await page.locator("#pick-b").inputValue(), commits[ONCE]);
    await close(page);
  });

  // What is new here are words; page.test.mjs has each device in either colour.
  for (const [device, viewport, colorScheme] of [["desk", DESK, "light"], ["phone", PHONE, "dark"]]) {
    test(`nothing has axe-core violations or is too wide: ${device}, ${colorScheme}`, async () => {
      const page = await open("", { viewport, colorScheme });
      const commits = await keysOf(page);
      const looks = { first: `view=overview&b=${commits[MOVED]}`, latest: "view=overview", trend: `view=trends&figure=${NVIM}&a=${commits[MOVED - 1]}&b=${commits[MOVED]}`,
        apart: `view=compare&a=${commits[MOVED - 1]}&b=${commits[MOVED]}`, grown: "view=growth", tools: "view=peers" };
      for (const [name, hash] of Object.entries(looks)) {
        await go(page, hash);
        await looksRight(page, `moved-${name}-${device}-${colorScheme}`);
      }
      await close(page);
    });
  }
});
