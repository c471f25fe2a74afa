// The page of one machine's records: it loads from disk, filters, compares, drills down, and no one is left out.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { DESK, PAGE, PHONE, browser, close, go, looksRight, open, text } from "./browser.mjs";

const VIEWS = ["overview", "trends", "compare", "peers", "growth", "fuzz", "machines"];

describe("the page", () => {
  // The time of the page's own thread, so that what else the machine does is not counted.
  test("is drawn within a second", async () => {
    const context = await browser.newContext({ viewport: DESK });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.goto(pathToFileURL(PAGE).href);
    await page.waitForFunction(() => performance.getEntriesByName("drawn").length > 0);
    const { metrics } = await session.send("Performance.getMetrics");
    const busy = 1000 * metrics.find((m) => m.name === "TaskDuration").value;
    const drawn = await page.evaluate(() => performance.getEntriesByName("drawn")[0].startTime);
    console.log(`drawn after ${busy.toFixed(0)} ms of its thread, ${drawn.toFixed(0)} ms by the clock; ${statSync(PAGE).size} bytes`);
    assert.ok(busy < 1000, `${busy} ms`);
    assert.ok((await page.locator(".grid td a").count()) > 50);
    await context.close();
  });

  for (const [device, viewport] of [["desk", DESK], ["phone", PHONE]]) {
    for (const colorScheme of ["light", "dark"]) {
      test(`no view has axe-core violations or is too wide: ${device}, ${colorScheme}`, async () => {
        const page = await open("", { viewport, colorScheme });
        for (const name of VIEWS) {
          await go(page, `view=${name}`);
          // What a screen's size or colours cannot change is looked at once.
          const only = (device === "desk") === (colorScheme === "light") ? null : ["color-contrast", "target-size", "scrollable-region-focusable"];
          await looksRight(page, `${name}-${device}-${colorScheme}`, only);
        }
        await close(page);
      });
    }
  }

  test("filters figures, and keeps what was typed in the address", async () => {
    const page = await open("#view=trends");
    const all = await page.locator(".figures a[data-figure]").count();
    await page.keyboard.press("/");
    await page.keyboard.type("hugo time");
    const shown = await page.locator(".figures a[data-figure]").evaluateAll((links) => links.map((a) => a.dataset.figure));
    assert.ok(shown.length > 0 && shown.length < all);
    assert.ok(shown.every((id) => id.includes("hugo") && id.includes("time")), shown.join());
    assert.match(page.url(), /q=hugo\+time/);
    await page.reload();
    await page.waitForSelector(".figures a[data-figure]");
    assert.equal(await page.locator(".figures a[data-figure]").count(), shown.length);
    await page.locator("#filter").fill("no such figure");
    assert.deepEqual(await text(page, ".figures .empty"), ["No figure of that name."]);
    await close(page);
  });

  test("marks the planted step as a change of level", async () => {
    const page = await open("#view=trends&figure=fold/nvim/instructions");
    assert.match((await text(page, ".changes"))[0], /▲ \+3\.0 %\s*worse\s*\S+ planted: plan does more/);
    await close(page);
  });

  test("compares any two records, heaviest first", async () => {
    const page = await open("#view=compare");
    const commits = await page.locator("#pick-a option").evaluateAll((options) => options.map((o) => o.value));
    await page.locator("#pick-a").selectOption(commits.at(-1));
    await page.locator("#pick-b").selectOption(commits[3]);
    await page.locator("#kind").selectOption("all");
    const url = new URLSearchParams(new URL(page.url()).hash.slice(1));
    assert.equal(url.get("a"), commits.at(-1));
    assert.equal(url.get("b"), commits[3]);
    const changes = (await text(page, ".differences > tbody > tr > td:nth-child(5)")).map((t) => Math.abs(parseFloat(t.replace(/[^\d.]/g, ""))));
    assert.ok(changes.length > 100);
    assert.ok(changes.every((change, i) => i === 0 || change <= changes[i - 1] + 0.05), "not in order of weight");
    await page.goBack();
    assert.equal(await page.locator("#kind").inputValue(), "changed");
    await close(page);
  });

  test("a planted one percent in one stage is seen at once, down to its function", async () => {
    const page = await open();
    assert.match((await text(page, ".heaviest"))[0], /Fold, C library kept · nvim · Instructions/);
    await page.locator(".heaviest a", { hasText: "Fold, C library kept · nvim · Instructions" }).click();
    const row = page.locator(".stages tbody tr", { has: page.locator('[data-stage="plan"]') });
    assert.match(await row.innerText(), /▲ \+1\.0 %/);
    await page.locator('[data-stage="plan"]').click();
    assert.equal(await page.locator('[data-stage="plan"]').getAttribute("aria-expanded"), "true");
    assert.match(await page.locator(".functions tbody tr").first().innerText(), /planted_function.*▲ \+\d/s);
    assert.match(page.url(), /stage=plan/);
    await close(page);
  });

  test("goes by keys", async () => {
    const page = await open();
    for (const [i, name] of VIEWS.entries()) {
      await page.keyboard.press(String(i + 1));
      await page.waitForSelector(`main.${name}`);
    }
    await page.keyboard.press("2");
    const chosen = () => page.locator(".figures a[aria-current]").getAttribute("data-figure");
    const first = await chosen();
    await page.keyboard.press("j");
    assert.notEqual(await chosen(), first);
    await page.keyboard.press("k");
    assert.equal(await chosen(), first);
    const at = await page.locator("#pick-b").inputValue();
    await page.keyboard.press("[");
    assert.notEqual(await page.locator("#pick-b").inputValue(), at);
    await page.keyboard.press("t");
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    await page.keyboard.press("?");
    assert.ok(await page.locator("#keys").isVisible());
    await close(page);
  });

  test("a point of the chart chooses its record", async () => {
    const page = await open("#view=trends&figure=fold/nvim/instructions");
    const over = page.locator(".u-over");
    const box = await over.boundingBox();
    await page.mouse.move(box.x + box.width * 0.3, box.y + 100);
    await page.waitForSelector(".tip:not([hidden])");
    assert.match((await text(page, ".tip"))[0], /\d M/);
    await page.mouse.click(box.x + box.width * 0.3, box.y + 100);
    await page.waitForFunction(() => location.hash.includes("b="));
    await close(page);
  });

  test("shows peers, growth, the campaign and the cases", async () => {
    const page = await open("#view=peers");
    assert.ok((await text(page, ".peers th")).includes("mold"));
    const read = page.locator("section", { has: page.locator("h2", { hasText: "show git" }) });
    assert.deepEqual((await read.locator("tbody tr").allInnerTexts()).map((row) => row.split(/\s+/).slice(0, 2)), [["readelf", "1.20×"], ["onefold", "1.00×"]]);
    assert.match(await read.locator(".ours").innerText(), /2\.35 M/);
    await page.evaluate(() => { location.hash = "view=growth"; });
    await page.waitForSelector("main.growth .u-over");
    assert.match((await text(page, ".legend"))[0], /libraries slope \d\.\d\d/);
    await page.evaluate(() => { location.hash = "view=fuzz"; });
    await page.waitForSelector("main.fuzz .u-over");
    await page.evaluate(() => { location.hash = "view=machines"; });
    await page.waitForSelector(".matrix .failed");
    await page.locator("#filter").fill("tls");
    assert.ok((await text(page, ".matrix tbody th")).every((name) => name.includes("tls")));
    await close(page);
  });
});
