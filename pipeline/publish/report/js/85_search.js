// Search in all that was said, and among topics, members and persons.

const HITS = 100;

function searchView(path, params) {
  const query = (params.q || "").trim();
  const terms = fold(query).split(/\s+/).filter(Boolean);
  const hits = [];
  const pages = [];
  if (terms.length) {
    const has = (text) => terms.every((term) => text.includes(term));
    for (const topic of D.topics) if (has(fold(topic.name))) pages.push(h("a", { href: address(["amnen", topic.id]) }, topic.name));
    for (const member of D.members) {
      const persons = member.persons.map((person) => person.name);
      if (has(fold(`${member.name} ${persons.join(" ")}`))) pages.push(h("a", { href: address(["kommuner", member.name]) }, persons.length ? `${member.name} (${persons.join(", ")})` : member.name));
    }
    D.docs.forEach((doc, number) => {
      for (const [start, end, line, speaker, topics] of doc.said) {
        const words = doc.text.slice(start, end);
        const member = speaker < 0 ? "" : D.members[speaker].name;
        const all = fold(`${words} ${member} ${topics.map((topic) => D.topics[topic].name).join(" ")}`);
        if (has(all)) hits.push([[number, start, end, line], member, words]);
      }
    });
  }
  const found = !terms.length ? "" : hits.length ? t("search.found", { n: hits.length, q: query }) : t("search.none", { q: query });
  const view = h(
    "div",
    {},
    heading("", t("search.heading"), terms.length ? "" : t("search.lead")),
    h("p", { class: "lead" }, found, hits.length > HITS && ` ${t("search.first", { n: HITS })}`),
    pages.length > 0 && h("section", { class: "part" }, h("h2", {}, t("search.pages")), h("ul", { class: "tags" }, pages.map((page) => h("li", {}, page)))),
    hits.length > 0 &&
      section(
        t("search.statements"),
        hits.slice(0, HITS).map(([place, member, words]) =>
          h("li", {}, h("p", { class: "who" }, memberLink(member, { class: "name" })), h("p", { class: "said" }, h("q", { lang: "sv" }, highlighted(shorten(tidy(words), 400), terms))), h("p", { class: "meta" }, origin(place))),
        ),
        "",
      ),
  );
  return { view, title: `${t("search.heading")}: ${query}`, told: found };
}

/** Small letters; accents are kept, for å is not a in Swedish. */
function fold(text) {
  return text.toLowerCase().replace(/\s+/g, " ");
}

function highlighted(text, terms) {
  const small = text.toLowerCase();
  if (small.length !== text.length) return text; // letters whose small form is longer: places would slip
  const parts = [];
  let at = 0;
  while (at < text.length) {
    let next = [text.length, 0];
    for (const term of terms) {
      const found = small.indexOf(term, at);
      if (found >= 0 && (found < next[0] || (found === next[0] && term.length > next[1]))) next = [found, term.length];
    }
    parts.push(text.slice(at, next[0]));
    if (next[1]) parts.push(h("mark", {}, text.slice(next[0], next[0] + next[1])));
    at = next[0] + Math.max(1, next[1]);
  }
  return parts;
}
