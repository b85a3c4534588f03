// One topic: who has, does, plans and considers; figures, requests, tips.

function topicsView(path) {
  const topic = TOPIC.get(path[0]) || D.topics[0];
  if (!topic) return { view: heading("", t("topics.heading"), t("page.empty")), title: t("nav.topics") };
  const latest = latestStages((row) => row.topic === topic.id, (row) => row.member);
  const needs = D.needs.filter((need) => need.topics.includes(topic.id));
  const offers = D.offers.filter((offer) => offer.topics.includes(topic.id));
  const view = h(
    "div",
    { class: "split" },
    picker(t("topics.pick"), D.topics.map((x) => [x.id, x.name, x.said]), topic.id, "amnen"),
    h(
      "div",
      { class: "body" },
      heading(
        t("topics.heading"),
        topic.name,
        [t("topics.members", { n: latest.length }), t("topics.questions", { n: needs.length }), t("topics.mentions", { n: topic.said })].join(" · "),
      ),
      h("section", { class: "part" }, h("h2", {}, t("topics.positions")), stageColumns(latest, (row) => memberLink(row.member, { class: "name" }))),
      figuresTable(D.facts.filter((fact) => fact.topic === topic.id)),
      section(t("topics.requests"), needs.map(needRow), t("topics.no_requests")),
      section(t("topics.offers"), offers.map((offer) => offerRow(offer, true)), t("topics.no_offers")),
      resourceList(offers),
    ),
  );
  return { view, title: topic.name };
}

/** The newest row for each key; those that say they have none are left out. */
function latestStages(wanted, key) {
  const latest = new Map();
  for (const row of D.positions) if (wanted(row)) latest.set(key(row), row); // oldest first
  return [...latest.values()];
}

function stageColumns(rows, name) {
  return h(
    "div",
    { class: "columns" },
    STAGES.map((stage) => {
      const here = rows.filter((row) => row.stage === stage);
      return h(
        "div",
        { class: "column" },
        h("h3", {}, letter(stage), " ", t(`stage.${stage}`), " ", h("span", { class: "count" }, here.length)),
        here.length
          ? h(
              "ul",
              {},
              here.map((row) =>
                h("li", {}, h("p", { class: "who" }, name(row)), h("p", { class: "said small" }, said(row.at, 150)), h("p", { class: "meta" }, origin(row.at))),
              ),
            )
          : h("p", { class: "note" }, t("topics.nobody")),
      );
    }),
  );
}

/** Figures of one unit together, the largest first, with a bar to compare by. */
function figuresTable(facts) {
  if (!facts.length) return null;
  const units = new Map();
  for (const fact of facts) units.set(fact.unit, [...(units.get(fact.unit) || []), fact]);
  const rows = [...units.values()].flatMap((same) => {
    same.sort((a, b) => b.value - a.value);
    const largest = Math.max(...same.map((fact) => Math.abs(fact.value)), 1e-9);
    return same.map((fact) => {
      const bar = h("span", { class: "bar", "aria-hidden": "true" });
      bar.style.width = `${Math.max(2, (100 * Math.abs(fact.value)) / largest)}%`;
      return h(
        "tr",
        {},
        h("th", { scope: "row" }, memberLink(fact.member)),
        h("td", { class: "value" }, h("b", {}, number(fact.value), fact.unit && `\u00a0${fact.unit}`), bar),
        h("td", {}, fact.for),
        h("td", {}, h("span", { class: "said small" }, said(fact.at, 140)), " ", origin(fact.at)),
      );
    });
  });
  return h(
    "section",
    { class: "part" },
    h("h2", {}, t("topics.figures")),
    h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": t("topics.figures") },
      h(
        "table",
        { class: "plain figures" },
        h("thead", {}, h("tr", {}, ["member", "value", "for", "words"].map((key) => h("th", { scope: "col" }, t(`topics.figure_${key}`))))),
        h("tbody", {}, rows),
      ),
    ),
  );
}

/** A need in one row: who, words, how it went, and the way to its card. */
function needRow(need) {
  return h(
    "li",
    {},
    h("p", { class: "who" }, memberLink(need.member, { class: "name" }), h("a", { class: `badge ${need.state}`, href: address(["hjalp"], { fraga: need.id }) }, t(`status.${need.detail}`))),
    h("p", { class: "said" }, need.lead && [h("span", { class: "leading" }, shorten(tidy(raw(need.lead)), 160)), " "], said(need.at, 260)),
    h("p", { class: "meta" }, origin(need.at)),
  );
}

function offerRow(offer, named) {
  return h(
    "li",
    {},
    (named || offer.to) &&
      h("p", { class: "who" }, named && memberLink(offer.member, { class: "name" }), offer.to && h("span", { class: "why" }, t("topics.to", { member: offer.to }))),
    h("p", { class: "said" }, said(offer.at, 260)),
    h("p", { class: "meta" }, origin(offer.at)),
  );
}

function resourceList(offers) {
  const rows = offers.flatMap((offer) => offer.resources.map((words) => [words, offer]));
  if (!rows.length) return null;
  return section(
    t("topics.resources"),
    rows.map(([words, offer]) => h("li", {}, h("p", { class: "resource" }, resource(words)), h("p", { class: "meta" }, memberLink(offer.member), ", ", origin(offer.at)))),
    "",
  );
}
