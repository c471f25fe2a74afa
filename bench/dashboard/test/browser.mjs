// A page in a real browser, offline, and what it must not do. PAGE: what bench/dashboard/build made; MODULES: where npm's
// packages are; SHOTS: a folder for screenshots, if they are wanted.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.env.MODULES}/`);
const { chromium } = require("playwright-core");
const SHOTS = process.env.SHOTS;
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export const PAGE = process.env.PAGE;
export const DESK = { width: 1360, height: 900 };
export const PHONE = { width: 390, height: 844 };

let complaints = [];
export let browser;

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
});
after(() => browser?.close());

export async function open(hash = "", options = {}) {
  const context = await browser.newContext({ viewport: DESK, ...options });
  const page = await context.newPage();
  complaints = [];
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.stack}`));
  page.on("request", (request) => /^(file|data|blob):/.test(request.url()) || complaints.push(`request: ${request.url()}`));
  await context.setOffline(true);
  await page.goto(`${pathToFileURL(PAGE)}${hash}`);
  await page.waitForFunction(() => performance.getEntriesByName("drawn").length > 0);
  return page;
}

export async function close(page) {
  await page.context().close();
  assert.deepEqual(complaints, []);
}

export async function go(page, hash) {
  await page.evaluate((to) => { location.hash = to; }, hash);
  await page.waitForSelector(`main.${new URLSearchParams(hash).get("view")}`);
}

export const text = (page, selector) => page.locator(selector).allInnerTexts();

// axe-core's `rules` alone, if some are named.
export async function looksRight(page, name, rules = null) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((runOnly) => axe.run({ resultTypes: ["violations"], ...(runOnly && { runOnly }) }), rules);
  const found = violations.map((v) => `${name}: ${v.id}: ${v.nodes[0].html.slice(0, 200)} ${v.nodes[0].failureSummary}`);
  assert.deepEqual(found, []);
  const { wide, room } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: innerWidth }));
  assert.ok(wide <= room, `${name} is ${wide} wide`);
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}/${name}.png` });
}
