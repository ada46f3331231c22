"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  // Positions in a target's facts, as `html.py` writes them.
  const [URL_, HOST, STATUS, REASON, SINCE, CONFIRMED, CHANGE, YEAR, HTTP, FINAL, SAID, TITLE,
    COPY, COPY_DAY, CHECKED, EVIDENCE, STORY, STORY_TITLE] = Array(18).keys();
  const ROW_PX = 28, PER_ROW = 5, PRINTED = 1000, SITES = 200;
  const gravity = new Map(data.statuses.map(([name], index) => [name, index]));
  const gone = new Set(data.gone);
  const alive = new Set(["ok", "moved", "restricted"]);
  const quiet = new Set(["ok", "blocked"]);
  const {targets, rows, documents, fields} = data;
  const total = rows.length / PER_ROW;
  const $ = (id) => document.getElementById(id);
  const number = (value) => value.toLocaleString("en");
  const make = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };
  const draw = (tag, attributes = {}, text = "") => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text) made.textContent = text;
    return made;
  };
  const tone = (status) => gone.has(status) || status === "invalid" ? "bad"
    : status === "ok" || status === "moved" ? "good" : "warn";
  const document_ = (row) => documents[rows[row * PER_ROW]];
  const line = (row) => rows[row * PER_ROW + 1];
  const column = (row) => rows[row * PER_ROW + 2];
  const field = (row) => fields[rows[row * PER_ROW + 3]];
  const target = (row) => targets[rows[row * PER_ROW + 4]];
  const place = (row) => document_(row) + (line(row) ? ":" + line(row) : "")
    + (line(row) && column(row) ? ":" + column(row) : "");

  // ── totals ──
  const bars = (list, entries, choose) => {
    const most = Math.max(1, ...entries.map((entry) => entry.value));
    list.replaceChildren(...entries.map((entry) => {
      const fill = make("i", {class: entry.tone});
      fill.style.width = (100 * entry.value / most) + "%";
      const button = make("button", {type: "button", title: entry.hint},
        make("span", {class: "name"}, entry.name), make("span", {class: "bar"}, fill),
        make("span", {class: "number"}, entry.shown));
      button.addEventListener("click", () => choose(entry));
      return make("li", {}, button);
    }));
  };
  const byStatus = new Map();
  const sites = new Map();
  const years = new Map();
  for (const each of targets) {
    byStatus.set(each[STATUS], (byStatus.get(each[STATUS]) || 0) + 1);
    const site = sites.get(each[HOST]) || {all: 0, broken: 0};
    site.all += 1;
    site.broken += gone.has(each[STATUS]);
    sites.set(each[HOST], site);
    // What gave no clear answer is neither alive nor gone.
    if (each[YEAR] && (gone.has(each[STATUS]) || alive.has(each[STATUS]))) {
      const year = years.get(each[YEAR]) || {all: 0, alive: 0};
      year.all += 1;
      year.alive += alive.has(each[STATUS]);
      years.set(each[YEAR], year);
    }
  }
  bars($("statuses"), data.statuses.filter(([name]) => byStatus.has(name)).map(([name, hint]) => (
    {name, hint, value: byStatus.get(name), shown: number(byStatus.get(name)), tone: tone(name)}
  )), (entry) => { $("status").value = entry.name; filter(); });
  const siteOrders = {
    broken: (a, b) => b[1].broken - a[1].broken || b[1].all - a[1].all,
    share: (a, b) => b[1].broken / b[1].all - a[1].broken / a[1].all || b[1].all - a[1].all,
    all: (a, b) => b[1].all - a[1].all,
    name: (a, b) => (a[0] < b[0] ? -1 : 1),
  };
  const showSites = () => bars($("sites"),
    [...sites].filter(([name]) => name).sort(siteOrders[$("site-order").value]).slice(0, SITES)
      .map(([name, site]) => ({name, hint: name, value: $("site-order").value === "share"
        ? site.broken / site.all : $("site-order").value === "broken" ? site.broken : site.all,
      shown: number(site.broken) + " of " + number(site.all), tone: site.broken ? "bad" : "good"})),
    (entry) => { $("site").value = entry.name; $("status").value = "any"; filter(); });
  $("site-order").addEventListener("change", showSites);
  showSites();
  $("site-names").append(...[...sites.keys()].filter(Boolean).sort().slice(0, 5000)
    .map((name) => make("option", {value: name})));

  // ── plots ──
  const plot = (where, points, name, top, format) => {
    if (points.length < 2) {
      where.replaceChildren(make("p", {class: "hint"}, "Needs at least two " + name + "."));
      return;
    }
    const width = 460, height = 190, left = 44, bottom = 26, right = 14;
    const highest = top || Math.max(1, ...points.map((point) => point.value));
    const x = (index) => left + (width - left - right) * index / (points.length - 1);
    const y = (value) => 10 + (height - bottom - 10) * (1 - value / highest);
    const summary = points.map((point) => point.name + ": " + format(point.value)).join(", ");
    const svg = draw("svg", {viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": summary});
    for (const share of [0, .5, 1]) {
      svg.append(draw("line", {class: "axis", x1: left, x2: width - right, y1: y(highest * share),
        y2: y(highest * share)}));
      svg.append(draw("text", {x: left - 6, y: y(highest * share) + 4, "text-anchor": "end"},
        format(highest * share)));
    }
    const kind = top ? " alive" : "";
    svg.append(draw("polyline", {class: "curve" + kind,
      points: points.map((point, index) => x(index) + "," + y(point.value)).join(" ")}));
    const step = Math.ceil(points.length / 6);
    points.forEach((point, index) => {
      const dot = draw("circle", {class: kind, cx: x(index), cy: y(point.value), r: 3});
      dot.append(draw("title", {}, point.name + ": " + format(point.value) + point.more));
      svg.append(dot);
      if (index % step === 0) {
        svg.append(draw("text", {x: x(index), y: height - 8, "text-anchor": "middle"}, point.name));
      }
    });
    where.replaceChildren(svg);
  };
  plot($("trend"), data.trend.map(([run, day, found]) => ({name: day.slice(5), more: " (run " + run + ")",
    value: data.gone.reduce((sum, status) => sum + (found[status] || 0), 0)})),
  "runs", 0, (value) => number(Math.round(value)));
  plot($("years"), [...years].sort((a, b) => a[0] - b[0]).map(([year, found]) => ({name: String(year),
    more: " of " + number(found.all), value: found.alive / found.all})),
  "years of publication", 1, (value) => Math.round(value * 100) + " %");

  // ── the table ──
  const columns = [
    ["status", (row) => gravity.get(target(row)[STATUS])],
    ["reason", (row) => target(row)[REASON]],
    ["since", (row) => target(row)[SINCE]],
    ["change", (row) => target(row)[CHANGE]],
    ["URL", (row) => target(row)[URL_]],
    ["where", (row) => document_(row)],
  ];
  let sorted = {index: 0, ascending: true};
  let shown = [];
  let active = 0;
  $("head").append(...columns.map(([name], index) => {
    const button = make("button", {type: "button"}, name);
    button.addEventListener("click", () => {
      sorted = {index, ascending: sorted.index === index ? !sorted.ascending : true};
      sort();
    });
    return make("div", {role: "columnheader"}, button);
  }));
  $("status").append(make("option", {value: "problems"}, "problems"),
    make("option", {value: "any"}, "any"),
    ...data.statuses.filter(([name]) => byStatus.has(name)).map(([name]) => make("option", {value: name}, name)));
  const text = new Map();
  const words = (index) => {
    if (!text.has(index)) {
      const each = targets[index];
      text.set(index, [each[URL_], each[REASON], each[SAID], each[TITLE], each[FINAL], each[EVIDENCE]].join("\n").toLowerCase());
    }
    return text.get(index);
  };
  const lowered = documents.map((name) => name.toLowerCase());
  function filter() {
    const status = $("status").value, change = $("change").value, site = $("site").value.trim();
    const search = $("search").value.trim().toLowerCase();
    const fits = targets.map((each, index) => (status === "any" || (status === "problems"
      ? !quiet.has(each[STATUS]) || each[CHANGE] === "recovered" : each[STATUS] === status))
      && (!change || each[CHANGE] === change) && (!site || each[HOST] === site)
      && (!search || words(index).includes(search) ? 2 : 1));
    const named = lowered.map((name) => search !== "" && name.includes(search));
    shown = [];
    for (let row = 0; row < total; row += 1) {
      const fit = fits[rows[row * PER_ROW + 4]];
      if (fit === 2 || (fit === 1 && named[rows[row * PER_ROW]])) shown.push(row);
    }
    sort();
  }
  function sort() {
    const value = columns[sorted.index][1], way = sorted.ascending ? 1 : -1;
    const keys = new Map();
    for (const row of shown) keys.set(row, value(row));
    shown.sort((a, b) => {
      const first = keys.get(a), second = keys.get(b);
      return first < second ? -way : first > second ? way : a - b;
    });
    [...$("head").children].forEach((head, index) => head.setAttribute("aria-sort",
      index !== sorted.index ? "none" : sorted.ascending ? "ascending" : "descending"));
    active = 0;
    $("table").scrollTop = 0;
    $("space").style.height = shown.length * ROW_PX + "px";
    $("table").setAttribute("aria-rowcount", shown.length + 1);
    $("count").textContent = number(shown.length) + " of " + number(total) + " fields";
    paint();
  }
  function cells(row) {
    const each = target(row);
    return [make("span", {role: "gridcell", class: tone(each[STATUS])}, each[STATUS]),
      ...[each[REASON], each[SINCE], each[CHANGE], each[URL_], place(row)]
        .map((value) => make("span", {role: "gridcell", title: value}, value))];
  }
  // Of the rows in sight: the head stays above them.
  const height = () => $("table").clientHeight - $("head").offsetHeight;
  function paint() {
    const table = $("table");
    const first = Math.max(0, Math.floor(table.scrollTop / ROW_PX) - 5);
    const last = Math.min(shown.length, first + Math.ceil(height() / ROW_PX) + 10);
    const made = [];
    for (let index = first; index < last; index += 1) {
      const element = make("div", {role: "row", class: "row", id: "row-" + index,
        "aria-rowindex": index + 2, "aria-selected": index === active}, ...cells(shown[index]));
      element.style.top = index * ROW_PX + "px";
      element.addEventListener("click", () => { move(index); open(); });
      made.push(element);
    }
    $("space").replaceChildren(...made);
    if (shown.length) $("table").setAttribute("aria-activedescendant", "row-" + active);
    else $("table").removeAttribute("aria-activedescendant");
  }
  function move(index) {
    active = Math.max(0, Math.min(shown.length - 1, index));
    const table = $("table"), top = active * ROW_PX;
    if (top < table.scrollTop) table.scrollTop = top;
    if (top + ROW_PX > table.scrollTop + height()) table.scrollTop = top + ROW_PX - height();
    paint();
  }
  const link = (url) => /^https?:\/\//i.test(url)
    ? make("a", {href: url, rel: "noopener noreferrer", target: "_blank"}, url) : url;
  function open() {
    if (!shown.length) return;
    const row = shown[active], each = target(row);
    const meaning = data.statuses.find(([name]) => name === each[STATUS])[1];
    const facts = [
      ["Status", each[STATUS] + " (" + each[REASON] + "): " + meaning],
      ["Change", each[CHANGE]],
      ["Since", each[SINCE] + (each[CONFIRMED] ? ", confirmed" : "")],
      ["Checked", each[CHECKED] + (each[HTTP] ? ", HTTP " + each[HTTP] : "")],
      ["URL", link(each[URL_])],
      ["Leads to", each[FINAL] && each[FINAL] !== each[URL_] ? link(each[FINAL]) : ""],
      ["The document says", each[SAID]],
      ["The page says", each[TITLE]],
      ["Archived copy", each[COPY] ? make("span", {}, each[COPY_DAY] + " ", link(each[COPY])) : ""],
      ["Same story", each[STORY]
        ? make("span", {}, each[STORY_TITLE] + " ", link(each[STORY])) : ""],
      ["Evidence", each[EVIDENCE]],
      ["Where", place(row) + " " + field(row)],
    ];
    $("facts").replaceChildren(...facts.filter(([, value]) => value)
      .flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
    $("detail").showModal();
  }
  const page = () => Math.max(1, Math.floor(height() / ROW_PX) - 1);
  const keys = {
    ArrowDown: () => move(active + 1), ArrowUp: () => move(active - 1),
    PageDown: () => move(active + page()), PageUp: () => move(active - page()),
    Home: () => move(0), End: () => move(shown.length - 1), Enter: open,
  };
  $("table").addEventListener("keydown", (event) => {
    if (event.target === $("table") && keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });
  let waiting = false;
  $("table").addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; paint(); });
  });
  let typing = 0;
  $("search").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(filter, 120); });
  for (const id of ["status", "change", "site"]) $(id).addEventListener("change", filter);
  $("filters").addEventListener("submit", (event) => { event.preventDefault(); filter(); });
  $("filters").addEventListener("reset", () => setTimeout(filter));
  addEventListener("beforeprint", () => $("print-rows").replaceChildren(
    ...shown.slice(0, PRINTED).map((row) => make("p", {}, target(row)[STATUS] + " " + target(row)[REASON]
      + " since " + target(row)[SINCE] + ": " + target(row)[URL_] + " in " + place(row) + " " + field(row))),
    ...(shown.length > PRINTED ? [make("p", {}, "and " + number(shown.length - PRINTED) + " more")] : [])));
  filter();
  document.documentElement.dataset.ready = "yes";
})();
