// Opens the reports of a folder in a browser. Prints TAP. Called by tests/page/run:
//   node page.mjs CHROMIUM FOLDER      FOLDER has en, nb, nn (two worlds), alone (one) and expected.json
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const [chromium, folder] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const expected = JSON.parse(fs.readFileSync(folder + "/expected.json", "utf8"));
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args: ["--no-sandbox"] });
let number = 0, failed = 0;

async function test(name, body) {
  number++;
  try {
    await body();
    console.log(`ok ${number} - ${name}`);
  } catch (error) {
    failed++;
    console.log(`not ok ${number} - ${name}`);
    console.log(String(error.stack || error).replace(/^/gm, "# "));
  }
}

async function opened(language, options = {}) {
  const page = await browser.newPage();
  page.fetched = [];
  page.errors = [];
  page.on("request", (request) => page.fetched.push(request.url()));
  page.on("pageerror", (error) => page.errors.push(String(error)));
  await page.setJavaScriptEnabled(!options.withoutScript);
  await page.setViewport({ width: options.width || 1200, height: 900 });
  await page.goto(`file://${folder}/${language}/rapport.html`);
  return page;
}

// ---- accessibility ----

async function violations(page) {
  await page.evaluate(axe);
  const result = await page.evaluate((tags) => axe.run(document, { runOnly: { type: "tag", values: tags } }), wcag);
  assert.ok(result.passes.length > 15, "axe looked at next to nothing");
  return result.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ")}`);
}

for (const language of ["en", "nb", "nn"])
  await test(`axe finds nothing against WCAG 2.1 AA, ${language}`, async () => {
    const page = await opened(language);
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
    assert.deepEqual(await violations(page), []);
    await page.close();
  });

await test("axe finds what is planted", async () => {
  const page = await opened("nb");
  await page.evaluate(() => {
    document.querySelector("figure img").removeAttribute("alt");
    document.querySelector(".subtitle").style.color = "#bbb";
    document.querySelector("label[for=explore-place]").remove();
  });
  const found = (await violations(page)).map((v) => v.split(":")[0]);
  for (const rule of ["image-alt", "color-contrast", "select-name"]) assert.ok(found.includes(rule), rule);
  await page.close();
});

