// Over time: the charts, drawn beforehand, and the changes of stage.

function timeView() {
  const charts = [...document.querySelectorAll('template[id^="drawing-"]')].map((template) => template.content.cloneNode(true));
  const changes = [];
  const before = new Map();
  for (const row of D.positions) {
    const key = `${row.member}\n${row.topic}`;
    const last = before.get(key);
    if (last && last.stage !== row.stage && !row.flag) changes.push([row, last]);
    before.set(key, row);
  }
  changes.reverse();
  const flags = D.positions.filter((row) => row.flag).reverse();
  flags.sort((one, other) => (one.flag === "contradiction" ? 0 : 1) - (other.flag === "contradiction" ? 0 : 1));
  const view = h(
    "div",
    {},
    heading("", t("time.heading"), t("time.lead")),
    ROUNDS.length < 3 && h("p", { class: "note" }, t("time.few")),
    charts,
    flags.length > 0 && section(t("flag.heading"), flags.map(flagItem), "", t("flag.lead")),
    section(
      t("time.changes"),
      changes.map(([row, last]) =>
        h(
          "li",
          {},
          h("p", { class: "who" }, letter(last.stage), h("span", { "aria-hidden": "true" }, "→"), letter(row.stage), memberLink(row.member, { class: "name" }), h("a", { href: address(["amnen", row.topic]) }, topicName(row.topic))),
          h("p", { class: "hidden" }, t("time.change_steps", { before: t(`stage.${last.stage}`).toLowerCase(), after: t(`stage.${row.stage}`).toLowerCase() })),
          h("p", { class: "said" }, said(row.at, 220)),
          h("p", { class: "meta" }, origin(row.at)),
        ),
      ),
      t("time.changes_none"),
    ),
  );
  return { view, title: t("nav.time") };
}

/** What a member says now and what it said before, side by side. */
function flagItem(row) {
  return h(
    "li",
    {},
    h("p", { class: "who" }, memberLink(row.member, { class: "name" }), h("a", { href: address(["amnen", row.topic]) }, topicName(row.topic)), h("span", { class: "why" }, t(`flag.${row.flag}_short`))),
    h(
      "div",
      { class: "pair" },
      h("div", {}, h("p", { class: "said" }, said(row.before, 200)), h("p", { class: "meta" }, origin(row.before))),
      h("div", {}, h("p", { class: "said" }, letter(row.stage), " ", said(row.at, 200)), h("p", { class: "meta" }, origin(row.at))),
    ),
  );
}
