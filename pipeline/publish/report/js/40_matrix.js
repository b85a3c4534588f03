// Where they are: members by topics; a cell tells how far, and opens what was said.

function matrixView(path, params) {
  const topics = D.topics.filter((topic) => D.positions.some((row) => row.topic === topic.id));
  let columns = params.visa === "fem" ? "fem" : "";
  let asOf = ROUNDS.some((doc) => doc.id === params.runda) ? params.runda : "";
  const place = h("div", {});

  function stated() {
    const until = asOf ? ROUNDS.find((doc) => doc.id === asOf).date : "9999";
    const rows = new Map();
    for (const row of D.positions) {
      if (row.date > until) continue;
      const key = `${row.member}\n${row.topic}`;
      rows.set(key, [...(rows.get(key) || []), row]);
    }
    return rows;
  }

  function show() {
    keep(["laget"], { visa: columns, runda: asOf, medlem: params.medlem, amne: params.amne });
    const rows = stated();
    const shown = topics.filter((topic) => !columns || topic.main);
    const members = D.members.filter((member) => shown.some((topic) => rows.has(`${member.name}\n${topic.id}`)));
    const table = h(
      "table",
      { class: "matrix" },
      h("caption", { class: "hidden" }, t("matrix.caption")),
      h(
        "thead",
        {},
        h("tr", {}, h("th", { scope: "col", class: "corner" }, t("matrix.member")), shown.map((topic) => h("th", { scope: "col" }, h("a", { href: address(["amnen", topic.id]) }, topic.name)))),
      ),
      h(
        "tbody",
        {},
        members.map((member) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, memberLink(member.name)),
            shown.map((topic) => {
              const history = rows.get(`${member.name}\n${topic.id}`);
              if (!history) return h("td", {}, h("span", { class: "hidden" }, t("matrix.empty_cell")));
              const last = history[history.length - 1];
              const now = last.stage;
              const label = `${member.name}, ${topic.name}: ${t(`stage.${now}`)}${last.flag ? `, ${t("flag.short")}` : ""}`;
              return h(
                "td",
                {},
                h(
                  "button",
                  {
                    type: "button",
                    class: `stage stage-${now}${last.flag ? " flagged" : ""}`,
                    tabindex: "-1",
                    "aria-haspopup": "dialog",
                    "aria-label": label,
                    title: label,
                    onclick: () => openHistory(member.name, topic.id, history),
                  },
                  t(`stage.${now}_letter`),
                ),
              );
            }),
          ),
        ),
      ),
    );
    rove(table);
    place.replaceChildren(h("div", { class: "scroll", role: "region", "aria-label": t("matrix.scroll"), tabindex: "0" }, table));
  }

  function openHistory(member, topic, history) {
    params.medlem = member;
    params.amne = topic;
    keep(["laget"], { visa: columns, runda: asOf, medlem: member, amne: topic });
    historyDialog(member, topic, history, () => {
      delete params.medlem;
      delete params.amne;
      if (here().path[0] === "laget") keep(["laget"], { visa: columns, runda: asOf });
    });
  }

  show();
  const view = h(
    "div",
    { class: "wide" },
    heading("", t("matrix.heading"), t("matrix.lead")),
    h(
      "div",
      { class: "filters" },
      h(
        "div",
        { class: "controls" },
        choice(t("matrix.as_of"), [["", t("matrix.latest")], ...ROUNDS.map((doc) => [doc.id, docName(doc)])], asOf, (v) => { asOf = v; show(); }),
        choice(t("matrix.columns"), [["", t("matrix.columns_all")], ["fem", t("matrix.columns_main")]], columns, (v) => { columns = v; show(); }),
      ),
      h("ul", { class: "legend" }, STAGES.map((stage) => h("li", {}, letter(stage), " ", t(`stage.${stage}_long`))), D.positions.some((row) => row.flag) && h("li", {}, h("span", { class: "stage flagged", "aria-hidden": "true" }), " ", t("flag.legend"))),
    ),
    place,
    h("p", { class: "note keys" }, t("matrix.keys")),
  );
  return {
    view,
    title: t("nav.stage"),
    ready: () => {
      const history = stated().get(`${params.medlem}\n${params.amne}`);
      if (history) openHistory(params.medlem, params.amne, history);
    },
  };
}

/** One stop for the Tab key in a whole table of buttons; arrows move inside it. */
function rove(table) {
  const grid = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.querySelector("button")));
  const first = grid.flat().find(Boolean);
  if (first) first.tabIndex = 0;
  table.addEventListener("keydown", (event) => {
    const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    const row = grid.findIndex((cells) => cells.includes(event.target));
    if (!step || row < 0) return;
    event.preventDefault();
    let [y, x] = [row, grid[row].indexOf(event.target)];
    do {
      y += step[0];
      x += step[1];
    } while (grid[y] && x > 0 && x < grid[y].length && !grid[y][x]);
    const next = grid[y] && grid[y][x];
    if (!next) return;
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  table.addEventListener("focusin", (event) => {
    if (event.target.matches("button")) {
      for (const button of table.querySelectorAll('button[tabindex="0"]')) button.tabIndex = -1;
      event.target.tabIndex = 0;
    }
  });
}

/** Where what is said now goes against what was said before: both stand there, to be compared. */
function flagWords(row) {
  if (!row.flag) return null;
  return h(
    "div",
    { class: "flag" },
    h("p", {}, t(`flag.${row.flag}`)),
    h("p", { class: "said small" }, said(row.before, 200)),
    h("p", { class: "meta" }, origin(row.before)),
  );
}

/** What a member has said on a topic, the newest first. */
function historyDialog(member, topic, history, closed) {
  const rows = [...history].reverse();
  const dialog = h(
    "dialog",
    { class: "history", "aria-labelledby": "history-title" },
    h(
      "div",
      { class: "dialog-head" },
      h("h2", { id: "history-title" }, t("matrix.history", { member, topic: topicName(topic) })),
      h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, t("matrix.close")),
    ),
    h(
      "ol",
      { class: "steps" },
      rows.map((row) =>
        h(
          "li",
          {},
          h("p", { class: "who" }, letter(row.stage), h("b", {}, t(`stage.${row.stage}_long`))),
          h("p", { class: "said" }, said(row.at)),
          h("p", { class: "meta" }, origin(row.at)),
          flagWords(row),
        ),
      ),
    ),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // outside it
  });
  document.body.append(dialog);
  dialog.showModal();
}
