// Who can help whom: a card for each need.

const CARDS = 20; // at a time
const HELPERS = 3;
const STATES = ["answered", "proposed", "open", "closed"].filter((state) => state !== "closed" || D.needs.some((need) => need.state === state));

function helpView(path, params) {
  const filters = {
    lage: STATES.includes(params.lage) ? params.lage : "",
    amne: TOPIC.has(params.amne) ? params.amne : "",
    medlem: MEMBER.has(params.medlem) ? params.medlem : "",
    runda: D.docs.some((doc) => doc.id === params.runda) ? params.runda : "",
    fraga: params.fraga || "",
  };
  const results = h("div", { class: "results" });
  const states = h("div", { class: "segments" });
  const clear = h("button", { type: "button", class: "quiet", onclick: () => set({ lage: "", amne: "", medlem: "", runda: "", fraga: "" }, true) }, t("help.clear"));
  const controls = h("div", { class: "controls" });

  function set(changed, rebuild) {
    Object.assign(filters, { fraga: "" }, changed);
    keep(["hjalp"], filters);
    if (rebuild) build();
    show();
    tell(t("help.found", { n: chosen().length }));
  }

  function build() {
    controls.replaceChildren(
      choice(t("help.topic"), [["", t("help.topic_all")], ...D.topics.map((x) => [x.id, x.name])], filters.amne, (v) => set({ amne: v })),
      choice(t("help.member"), [["", t("help.member_all")], ...D.members.map((x) => [x.name, x.name])], filters.medlem, (v) => set({ medlem: v })),
      choice(t("help.round"), [["", t("help.round_all")], ...ROUNDS.map((x) => [x.id, docName(x)])], filters.runda, (v) => set({ runda: v })),
    );
  }

  function chosen(state = filters.lage) {
    return D.needs.filter(
      (need) =>
        (!filters.fraga || need.id === filters.fraga) &&
        (!state || state === "*" || need.state === state) &&
        (!filters.amne || need.topics.includes(filters.amne)) &&
        (!filters.runda || D.docs[need.at[0]].id === filters.runda) &&
        (!filters.medlem || need.member === filters.medlem || need.helpers.some((x) => x.member === filters.medlem)),
    );
  }

  function show(all = false) {
    const focused = document.activeElement && document.activeElement.name === "lage" && states.contains(document.activeElement);
    states.replaceChildren(
      h(
        "fieldset",
        {},
        h("legend", { class: "hidden" }, t("help.show")),
        ["", ...STATES].map((state) => {
          const radio = h("input", { type: "radio", name: "lage", value: state, onchange: () => set({ lage: state }) });
          radio.checked = state === filters.lage;
          return h("label", { class: `segment ${state}` }, radio, h("span", {}, t(`help.${state || "all"}`), " ", h("b", {}, chosen(state || "*").length)));
        }),
      ),
    );
    if (focused) states.querySelector("input:checked").focus();
    clear.hidden = !Object.values(filters).some(Boolean);
    const needs = chosen();
    const shown = h("ol", { class: "cards" });
    const more = h("button", { type: "button", class: "more" });
    let count = 0;
    function grow(by) {
      const first = count;
      shown.append(...needs.slice(count, count + by).map(needCard));
      count = Math.min(count + by, needs.length);
      more.hidden = count >= needs.length;
      more.textContent = t("help.more_cards", { n: Math.min(CARDS, needs.length - count) });
      return shown.children[first];
    }
    more.addEventListener("click", () => {
      const next = grow(CARDS);
      if (next) next.querySelector("a").focus();
    });
    grow(all ? needs.length : CARDS);
    results.replaceChildren(needs.length ? shown : h("p", { class: "nothing" }, t("help.none_found")), more);
  }

  build();
  show();
  const view = h(
    "div",
    {},
    heading("", t("help.heading"), [countWords(), newsLine()]),
    h("div", { class: "filters" }, states, controls, clear),
    results,
  );
  return { view, title: t("nav.help"), print: () => show(true) };
}

/** Requests, rounds and needs: how the numbers of the page go together. */
function countWords() {
  const rounds = t("help.rounds", { n: ROUNDS.length });
  if (ASKED === D.needs.length) return t("help.count_same", { n: ASKED, rounds });
  return t("help.count", { asked: t("help.asked", { n: ASKED }), rounds, needs: t("help.found", { n: D.needs.length }) });
}

/** What the latest round brought, in one line that leads there. */
function newsLine() {
  const news = new Set(D.news.filter((row) => D.docs[row.at[0]].date === D.latest).map((row) => row.need));
  const parts = [news.size && t("current.news_count", { n: news.size }), D.upcoming.length && t("current.soon_count", { n: D.upcoming.length }), D.meetings.length && t("current.meetings_count", { n: D.meetings.length })].filter(Boolean);
  return parts.length > 0 && h("span", { class: "new" }, h("a", { href: address(["aktuellt"]) }, t("current.title", { date: date(D.latest) })), ": ", parts.join(" · "));
}

function docName(doc) {
  const twin = D.docs.some((other) => other !== doc && other.date === doc.date);
  if (!doc.date) return doc.source;
  return twin || doc.kind !== "round" ? `${date(doc.date)}, ${doc.source}` : date(doc.date);
}