await test("axe finds nothing on a phone", async () => {
  const page = await opened("nb", { width: 360 });
  assert.deepEqual(await violations(page), []);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} pixels wider than the phone`);
  await page.close();
});

// ---- keyboard ----

const focus = (page) => page.evaluate(() => {
  const at = document.activeElement, style = getComputedStyle(at);
  return { id: at.id, tag: at.tagName, outline: style.outlineStyle, width: parseFloat(style.outlineWidth) };
});
const spoken = (page) => page.evaluate(() => document.getElementById("explore-caption").textContent);

async function tabTo(page, id) {
  for (let i = 0; i < 200; i++) {
    await page.keyboard.press("Tab");
    const at = await focus(page);
    if (at.tag !== "BODY") assert.ok(at.outline !== "none" && at.width >= 2, `focus on ${at.tag} ${at.id} is not seen`);
    if (at.id === id) return i + 1;
  }
  throw new Error("the keyboard does not come to " + id);
}

await test("the keyboard comes everywhere, is seen, and changes what is told", async () => {
  const page = await opened("nb");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal((await focus(page)).id, "main");
  await page.evaluate(() => document.activeElement.blur());
  await page.reload();
  let before = await spoken(page);
  // In the second world the scenario stands last.
  for (const [id, key] of [["explore-world", "ArrowDown"], ["explore-scenario", "ArrowUp"], ["explore-measure", "ArrowDown"], ["explore-place", "ArrowDown"]]) {
    await tabTo(page, id);
    await page.keyboard.press(key);
    const after = await spoken(page);
    assert.notEqual(after, before, id);
    before = after;
  }
  assert.equal(await page.$eval("#explore-caption", (e) => e.getAttribute("aria-live")), "polite");
  await tabTo(page, "explore-level");
  const level = await page.$eval("#explore-figure svg", (e) => e.innerHTML);
  await page.keyboard.press("ArrowRight");
  assert.equal((await focus(page)).id, "explore-change");
  assert.notEqual(await page.$eval("#explore-figure svg", (e) => e.innerHTML), level);
  await page.keyboard.down("Shift");
  await page.keyboard.press("Tab");
  await page.keyboard.up("Shift");
  assert.equal((await focus(page)).id, "explore-place");
  await page.close();
});

// ---- numbers ----

// A number as it is written in a language.
function read(text, language) {
  const plain = text.replace(/[\u00a0+]/g, "").replace("−", "-");
  const digits = language === "en" ? plain.replace(/,/g, "") : plain.replace(",", ".");
  assert.match(digits, /^-?\d+(\.\d+)?$/, text);
  return { value: Number(digits), decimals: (digits.split(".")[1] || "").length };
}

function sameAsShown(cell, numbers, language, what) {
  const [, mean, range] = cell.match(/^([^ ]+)(?: \((.*)\))?$/);
  [mean, ...range.split(/ til | to |–/)].forEach((text, i) => {
    const { value, decimals } = read(text, language);
    assert.ok(Math.abs(value - numbers[i]) <= 0.5001 * 10 ** -decimals, `${what}: ${text} is not ${numbers[i]}`);
  });
}

const shown = (page) => page.evaluate(() => {
  const number = (node, name) => Number(node.getAttribute(name));
  const data = JSON.parse(document.getElementById("plassflyt-data").textContent);
  const world = data.worlds[Number((document.getElementById("explore-world") || { value: 0 }).value)];
  const svg = document.querySelector("#explore-figure svg");
  const ticks = [...svg.querySelectorAll(".amount")].map((t) => ({ y: number(t, "y") - 4, text: t.textContent }));
  return {
    rows: [...document.querySelectorAll("#explore-rows tr")].map((tr) => [...tr.cells].map((c) => c.textContent)),
    points: [...svg.querySelectorAll("circle")].map((c) => number(c, "cy")),
    caption: document.getElementById("explore-caption").textContent,
    ticks, label: world.label, measures: world.measures, places: world.places, scenarios: world.scenarios, years: world.years,
  };
});

async function choose(page, measure, place, scenario) {
  const { measures, places } = await shown(page);
  await page.select("#explore-scenario", String(scenario));
  await page.select("#explore-measure", String(measures.findIndex((m) => m.name === measure)));
  await page.select("#explore-place", String(places.findIndex((p) => p.name === place)));
}

// The value that a height in the figure stands for, by the marks of its axis.
function valueAt(y, ticks, language) {
  const low = ticks[0], high = ticks[ticks.length - 1];
  const a = read(low.text, language).value, b = read(high.text, language).value;
  return { value: a + ((y - low.y) / (high.y - low.y)) * (b - a), pixel: Math.abs((b - a) / (high.y - low.y)) };
}

async function compareAll(language) {
  const page = await opened(language);
  for (let world = 0; world < expected.length; world++) await compareWorld(page, world, language);
  assert.deepEqual(page.errors, []);
  await page.close();
}

async function compareWorld(page, world, language) {
  let cells = 0, points = 0, groups = 0;
  const of = expected[world];
  await page.select("#explore-world", String(world));
  for (const key of Object.keys(of)) {
    const [measure, place] = key.split("/");
    for (let scenario = 1; scenario < of[key].length; scenario++) {
      await choose(page, measure, place, scenario);
      const now = await shown(page);
      const label = now.places.find((p) => p.name === place).label;
      assert.ok(now.caption.includes(label), "the caption does not name " + label);
      assert.ok(now.caption.startsWith(now.label + ". "), "the caption does not name the world");
      assert.equal(now.rows.length, now.years.length + 1);
      now.rows.forEach((row, y) => {
        const what = `${key}, scenario ${scenario}, ${row[0]}`;
        const own = of[key][scenario][y];
        sameAsShown(row[1], of[key][0][y].slice(0, 3), language, what);
        sameAsShown(row[2], own.slice(0, 3), language, what);
        sameAsShown(row[3], own.slice(3), language, what);
        cells += 3;
      });
      for (const column of [1, 2, 3]) {
        const texts = now.rows.map((row) => row[column]);
        const bare = texts.filter((text) => /(?<![\d.,\u00a0])\d{4}(?!\d)/.test(text)), grouped = texts.filter((text) => /\d\u00a0\d{3}/.test(text));
        assert.ok(!bare.length || !grouped.length, `${key}: ${bare[0]} beside ${grouped[0]}`);
        groups += grouped.length > 0 && texts.some((text) => /(?<!\d)\d\u00a0\d{3}(?!\u00a0)/.test(text));
      }
      now.points.forEach((y, i) => {
        const at = valueAt(y, now.ticks, language), own = of[key][scenario][i][0];
        assert.ok(Math.abs(at.value - own) <= 1.5 * at.pixel, `${key}: the figure shows ${at.value}, not ${own}`);
        points++;
      });
    }
  }
  assert.ok(cells > 500 && points > 150, `${cells} cells, ${points} points`);
  if (language === "nb") assert.ok(groups > 0, "no column has numbers of four digits and of more");
}

await test("every world, area, number and scenario: table and figure have the file's numbers, bokmål", () => compareAll("nb"));
await test("the same in English", () => compareAll("en"));

await test("what may be said of a change is the program's word", async () => {
  const page = await opened("nb");
  const data = JSON.parse(await page.$eval("#plassflyt-data", (e) => e.textContent));
  const { rows } = await shown(page);
  rows.forEach((row, y) => assert.equal(row[4], data.words.findings[data.worlds[0].numbers[0][0][1][y][4]]));
  assert.ok(new Set(rows.map((row) => row[4])).size > 1);
  await page.close();
});

await test("another world keeps what is chosen, by name, and shows other numbers", async () => {
  const page = await opened("nb");
  await choose(page, "days_below_need", Object.keys(expected[0])[1].split("/")[1], 1);
  const names = () => page.evaluate(() => ["scenario", "measure", "place"].map((id) => document.getElementById("explore-" + id).selectedOptions[0].textContent));
  const before = await shown(page), chosen = await names();
  await page.select("#explore-world", "1");
  const after = await shown(page);
  assert.deepEqual(await names(), chosen);
  assert.equal(await page.$eval("#explore-scenario", (e) => e.value), "2"); // they stand in another order
  assert.notDeepEqual(after.rows, before.rows);
  assert.notDeepEqual(after.points, before.points);
  assert.notEqual(after.label, before.label);
  await page.select("#explore-world", "0");
  assert.deepEqual(await shown(page), before);
  await page.close();
});

await test("a report of one world has no world to choose", async () => {
  const page = await opened("alone");
  assert.equal(await page.$("#explore-world"), null);
  await choose(page, "queue_past_wish", "", 2);
  const { rows, caption, measures } = await shown(page);
  assert.ok(caption.startsWith(measures[0].label));
  rows.forEach((row, y) => sameAsShown(row[2], expected[0]["queue_past_wish/"][2][y].slice(0, 3), "nb", row[0]));
  await page.close();
});

await test("the null alternative alone has no change", async () => {
  const page = await opened("nb");
  await page.select("#explore-scenario", "0");
  assert.equal(await page.$eval("#explore-change", (e) => e.disabled), true);
  assert.equal((await shown(page)).rows[0].length, 2);
  await page.close();
});

// ---- alone ----

await test("nothing is fetched but the page itself", async () => {
  const page = await opened("nb");
  assert.deepEqual(page.fetched.filter((url) => !url.startsWith("data:")), [`file://${folder}/nb/rapport.html`]);
  assert.deepEqual(page.errors, []);
  await page.close();
});

await test("without a script it is a report: text, tables and figures, and nothing to choose", async () => {
  const page = await opened("nb", { withoutScript: true });
  const box = await (await page.$("#explore")).boundingBox();
  assert.equal(box, null);
  assert.ok(await page.$("main table") && await page.$("main figure img"));
  await page.close();
});

await browser.close();
console.log(`1..${number}`);
process.exit(failed > 0 ? 1 : 0);
