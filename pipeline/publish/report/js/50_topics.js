// One topic: who has, does, plans and considers; figures, requests, tips.

const STAGE_ITEMS = 5; // in a column

function topicsView(path) {
  const topic = TOPIC.get(path[0]) || D.topics[0];
  if (!topic) return { view: heading("", t("topics.heading"), t("page.empty")), title: t("nav.topics") };
  const latest = latestStages((row) => row.topic === topic.id, (row) => row.member);
  const needs = D.needs.filter((need) => need.topics.includes(topic.id));
  const offers = D.offers.filter((offer) => offer.topics.includes(topic.id));
  const resources = D.resources.filter((row) => row.topics.includes(topic.id));
  const soon = D.upcoming.filter((row) => row.topics.includes(topic.id));
  const meetings = D.meetings.filter((meeting) => meeting.topics[0] === topic.id);
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
        [t("topics.members", { n: latest.length }), t("help.found", { n: needs.length }), t("topics.mentions", { n: topic.said })].join(" · "),
      ),
      h("section", { class: "part" }, h("h2", {}, t("topics.positions")), stageColumns(latest, (row) => memberLink(row.member, { class: "name" }))),
      figuresPart(D.figures.filter((figure) => figure.topic === topic.id)),
      askersPart(topic.id, offers),
      section(t("topics.requests"), needs.map((need) => needRow(need)), t("topics.no_requests")),
      meetings.length > 0 && h("section", { class: "part" }, h("h2", {}, t("meeting.heading")), capped(h("ul", { class: "tiles" }, meetings.map(meetingItem)), 4)),
      section(t("topics.offers"), offers.map((offer) => offerRow(offer, true)), t("topics.no_offers")),
      resources.length > 0 && section(t("topics.resources"), resources.map(resourceRow), ""),
      soon.length > 0 && section(t("current.soon"), soon.map(soonItem), ""),
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

function stageColumns(rows, name, { flags = true, empty = t("topics.nobody") } = {}) {
  return h(
    "div",
    { class: "columns" },
    STAGES.map((stage) => {
      const here = rows.filter((row) => row.stage === stage).reverse(); // the newest first
      return h(
        "div",
        { class: "column" },
        h("h3", {}, letter(stage), " ", t(`stage.${stage}`), " ", h("span", { class: "count" }, here.length)),
        here.length
          ? capped(
              h(
                "ul",
                {},
                here.map((row) =>
                  h("li", {}, h("p", { class: "who" }, name(row)), h("p", { class: "said small" }, said(row.at, 150)), h("p", { class: "meta" }, origin(row.at)), flags && flagWords(row)),
                ),
              ),
              STAGE_ITEMS,
            )
          : h("p", { class: "note" }, empty),
      );
    }),
  );
}

/** A need in one row: who, words, how it went, and the way to its card. */
function needRow(need, named = true) {
  return h(
    "li",
    {},
    h("p", { class: "who" }, named && memberLink(need.member, { class: "name" }), h("a", { class: `badge ${need.state}`, href: address(["hjalp"], { fraga: need.id }) }, t(`status.${need.detail}`)), ageBadge(need)),
    h("p", { class: "said" }, words(need)),
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

/** A link, or a document or place that was named; to whom, and where. */
function resourceRow(row) {
  return h(
    "li",
    {},
    h("p", { class: "resource" }, resource(row.resource), h("span", { class: "why" }, ` ${t(`resource.${row.kind}`)}`)),
    h("p", { class: "said small" }, said(row.at, 160)),
    h("p", { class: "meta" }, memberLink(row.member), row.answers && h("span", {}, t("topics.to", { member: row.answers })), origin(row.at)),
  );
}
