// The part of the page where numbers are explored: one world, scenario, number and area at a time, as
// a figure and a table. All numbers and words come from the JSON that the program put into the page;
// nothing is fetched, and what may be said of a change (its finding) is decided by the program.
//
// Plain script and SVG: one line chart and one table do not need a library, which would be more to
// read, to trust and to keep up to date than what stands here.
"use strict";
(function () {
  if (!document.getElementById("explore")) return;
  const data = JSON.parse(document.getElementById("plassflyt-data").textContent);
  const words = data.words;
  const byId = (id) => document.getElementById(id);
  let world = data.worlds[0];

  // ---- numbers, by the rules of analysis/number.h ----

  function plain(value, decimals) {
    if (value === null) return "–";
    const digits = Math.abs(value).toFixed(decimals);
    const [whole, rest] = digits.split(".");
    const grouped = whole.length >= data.format.grouped_from
      ? whole.replace(/\B(?=(\d{3})+$)/g, data.format.group) : whole;
    const sign = value < 0 && Number(digits) !== 0 ? "−" : "";
    return sign + grouped + (rest ? data.format.decimal + rest : "");
  }

  // Texts that stand together: where one has a number whose digits are grouped, all have.
  function alike(texts) {
    const grouped = texts.some((text) => /\d\u00a0\d{3}/.test(text));
    return grouped ? texts.map((text) => text.replace(/(?<![\d.,])(\d)(\d{3})(?!\d)/g, "$1\u00a0$2")) : texts;
  }

  function signed(value, decimals) {
    const text = plain(value, decimals);
    return value > 0 && Number(value.toFixed(decimals)) !== 0 ? "+" + text : text;
  }

  function range(low, high, decimals) {
    const [from, to] = alike([plain(low, decimals), plain(high, decimals)]);
    return from.startsWith("−") || to.startsWith("−")
      ? words.from_to.replace("{1}", from).replace("{2}", to) : from + "–" + to;
  }

  // By the rules of analysis/finding.h: two digits of the half width, and more where a bound that is
  // not zero would look like it.
  function decimalsOf([, low, high]) {
    const most = 3, half = (high - low) / 2, nearer = low > 0 ? low : -high;
    if (low === null || !(half > 0)) return 0;
    let decimals = Math.min(most, Math.max(0, Math.ceil(1 - Math.log10(half))));
    while (decimals < most && nearer > 0 && nearer < 0.5 * 10 ** -decimals) decimals++;
    return decimals;
  }

  function level(number) {
    const decimals = decimalsOf(number);
    const text = plain(number[0], decimals);
    return number[1] === null ? text : alike([text + " (" + range(number[1], number[2], decimals) + ")"])[0];
  }

  function change(number) {
    const decimals = decimalsOf(number);
    const text = signed(number[0], decimals);
    return number[1] === null ? text : alike([text + " (" + range(number[1], number[2], decimals) + ")"])[0];
  }

  // ---- what is chosen ----

  const chosen = {
    scenario: () => Number(byId("explore-scenario").value),
    measure: () => Number(byId("explore-measure").value),
    place: () => Number(byId("explore-place").value),
    changes: () => byId("explore-change").checked,
  };

  // Mean, and the bounds of its interval if it has one.
  function estimate(mean, half) {
    return half === null ? [mean, null, null] : [mean, mean - half, mean + half];
  }

  // Levels and changes of a scenario by year, the period last.
  function series(scenario) {
    const numbers = world.numbers[chosen.measure()][chosen.place()][scenario];
    return numbers.map((n) => ({ level: estimate(n[0], n[1]), change: estimate(n[2], n[3]), finding: n[4] }));
  }

  // ---- the figure ----

  // As wide as there is room, so that type has its own size on a phone too; where it is narrow the
  // lines' names stand above them instead of at their ends.
  let size, inner;

  function measure(names) {
    const width = Math.min(860, Math.max(300, byId("explore-figure").clientWidth));
    const narrow = width < 560;
    size = {
      width, narrow, height: narrow ? 300 + 18 * names : 400,
      left: 64, right: narrow ? 16 : 160, top: narrow ? 14 + 18 * names : 20, bottom: 34,
    };
    inner = { width: width - size.left - size.right, height: size.height - size.top - size.bottom };
  }

  function element(name, attributes, text) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key of Object.keys(attributes)) made.setAttribute(key, attributes[key]);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function step(span) {
    const power = Math.pow(10, Math.floor(Math.log10(span / 4)));
    return [1, 2, 5, 10].map((f) => f * power).find((s) => span / s <= 5);
  }

  function scales(lines) {
    const all = lines.flatMap((line) => line.points.flat()).filter((v) => v !== null);
    let low = Math.min(0, ...all), high = Math.max(0, ...all);
    if (high === low) high = low + 1;
    const by = step(high - low);
    low = Math.floor(low / by) * by;
    high = Math.ceil(high / by) * by;
    const last = world.years.length - 1;
    return {
      low, high, by,
      x: (i) => size.left + (last > 0 ? (i / last) * inner.width : 0),
      y: (v) => size.top + (1 - (v - low) / (high - low)) * inner.height,
    };
  }

  function drawAxes(svg, scale) {
    const decimals = Math.max(0, -Math.floor(Math.log10(scale.by)));
    const values = [];
    for (let v = scale.low; v <= scale.high + scale.by / 2; v += scale.by) values.push(Math.abs(v) < scale.by / 2 ? 0 : v);
    const amounts = alike(values.map((v) => plain(v, decimals)));
    values.forEach((v, i) => {
      const zero = v === 0;
      const y = scale.y(v);
      svg.append(element("line", { x1: size.left, x2: size.left + inner.width, y1: y, y2: y, class: zero ? "zero" : "grid" }));
      svg.append(element("text", { x: size.left - 8, y: y + 4, class: "amount" }, amounts[i]));
    });
    const each = Math.ceil(world.years.length / (size.narrow ? 4 : 7));
    world.years.forEach((year, i) => {
      if ((year - world.policy_year) % each === 0)
        svg.append(element("text", { x: scale.x(i), y: size.height - 12, class: "year" }, year));
    });
    const policy = world.years.indexOf(world.policy_year);
    if (policy >= 0) {
      const x = scale.x(policy) - (policy > 0 ? (scale.x(policy) - scale.x(policy - 1)) / 2 : 0);
      svg.append(element("line", { x1: x, x2: x, y1: size.top, y2: size.top + inner.height, class: "policy" }));
      svg.append(element("text", { x: x + 4, y: size.top + 8, class: "note" }, words.policy));
    }
  }

  function path(points) {
    return points.map(([x, y], i) => (i ? "L" : "M") + x.toFixed(1) + "," + y.toFixed(1)).join(" ");
  }

  function drawLine(svg, scale, line) {
    const known = line.points.map((p, i) => ({ p, i })).filter(({ p }) => p[0] !== null);
    const banded = known.filter(({ p }) => p[1] !== null);
    const upper = banded.map(({ p, i }) => [scale.x(i), scale.y(p[2])]);
    const lower = banded.map(({ p, i }) => [scale.x(i), scale.y(p[1])]).reverse();
    if (banded.length) svg.append(element("path", { d: path(upper.concat(lower)) + "Z", class: "band " + line.kind }));
    svg.append(element("path", { d: path(known.map(({ p, i }) => [scale.x(i), scale.y(p[0])])), class: "line " + line.kind }));
    if (line.kind === "scenario")
      known.forEach(({ p, i }) => svg.append(element("circle", { cx: scale.x(i), cy: scale.y(p[0]), r: 3, class: "point" })));
  }

  // Names at the ends of the lines, kept apart.
  function drawNames(svg, scale, lines) {
    if (size.narrow) {
      lines.forEach((line, i) => {
        const y = 12 + 18 * i;
        svg.append(element("line", { x1: 4, x2: 30, y1: y - 4, y2: y - 4, class: "line " + line.kind }));
        svg.append(element("text", { x: 36, y, class: "name " + line.kind }, broken(line.name, Math.floor(size.width / 8))[0]));
      });
      return;
    }
    const last = world.years.length - 1;
    const names = lines.map((line) => ({ line, y: scale.y(line.points[last][0] === null ? 0 : line.points[last][0]) }));
    names.sort((a, b) => a.y - b.y);
    let free = size.top;
    names.forEach(({ line, y }) => {
      const parts = broken(line.name, 20);
      const at = Math.max(y + 4 - (parts.length - 1) * 7, free + 6);
      parts.forEach((part, k) => svg.append(element("text", { x: size.left + inner.width + 10, y: at + 14 * k, class: "name " + line.kind }, part)));
      free = at + 14 * parts.length;
    });
  }

  function broken(text, most) {
    const lines = [""];
    text.split(" ").forEach((word) => {
      const line = lines[lines.length - 1];
      if (line && line.length + word.length + 1 > most) lines.push(word);
      else lines[lines.length - 1] = line ? line + " " + word : word;
    });
    return lines.length > 4 ? lines.slice(0, 4).map((l, i) => (i === 3 ? l + " …" : l)) : lines;
  }

  function drawFigure(base, own) {
    const lines = [];
    const years = (list, key) => list.slice(0, -1).map((n) => n[key]);
    const name = world.scenarios[chosen.scenario()].label;
    if (chosen.changes()) {
      lines.push({ kind: "scenario", name, points: years(own, "change") });
    } else {
      lines.push({ kind: "base", name: world.scenarios[0].label, points: years(base, "level") });
      if (chosen.scenario() > 0) lines.push({ kind: "scenario", name, points: years(own, "level") });
    }
    measure(lines.length);
    const scale = scales(lines);
    const svg = element("svg", { viewBox: "0 0 " + size.width + " " + size.height, role: "img", "aria-labelledby": "explore-caption" });
    drawAxes(svg, scale);
    lines.forEach((line) => drawLine(svg, scale, line));
    drawNames(svg, scale, lines);
    byId("explore-figure").replaceChildren(svg);
  }

  // ---- the table ----

  function capital(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
  }

  function row(label, cells, heading) {
    const made = document.createElement("tr");
    [label].concat(cells).forEach((text, i) => {
      const cell = document.createElement(heading || i === 0 ? "th" : "td");
      if (heading || i === 0) cell.scope = heading ? "col" : "row";
      cell.textContent = text;
      made.append(cell);
    });
    return made;
  }

  function drawTable(base, own) {
    const alone = chosen.scenario() === 0;
    const headings = alone ? [world.scenarios[0].label]
      : [world.scenarios[0].label, world.scenarios[chosen.scenario()].label, words.change, words.finding];
    const columns = alone ? [base.map((n) => level(n.level))]
      : [base.map((n) => level(n.level)), own.map((n) => level(n.level)), own.map((n) => change(n.change))];
    const cells = columns.map(alike).concat(alone ? [] : [own.map((n) => words.findings[n.finding])]);
    const rows = world.years.concat([world.period]).map((year, i) => row(String(year), cells.map((column) => column[i])));
    byId("explore-head").replaceChildren(row(capital(words.year), headings.map(capital), true));
    byId("explore-rows").replaceChildren(...rows);
  }

  // ---- all of it ----

  function caption(base, own) {
    const where = data.worlds.length > 1 ? world.label + ". " : "";
    const what = where + world.measures[chosen.measure()].label + ", " + world.places[chosen.place()].label + ", " + world.period + ". ";
    const last = world.years.length;
    const null_words = world.scenarios[0].label + ": " + level(base[last].level) + ".";
    if (chosen.scenario() === 0) return what + null_words;
    return what + null_words + " " + world.scenarios[chosen.scenario()].label + ": " + level(own[last].level) + ". " +
      words.change + ": " + change(own[last].change) + ", " + words.findings[own[last].finding] + ".";
  }

  function redraw() {
    drawFigure(series(0), series(chosen.scenario()));
  }

  function show() {
    const base = series(0), own = series(chosen.scenario());
    byId("explore-change").disabled = chosen.scenario() === 0;
    if (chosen.scenario() === 0) byId("explore-level").checked = true;
    drawFigure(base, own);
    drawTable(base, own);
    byId("explore-caption").textContent = caption(base, own);
  }

  // Choices of a list; what was chosen stays so if it is among them.
  function fill(id, rows, first) {
    const list = byId(id), before = list.selectedOptions[0] && list.selectedOptions[0].dataset.name;
    const kept = rows.findIndex((entry) => entry.name === before);
    list.replaceChildren(...rows.map((entry, i) => {
      const option = new Option(entry.label, i, false, i === (kept < 0 ? first : kept));
      option.dataset.name = entry.name;
      return option;
    }));
  }

  function enter(number) {
    world = data.worlds[number];
    fill("explore-scenario", world.scenarios, Math.min(1, world.scenarios.length - 1));
    fill("explore-measure", world.measures, 0);
    fill("explore-place", world.places, 0);
  }

  if (data.worlds.length > 1) {
    fill("explore-world", data.worlds, 0);
    byId("explore-world").addEventListener("change", (event) => enter(Number(event.target.value)));
  }
  enter(0);
  byId("explore-form").addEventListener("change", show);
  byId("explore-form").addEventListener("submit", (event) => event.preventDefault());
  byId("explore").hidden = false;
  window.addEventListener("resize", redraw);
  const entry = document.createElement("li");
  const link = document.createElement("a");
  link.href = "#explore";
  link.textContent = byId("explore-title").textContent;
  entry.append(link);
  document.querySelector("#contents > ul > li").after(entry);
  show();
})();
