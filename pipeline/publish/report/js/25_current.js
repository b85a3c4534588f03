// What is new: after the latest round, what the office may want to do first.

function currentView(path, params) {
  const latest = ROUNDS.filter((doc) => doc.date === D.latest);
  if (!latest.length) return { view: heading("", t("current.heading"), t("page.empty")), title: t("nav.current") };
  const late = D.needs.filter((need) => need.late);
  const known = newsBy((row) => D.docs[row.at[0]].date !== D.latest);
  const wanted = D.meetings.find((meeting) => meeting.id === params.mote);
  const meetings = wanted ? [wanted, ...D.meetings.filter((meeting) => meeting !== wanted)] : D.meetings;
  const left = D.needs.filter((need) => need.state === "open");
  const view = h(
    "div",
    { class: "current" },
    heading(t("nav.current"), t("current.title", { date: date(D.latest) }), roundWords(latest)),
    ROUNDS.length > 1 && section(t("current.news"), newsBy((row) => D.docs[row.at[0]].date === D.latest), t("current.news_none"), t("current.news_lead")),
    known.length > 0 && section(t("current.known"), known, "", t("current.known_lead")),
    section(t("current.soon"), D.upcoming.map(soonItem), t("current.soon_none"), t("current.soon_lead")),
    meetings.length > 0 &&
      h("section", { class: "part", id: "moten" }, h("h2", {}, t("meeting.heading")), h("p", { class: "note about" }, t("meeting.lead")), capped(h("ul", { class: "tiles" }, meetings.map(meetingItem)), 4)),
    section(t("current.open"), left.map(leftItem), t("current.open_none"), t("current.open_lead")),
    late.length > 0 && section(t("current.late"), late.map((need) => needRow(need)), "", t("current.late_lead")),
  );
  return {
    view,
    title: t("nav.current"),
    ready: () => {
      if (!wanted) return false;
      const title = document.querySelector("#moten h3");
      title.tabIndex = -1;
      title.scrollIntoView({ block: "center" });
      title.focus({ preventScroll: true });
      return true;
    },
  };
}

/** "7 medlemmar var med. 14 frågor ställdes, och 6 av dem fick svar direkt." */
function roundWords(docs) {
  const spoke = [...new Set(docs.flatMap((doc) => doc.blocks.map(([, member]) => member)))].filter((member) => member >= 0).map((member) => D.members[member]);
  const members = spoke.filter((member) => member.kind !== "secretariat");
  const were = members.length < spoke.length ? t("current.and_office", { members: t("topics.members", { n: members.length }) }) : t("topics.members", { n: members.length });
  const asked = docs.reduce((sum, doc) => sum + doc.asked, 0);
  const answered = docs.reduce((sum, doc) => sum + doc.answered, 0);
  return `${t("current.took_part", { members: were })} ${t("current.asked", { n: asked })} ${t("current.answered", { n: answered })}`;
}

/** Needs and what may answer them, each need once. */
function newsBy(wanted) {
  const helpers = new Map();
  for (const row of D.news) if (wanted(row) && NEED.has(row.need)) helpers.set(row.need, [...(helpers.get(row.need) || []), row]);
  return [...helpers].map(([id, rows]) => newsItem(NEED.get(id), rows));
}

function newsItem(need, rows) {
  return h(
    "li",
    { class: "pair" },
    h(
      "div",
      {},
      h("p", { class: "who" }, memberLink(need.member, { class: "name" }), h("span", { class: "why" }, t("current.asked_on", { date: askedOn(need) }))),
      h("p", { class: "said" }, words(need, 220)),
      h("p", { class: "meta" }, origin(need.at), h("a", { class: "self", href: needHref(need) }, t("help.to_need"))),
    ),
    h("ul", { class: "helpers" }, rows.map((row) => helperItem({ reasons: [], persons: [], member: row.helper, ...row }))),
  );
}

/** A date to come. */
function soonItem(row) {
  const [, month, day] = row.due.split("-");
  return h(
    "li",
    { class: "dated" },
    h("p", { class: "day", "aria-hidden": "true" }, !row.vague && h("b", {}, Number(day)), h("span", {}, t("language.months").split(" ")[month - 1].slice(0, 3), " ", row.due.slice(0, 4))),
    h(
      "div",
      {},
      h("p", { class: "who" }, memberLink(row.member, { class: "name" }), h("span", { class: "why" }, `${t(`due.${row.kind}`)}: ${dueTold(row)}`)),
      h("p", { class: "said" }, said(row.at, 220)),
      h("p", { class: "meta" }, origin(row.at)),
    ),
  );
}

/** A need that nobody can answer yet, and whom to learn together with. */
function leftItem(need) {
  return h(
    "li",
    {},
    h("p", { class: "who" }, memberLink(need.member, { class: "name" }), ageBadge(need)),
    h("p", { class: "said" }, words(need, 220)),
    h("p", { class: "meta" }, origin(need.at), h("a", { class: "self", href: needHref(need) }, t("help.to_need"))),
    need.near && h("p", { class: "note" }, t("near.line", { member: need.near.member }), need.near.at && [": ", origin(need.near.at)]),
  );
}

function sentence(words) {
  return words.charAt(0).toUpperCase() + words.slice(1).replace(/([^.!?])$/, "$1.");
}
