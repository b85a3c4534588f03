// Who can help whom: a card for each need.

const CARDS = 20; // at a time
const HELPERS = 3;
const STATES = ["answered", "proposed", "open"];

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
    heading("", t("help.heading"), t("help.lead", { n: D.needs.length })),
    h("div", { class: "filters" }, states, controls, clear),
    results,
  );
  return { view, title: t("nav.help"), print: () => show(true) };
}

function needCard(need) {
  const rest = need.helpers.slice(HELPERS);
  const helpers = h("ol", { class: "helpers" }, need.helpers.slice(0, HELPERS).map(helperItem));
  const more =
    rest.length > 0 &&
    h(
      "button",
      {
        type: "button",
        class: "quiet",
        onclick: () => {
          const items = rest.map(helperItem);
          helpers.append(...items);
          more.remove();
          items[0].querySelector("a").focus();
        },
      },
      t("help.more", { n: rest.length }),
    );
  return h(
    "li",
    {},
    h(
      "article",
      { class: "card" },
      h(
        "div",
        { class: "ask" },
        h("p", { class: "meta" }, h("span", { class: `badge ${need.state}` }, t(`status.${need.detail}`)), h("span", {}, date(need.date))),
        h("h2", {}, memberLink(need.member), need.persons.length > 0 && h("span", { class: "persons" }, " ", need.persons.join(", "))),
        h("p", { class: "said big" }, need.lead && [h("span", { class: "leading" }, shorten(tidy(raw(need.lead)), 220)), " "], said(need.at, 420)),
        (need.due || need.due_text) &&
          h("p", { class: "due" }, need.due ? t("help.due", { date: date(need.due) }) : t("help.due_text", { text: tidy(need.due_text) })),
        need.answered.length > 0 &&
          h(
            "p",
            { class: "note" },
            need.answered_date
              ? t("help.answered_in", { members: list(need.answered), date: date(need.answered_date) })
              : t("help.answered_by", { members: list(need.answered) }),
          ),
        need.times > 1 && h("p", { class: "note" }, t("help.asked_again", { n: need.times })),
        need.also.length > 0 && h("p", { class: "note" }, t("help.also_asked", { members: list(need.also) })),
        topicTags(need.topics),
        h("p", { class: "meta" }, origin(need.at), h("a", { class: "self", href: address(["hjalp"], { fraga: need.id }) }, t("help.link_card"))),
      ),
      h(
        "div",
        { class: "answers" },
        h("h3", {}, need.helpers.length ? t("help.proposals") : t("help.no_proposals")),
        need.helpers.length
          ? [helpers, more]
          : h("p", { class: "note" }, need.nearest || t(need.state === "answered" ? "help.no_proposals_answered" : "help.no_proposals_open")),
      ),
    ),
  );
}

function helperItem(helper) {
  return h(
    "li",
    { class: "helper" },
    h(
      "p",
      { class: "who" },
      memberLink(helper.member, { class: "name" }),
      h("span", { class: "why" }, helper.reasons.map((reason) => t(`reason.${reason}`)).join(" · ")),
    ),
    h("p", { class: "said" }, said(helper.at, 240)),
    h("p", { class: "meta" }, h("span", {}, contact(helper)), h("span", { "aria-hidden": "true" }, " · "), origin(helper.at)),
  );
}

/** Whom to call: those named for the member then, with an address where one is known. */
function contact(helper) {
  const known = MEMBER.has(helper.member) ? MEMBER.get(helper.member).persons : [];
  const now = known.filter((person) => person.now);
  const names = helper.persons.length ? helper.persons : now.map((person) => person.name);
  if (!names.length) return t("help.no_contact");
  const [before, after] = t("help.contact", { persons: "\u0000" }).split("\u0000");
  return [
    before,
    between(
      names.map((name) => {
        const person = known.find((x) => x.email && (x.name === name || x.name.startsWith(`${name} `)));
        return person ? h("a", { href: `mailto:${encodeURIComponent(person.email)}` }, name) : name;
      }),
      ", ",
    ),
    after,
  ];
}

function docName(doc) {
  const twin = D.docs.some((other) => other !== doc && other.date === doc.date);
  if (!doc.date) return doc.source;
  return twin || doc.kind !== "round" ? `${date(doc.date)}, ${doc.source}` : date(doc.date);
}
