// One member: its persons, what it does, asks and offers, whom it can help, its evaluation.

function membersView(path) {
  const member = MEMBER.get(path[0]) || D.members[0];
  if (!member) return { view: heading("", t("members.heading"), t("page.empty")), title: t("nav.members") };
  const name = member.name;
  const kind = D.words[`members.${member.kind}`] || t("members.unknown");
  const latest = latestStages((row) => row.member === name, (row) => row.topic);
  const helps = D.needs.flatMap((need) => need.helpers.filter((x) => x.member === name).map((helper) => [need, helper]));
  const view = h(
    "div",
    { class: "split" },
    picker(t("members.pick"), D.members.map((x) => [x.name, x.name]), name, "kommuner"),
    h(
      "div",
      { class: "body" },
      heading(kind, name, [member.rounds > 0 && t("members.rounds", { n: member.rounds }), member.heard && t("members.heard", { date: date(member.heard) })].filter(Boolean).join(" · ")),
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
      h("section", { class: "part" }, h("h2", {}, t("members.does", { member: name })), stageColumns(latest, (row) => h("a", { class: "name", href: address(["amnen", row.topic]) }, topicName(row.topic)))),
      section(t("members.asks"), D.needs.filter((need) => need.member === name).map(needRow), t("members.nothing")),
      section(t("members.offers"), D.offers.filter((offer) => offer.member === name).map((offer) => offerRow(offer, false)), t("members.nothing")),
      section(
        t("members.helps"),
        helps.map(([need, helper]) =>
          h(
            "li",
            {},
            h("p", { class: "who" }, h("a", { class: "name", href: address(["hjalp"], { fraga: need.id }) }, t("members.helps_line", { member: need.member })), h("span", { class: "why" }, helper.reasons.map((reason) => t(`reason.${reason}`)).join(" · "))),
            h("p", { class: "said" }, said(need.at, 200)),
            h("p", { class: "meta" }, origin(need.at)),
          ),
        ),
        t("members.nothing"),
      ),
    ),
  );
  return { view, title: name };
}

function evaluation(rows) {
  if (!rows.length) return null;
  const one = rows[0];
  const areas = (rating) => {
    const names = rows.filter((row) => row.rating === rating);
    return names.length > 0 && [h("dt", {}, t(`members.${rating}`)), h("dd", {}, between(names.map((row) => h("a", { href: sourceHref(row.at) }, row.area)), ", "))];
  };
  const bar = h("span", { class: "bar", "aria-hidden": "true" });
  if (one.percent !== null) bar.style.width = `${Math.min(100, Math.max(0, one.percent))}%`;
  return h(
    "section",
    { class: "part" },
    h("h2", {}, t("members.evaluation")),
    h(
      "div",
      { class: "result" },
      one.points !== null &&
        h("p", { class: "points" }, h("b", {}, one.max !== null ? t("members.points", { points: number(one.points), max: number(one.max) }) : number(one.points)), one.percent !== null && ` (${t("members.percent", { percent: number(Math.round(one.percent)) })})`),
      one.percent !== null && h("p", { class: "track" }, bar),
      h("dl", {}, areas("strong"), areas("weak")),
      h("p", { class: "meta" }, origin(one.at)),
    ),
  );
}
