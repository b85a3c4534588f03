// Over time: the charts, drawn beforehand, and the changes of stage.

function timeView() {
  const charts = [...document.querySelectorAll('template[id^="drawing-"]')].map((template) => template.content.cloneNode(true));
  const changes = [];
  const before = new Map();
  for (const row of D.positions) {
    const key = `${row.member}\n${row.topic}`;
    const last = before.get(key);
    if (last && last.stage !== row.stage) changes.push([row, last]);
    before.set(key, row);
  }
  changes.reverse();
  const view = h(
    "div",
    {},
    heading("", t("time.heading"), t("time.lead")),
    ROUNDS.length < 3 && h("p", { class: "note" }, t("time.few")),
    charts,
    section(
      t("time.changes"),
      changes.map(([row, last]) =>
        h(
          "li",
          {},
          h("p", { class: "who" }, letter(last.stage), h("span", { "aria-hidden": "true" }, "→"), letter(row.stage), memberLink(row.member, { class: "name" }), h("a", { href: address(["amnen", row.topic]) }, topicName(row.topic))),
          h("p", { class: "note" }, t("time.change_steps", { before: t(`stage.${last.stage}`).toLowerCase(), after: t(`stage.${row.stage}`).toLowerCase() })),
          h("p", { class: "said" }, said(row.at, 220)),
          h("p", { class: "meta" }, origin(row.at)),
        ),
      ),
      t("time.changes_none"),
    ),
  );
  return { view, title: t("nav.time") };
}
