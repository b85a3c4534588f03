// A need as a card: who asks and in what words; who can help and why; what became of it.

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
        h("p", { class: "meta" }, h("span", { class: `badge ${need.state}` }, t(`status.${need.detail}`)), ageBadge(need), h("span", {}, askedOn(need))),
        h("h2", {}, memberLink(need.member), need.persons.length > 0 && h("span", { class: "persons" }, " ", need.persons.join(", "))),
        h("p", { class: "said big" }, words(need, 420)),
        (need.due || need.due_text) && h("p", { class: need.late ? "note" : "due" }, t("help.due", { date: dueTold(need) })),
        answeredBy(need),
        need.times > 1 && h("p", { class: "note" }, t("help.asked_again", { n: need.times })),
        sharing(need),
        topicTags(need.topics),
        h("p", { class: "meta" }, origin(need.at), h("a", { class: "self", href: needHref(need) }, t("help.link_card"))),
        life(need),
      ),
      h(
        "div",
        { class: "answers" },
        h("h3", {}, need.helpers.length ? t("help.proposals") : t("help.no_proposals")),
        need.helpers.length
          ? [helpers, more]
          : h("p", { class: "note" }, t(need.state === "open" ? "help.no_proposals_open" : "help.no_proposals_answered")),
        !need.helpers.length && need.near && together(need.near),
      ),
    ),
  );
}

function helperItem(helper, place, all = [helper]) {
  return h(
    "li",
    { class: "helper" },
    h(
      "p",
      { class: "who" },
      memberLink(helper.member, { class: "name" }),
      h("span", { class: "why" }, reasonWords(helper)),
    ),
    h("p", { class: "said" }, words(helper, 240)),
    h("p", { class: "meta" }, h("span", {}, contact(helper)), h("span", { "aria-hidden": "true" }, " · "), origin(helper.at)),
    helper.note && h("p", { class: "note", lang: "sv" }, sentence(helper.note)),
    all.length > 1 && isBusy(helper) && h("p", { class: "note" }, t("load.busy", { n: D.load[helper.member][0] })),
  );
}

/** Whether others may be asked first: not of who has answered already, nor of the office itself. */
function isBusy(helper) {
  const kind = MEMBER.has(helper.member) ? MEMBER.get(helper.member).kind : "";
  return kind !== "secretariat" && !helper.reasons.includes("replied") && (D.load[helper.member] || [0])[0] >= BUSY;
}

/** Who answered at the round, with the way to the answer. */
function answeredBy(need) {
  if (!need.answered.length) return null;
  const places = new Map(need.steps.filter(([step]) => STEPS[step] === "answered_at_table").map(([, member, place]) => [member, place]));
  const [before, after] = t("help.answered_by", { members: "\u0000" }).split("\u0000");
  const names = need.answered.map((name) => [name, places.has(name) && [" (", h("a", { class: "origin", href: sourceHref(places.get(name)), "aria-label": `${name}: ${t("source.read")}` }, t("source.link", { n: places.get(name)[3] })), ")"]]);
  return h("p", { class: "note" }, before, between(names, ", "), after);
}

/** The two reasons that tell the most. */
function reasonWords(helper) {
  return helper.reasons.slice(0, 2).map((reason) => t(`reason.${reason}`)).join(" · ");
}

/** Others who ask the same, and the meeting that it may be worth. */
function sharing(need) {
  const meeting = MEETING.get(need.id);
  if (!need.also.length && !meeting) return null;
  const others = need.also.length ? need.also : meeting.members.filter((name) => name !== need.member);
  return h(
    "p",
    { class: "note" },
    t(need.also.length ? "help.also_asked" : "help.alike", { members: list(others) }),
    meeting && [" ", h("a", { href: address(["aktuellt"], { mote: meeting.id }) }, t("meeting.link"))],
  );
}

/** Where nobody can answer: who asks or plans the like. */
function together(near) {
  return h(
    "div",
    { class: "helper together" },
    h("h3", {}, t("near.heading")),
    h("p", { class: "who" }, memberLink(near.member, { class: "name" }), h("span", { class: "why" }, t(near.asks ? "near.asks" : "near.plans"))),
    near.at && h("p", { class: "said" }, words(near, 200)),
    near.at && h("p", { class: "meta" }, origin(near.at)),
    near.more && h("p", { class: "note" }, t("near.more", { members: list(near.more) })),
  );
}

/** What happened; who gave a tip at the round without answering the asker did not answer it. */
function stepWords(need, step, member) {
  return t(step === "answered_at_table" && !need.answered.includes(member) ? "life.said_at_table" : `life.${step}`, { member });
}

/** A need's life, step by step, each step with its words and its line. */
function life(need) {
  const rounds = new Set(need.steps.map(([, , place]) => place[0]));
  if (rounds.size < 2) return null; // asked and answered at once: the card says it all
  return h(
    "details",
    { class: "life" },
    h("summary", {}, t("life.heading", { n: need.steps.length })),
    h(
      "ol",
      { class: "steps" },
      need.steps.map(([step, member, place, note]) =>
        h("li", {}, h("p", { class: "who" }, stepWords(need, STEPS[step], member)), h("p", { class: "said small" }, said(place, 140)), h("p", { class: "meta" }, origin(place), note && h("span", { lang: "sv" }, sentence(note)))),
      ),
    ),
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
