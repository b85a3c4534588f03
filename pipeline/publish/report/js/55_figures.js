// A topic's figures side by side, and whom to ask about it.

const KINDS = ["fee", "amount", "share", "score"];

/** Figures that can be compared together, those of one kind and unit; the latest of a member first. */
function figuresPart(figures) {
  if (!figures.length) return null;
  const groups = new Map();
  for (const figure of figures) {
    const key = `${figure.kind}\n${figure.unit || ""}`;
    groups.set(key, [...(groups.get(key) || []), figure]);
  }
  const order = ([key, rows]) => [rows.length > 1 ? 0 : 1, KINDS.indexOf(key.split("\n")[0]), -rows.length];
  const sorted = [...groups.entries()].sort((one, other) => compared(order(one), order(other)));
  const several = sorted.filter(([, rows]) => rows.length > 1).map(([key, rows]) => figureGroup(key.split("\n"), rows));
  const single = sorted.filter(([, rows]) => rows.length === 1).flatMap(([, rows]) => rows);
  return h(
    "section",
    { class: "part" },
    h("h2", {}, t("topics.figures")),
    h("p", { class: "note about" }, t("topics.figures_lead")),
    several,
    single.length > 0 && figureTable(t("figures.other"), single.map((figure) => figureRow(figure, [], 0))),
  );
}

function compared(one, other) {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place < 0 ? 0 : one[place] - other[place];
}

function figureGroup([kind, unit], rows) {
  const now = rows.filter((row) => !row.earlier);
  const before = rows.filter((row) => row.earlier);
  now.sort((a, b) => b.value - a.value || (a.member < b.member ? -1 : 1));
  const largest = kind === "fee" ? Math.max(...now.map((row) => Math.abs(row.value)), 1e-9) : 0; // shares of this and that have no common scale
  const told = new Set();
  const made = now.map((row) => {
    const own = told.has(row.member) ? [] : before.filter((old) => old.member === row.member);
    told.add(row.member);
    return figureRow(row, own, largest);
  });
  return figureTable(unit ? `${t(`figures.${kind}`)}, ${unit}` : t(`figures.${kind}`), made);
}

function figureRow(row, before, largest) {
  const bar = h("span", { class: "bar", "aria-hidden": "true" });
  if (largest) bar.style.width = `${Math.max(2, (100 * Math.abs(row.value)) / largest)}%`;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, memberLink(row.member)),
    h("td", { class: "value" }, h("b", {}, amount(row)), largest > 0 && bar),
    h("td", {}, [row.for, row.since].filter(Boolean).map(tidy).join(", ")),
    h(
      "td",
      {},
      h("span", { class: "said small" }, said(row.at, 140)),
      " ",
      origin(row.at),
      before.length > 0 && h("p", { class: "note" }, t("figures.before"), " ", between(before.map((old) => [amount(old), old.for && ` ${old.for}`, " (", origin(old.at), ")"]), ", ")),
    ),
  );
}

function amount(row) {
  return number(row.value) + (row.unit ? `\u00a0${row.unit}` : "");
}

function figureTable(caption, rows) {
  const body = h("tbody", {}, rows);
  const more = capped(body, 8);
  return h(
    "div",
    { class: "figures-group" },
    h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
      h(
        "table",
        { class: "plain figures" },
        h("caption", {}, caption),
        h("thead", {}, h("tr", {}, ["member", "value", "for", "words"].map((key) => h("th", { scope: "col" }, t(`topics.figure_${key}`))))),
        body,
      ),
    ),
    Array.isArray(more) && more[1],
  );
}

/** Whom to ask: those who have offered, and apart from them those who have it and never did. */
function askersPart(topic, offers) {
  const times = new Map();
  for (const offer of offers) times.set(offer.member, (times.get(offer.member) || 0) + 1);
  const willing = [...times].sort((one, other) => other[1] - one[1]);
  const quiet = D.quiet.filter((row) => row.topic === topic);
  if (!willing.length && !quiet.length) return null;
  return h(
    "section",
    { class: "part" },
    h("h2", {}, t("askers.heading")),
    h(
      "div",
      { class: "two" },
      h(
        "div",
        { class: "column" },
        h("h3", {}, t("askers.willing")),
        h("p", { class: "note" }, t("askers.willing_lead")),
        willing.length ? capped(h("ul", { class: "names" }, willing.map(([name, count]) => h("li", {}, memberLink(name, { class: "name" }), " ", h("span", { class: "note" }, t("askers.offers", { n: count }))))), 10) : h("p", { class: "note" }, t("topics.nobody")),
      ),
      h(
        "div",
        { class: "column" },
        h("h3", {}, t("askers.quiet")),
        h("p", { class: "note" }, t("askers.quiet_lead")),
        quiet.length ? capped(h("ul", {}, quiet.map(quietItem)), 5) : h("p", { class: "note" }, t("topics.nobody")),
      ),
    ),
  );
}

function quietItem(row) {
  return h(
    "li",
    {},
    h("p", { class: "who" }, memberLink(row.member, { class: "name" }), row.contact && h("span", { class: "note" }, row.contact.join(", "))),
    h("p", { class: "said small" }, said(row.at, 150)),
    h("p", { class: "meta" }, origin(row.at)),
  );
}
