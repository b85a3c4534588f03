// The data as the views use it: what the file leaves out to be small is put back, and things find each other.

for (const need of D.needs) {
  Object.assign(need, { persons: [], due: "", due_text: "", late: false, old: false, answered: [], also: [], times: 1, steps: [], ...need });
  for (const helper of need.helpers) Object.assign(helper, { persons: [], ...helper });
}
for (const member of D.members) for (const person of member.persons) Object.assign(person, { email: "", role: "", last: "", ...person });
for (const row of [...D.offers, ...D.resources, ...D.upcoming]) Object.assign(row, { topics: [], ...row });
for (const row of [...D.positions, ...D.figures, ...D.evaluations, ...D.resources]) row.date = D.docs[row.at[0]].date;

const STEPS = ["asked", "asked_again", "answered_at_table", "answered_later", "answered_earlier", "thanked", "withdrawn"];
const NEED = new Map(D.needs.map((need) => [need.id, need]));
const MEETING = new Map(D.meetings.flatMap((meeting) => meeting.needs.map((need) => [need, meeting])));
const ASKED = D.docs.reduce((sum, doc) => sum + doc.asked, 0);

/** Who is proposed so often that others might be asked first: the busiest tenth, from ten needs on. */
const BUSY = (() => {
  const proposed = Object.values(D.load).map(([times]) => times).sort((a, b) => b - a);
  return Math.max(10, proposed[Math.floor(proposed.length / 10)] || 0);
})();

/** A mark on a need whose day has passed, or that was asked so long ago that it may not stand. */
function ageBadge(need) {
  if (!need.late && !need.old) return null;
  return need.late ? h("span", { class: "badge late" }, t("help.late")) : h("span", { class: "why" }, t("help.old"));
}

/** The day of the need's last asking. */
function askedOn(need) {
  return date(D.docs[need.at[0]].date);
}

function needHref(need) {
  return address(["hjalp"], { fraga: need.id });
}

/** "3 december 2019 (”den 3 december”)"; a season in its words alone. */
function dueTold(row) {
  const words = row.due_text && `”${tidy(row.due_text)}”`;
  if (!row.due || row.vague) return words;
  return words ? `${date(row.due)} (${words})` : date(row.due);
}

/** The proposal of a meeting: who has the need, in what words, and who could speak. */
function meetingItem(meeting) {
  const needs = meeting.needs.map((id) => NEED.get(id)).filter(Boolean);
  return h(
    "li",
    { class: "meeting" },
    h("h3", { lang: "sv" }, shorten(meeting.subject, 110)),
    h(
      "ul",
      { class: "shared" },
      needs.map((need) =>
        h(
          "li",
          {},
          h("p", { class: "who" }, memberLink(need.member, { class: "name" })),
          h("p", { class: "said small" }, words(need, 150)),
          h("p", { class: "meta" }, origin(need.at), h("a", { class: "self", href: needHref(need) }, t("help.to_need"))),
        ),
      ),
    ),
    meeting.speakers.length > 0 &&
      h(
        "p",
        {},
        t("meeting.speak"),
        " ",
        between(
          meeting.speakers.map(([member, place]) => h("span", {}, memberLink(member), " (", h("a", { class: "origin", href: sourceHref(place) }, `${D.docs[place[0]].date}, ${t("source.link", { n: place[3] })}`), ")")),
          ", ",
        ),
      ),
  );
}

/** How much the network asks of a member, in one line. */
function loadWords(name) {
  const [proposed, answered, offered, asked] = D.load[name] || [0, 0, 0, 0];
  return [t("load.proposed_line", { n: proposed }), t("load.answered_line", { n: answered }), t("load.offered_line", { n: offered }), t("load.asked_line", { n: asked })].join(" · ");
}
