// One member: its persons, what it does, asks and offers, whom it can help, its evaluation.

function membersView(path) {
  const member = MEMBER.get(path[0]);
  if (!member && D.members.length) return membersOverview();
  if (!member) return { view: heading("", t("members.heading"), t("page.empty")), title: t("nav.members") };
  const name = member.name;
  const kind = D.words[`members.${member.kind}`] || t("members.unknown");
  const latest = latestStages((row) => row.member === name, (row) => row.topic);
  const helps = D.needs.flatMap((need) => need.helpers.filter((x) => x.member === name).map((helper) => [need, helper]));
  const flags = latest.filter((row) => row.flag);
  const quiet = D.quiet.filter((row) => row.member === name);
  const view = h(
    "div",
    { class: "split" },
    membersPicker(name),
    h(
      "div",
      { class: "body" },
      heading(kind, name, [member.rounds > 0 && t("members.rounds", { n: member.rounds }), member.heard && t("members.heard", { date: date(member.heard) })].filter(Boolean).join(" · ")),
      D.load[name] && h("p", { class: "note load" }, loadWords(name)),
      member.persons.length > 0 &&
        h(
          "section",
          { class: "part" },
          h("h2", {}, t("members.persons")),
          h(
            "ul",
            { class: "people" },
            member.persons.map((person) =>
              h(
                "li",
                {},
                h("b", {}, person.name),
                person.role && `, ${person.role}`,
                person.email && [" ", h("a", { href: `mailto:${encodeURIComponent(person.email)}` }, person.email)],
                person.last && h("span", { class: "note" }, ` ${date(person.last)}`),
              ),
            ),
          ),
        ),
      evaluation(D.evaluations.filter((row) => row.member === name)),
      member.rounds || D.needs.some((need) => need.member === name) ? memberParts(name, latest, helps, quiet, flags) : h("p", { class: "note" }, t("members.not_heard")),
    ),
  );
  return { view, title: name };
}

/** What it does, asks and offers, whom it can help, and what to look at. */
function memberParts(name, latest, helps, quiet, flags) {
  return [
    h("section", { class: "part" }, h("h2", {}, t("members.does", { member: name })), stageColumns(latest, (row) => h("a", { class: "name", href: address(["amnen", row.topic]) }, topicName(row.topic)), { flags: false, empty: t("members.none") })),
    section(t("members.asks"), D.needs.filter((need) => need.member === name).map((need) => needRow(need, false)), t("members.nothing")),
    section(t("members.offers"), D.offers.filter((offer) => offer.member === name).map((offer) => offerRow(offer, false)), t("members.nothing")),
    section(
      t("members.helps"),
      helps.map(([need, helper]) =>
        h(
          "li",
          {},
          h("p", { class: "who" }, h("a", { class: "name", href: needHref(need) }, t("members.helps_line", { member: need.member })), h("span", { class: "why" }, reasonWords(helper))),
          h("p", { class: "said" }, words(need, 200)),
          h("p", { class: "meta" }, origin(need.at)),
        ),
      ),
      t("members.nothing"),
    ),
    quiet.length > 0 && section(t("members.quiet"), quiet.map((row) => h("li", {}, h("p", { class: "who" }, h("a", { class: "name", href: address(["amnen", row.topic]) }, topicName(row.topic))), h("p", { class: "said" }, said(row.at, 200)), h("p", { class: "meta" }, origin(row.at)))), "", t("members.quiet_lead")),
    flags.length > 0 && section(t("flag.heading"), flags.map(flagItem), "", t("flag.lead")),
  ];
}

/** All members in one table: how the asking and the answering is shared between them. */
function membersOverview() {
  const busiest = D.members.filter((member) => D.load[member.name]).sort((one, other) => D.load[other.name][0] - D.load[one.name][0]);
  const table = h(
    "table",
    { class: "plain numbers overview" },
    h("caption", {}, t("load.caption")),
    h("thead", {}, h("tr", {}, ["member", "proposed", "answered", "offered", "asked", "heard"].map((key) => h("th", { scope: "col" }, t(`load.${key}`))))),
    h(
      "tbody",
      {},
      busiest.map((member) =>
        h("tr", {}, h("th", { scope: "row" }, memberLink(member.name)), D.load[member.name].map((count) => h("td", {}, count)), h("td", {}, member.heard ? date(member.heard) : "")),
      ),
    ),
  );
  const view = h(
    "div",
    { class: "split" },
    membersPicker(""),
    h(
      "div",
      { class: "body" },
      heading("", t("members.heading"), t("members.lead")),
      h("section", { class: "part" }, h("h2", {}, t("load.heading")), h("p", { class: "note about" }, t("load.lead")), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("load.heading") }, table)),
    ),
  );
  return { view, title: t("members.heading") };
}

function membersPicker(name) {
  return picker(t("members.pick"), [["", t("members.all")], ...D.members.map((member) => [member.name, member.name])], name, "kommuner");
}

/** A member's results in the membership evaluation, the latest first. */
function evaluation(rows) {
  if (!rows.length) return null;
  const pages = new Map();
  for (const row of rows) pages.set(row.at[0], [...(pages.get(row.at[0]) || []), row]);
  const results = [...pages.values()].sort((one, other) => (one[0].date < other[0].date ? 1 : -1));
  return h("section", { class: "part" }, h("h2", {}, t("members.evaluation")), results.map(evaluationResult));
}

/** Whom a member that is weak in an area may learn from. */
function strongThere(row) {
  const members = D.strong[`${row.member}\n${row.area}`];
  return members && h("p", { class: "note" }, t("members.strong_there", { area: row.area }), " ", between(members.map((name) => memberLink(name)), ", "));
}

function evaluationResult(rows) {
  const one = rows[0];
  const areas = (rating) => {
    const names = rows.filter((row) => row.rating === rating);
    return names.length > 0 && [h("dt", {}, t(`members.${rating}`)), h("dd", {}, between(names.map((row) => h("a", { href: sourceHref(row.at) }, row.area)), ", "))];
  };
  const bar = h("span", { class: "bar", "aria-hidden": "true" });
  if (one.percent !== null) bar.style.width = `${Math.min(100, Math.max(0, one.percent))}%`;
  return h(
    "div",
    { class: "result" },
    h("h3", {}, date(one.date)),
    one.points !== null &&
      h("p", { class: "points" }, h("b", {}, one.max !== null ? t("members.points", { points: number(one.points), max: number(one.max) }) : number(one.points)), one.percent !== null && ` (${t("members.percent", { percent: number(Math.round(one.percent)) })})`),
    one.percent !== null && h("p", { class: "track" }, bar),
    h("dl", {}, areas("strong"), areas("weak")),
    rows.filter((row) => row.rating === "weak").map((row) => strongThere(row)),
    h("p", { class: "said small" }, said(one.at, 200)),
    h("p", { class: "meta" }, origin(one.at), h("span", {}, D.docs[one.at[0]].source)),
  );
}
