// The source: the minutes as they are, line by line, with what was read in them marked.

const MARKS = ["request", "offer", "stage", "topic"];

function sourceView(path, params) {
  const number = Math.max(0, D.docs.findIndex((doc) => doc.id === path[0]));
  const doc = D.docs[number];
  if (!doc) return { view: heading("", t("source.heading"), t("page.empty")), title: t("nav.source") };
  const wanted = Number(path[1]) || 0;
  const hidden = new Set((params.utan || "").split(",").filter((mark) => MARKS.includes(mark)));
  const page = h("div", { class: "minutes", lang: "sv" });

  function set(mark, on) {
    if (on) hidden.delete(mark);
    else hidden.add(mark);
    page.dataset.without = [...hidden].join(" ");
    keep(["kallan", doc.id, ...(wanted ? [wanted] : [])], { utan: [...hidden].join(",") });
  }

  page.dataset.without = [...hidden].join(" ");
  page.append(...sourceLines(doc, number, wanted));
  const names = D.docs.map((other) => [other.id, `${docName(other)}${other.kind === "evaluation" ? ` (${t("source.evaluation")})` : other.kind === "skipped" ? ` (${t("source.skipped")})` : ""}`]);
  const view = h(
    "div",
    { class: "reading" },
    heading(t("source.heading"), doc.title || doc.source, t("source.lead")),
    h(
      "div",
      { class: "filters" },
      h("div", { class: "controls" }, choice(t("source.pick"), names, doc.id, (id) => go(["kallan", id]))),
      h(
        "fieldset",
        { class: "marks" },
        h("legend", {}, t("source.legend")),
        MARKS.map((mark) => {
          const box = h("input", { type: "checkbox", onchange: () => set(mark, box.checked) });
          box.checked = !hidden.has(mark);
          return h("label", {}, box, h("span", { class: `mark-${mark}` }, t(`source.${mark}`)));
        }),
      ),
    ),
    doc.messages.length > 0 && h("details", { class: "warnings" }, h("summary", {}, `${t("source.warnings")} (${doc.messages.length})`), h("ul", {}, doc.messages.map((message) => h("li", {}, message)))),
    page,
  );
  return {
    view,
    title: docName(doc),
    ready: () => {
      const line = wanted && page.querySelector(".here");
      if (!line) return false;
      line.scrollIntoView({ block: "center" });
      line.querySelector("a").focus({ preventScroll: true });
      return true;
    },
  };
}

function sourceLines(doc, number, wanted) {
  const spans = [];
  const tags = new Map();
  for (const [start, end, line, , , marks, stage] of doc.said) {
    const kinds = [marks & 1 && "request", marks & 2 && "offer", stage >= 0 && "stage"].filter(Boolean);
    for (const kind of kinds) {
      spans.push([start, end, kind]);
      const words = kind === "stage" ? t(`stage.${STAGES[stage]}`) : t(`source.${kind}`);
      const known = tags.get(line) || [];
      if (!known.some(([, other]) => other === words)) tags.set(line, [...known, [kind, words]]);
    }
  }
  for (const [where, start, end] of D.mentions) if (where === number) spans.push([start, end, "topic"]);
  spans.sort((a, b) => a[0] - b[0]);
  const headers = new Set(doc.blocks.map(([line]) => line));
  const lines = [];
  let at = 0;
  let first = 0; // spans before this one have ended
  doc.text.split("\n").forEach((text, index) => {
    const end = at + text.length;
    const here = index + 1;
    const own = [];
    for (let place = first; place < spans.length && spans[place][0] < end; place += 1) {
      if (spans[place][1] > at) own.push(spans[place]);
      else if (place === first) first += 1;
    }
    lines.push(
      h(
        "div",
        { class: `line${here === wanted ? " here" : ""}${headers.has(here) ? " header" : ""}`, id: `rad-${here}` },
        h("a", { class: "no", href: address(["kallan", doc.id, here]), "aria-label": t("source.line", { n: here }) }, here),
        h("p", { class: "text" }, marked(text, at, own)),
        tags.has(here) && h("p", { class: "notes" }, between(tags.get(here).map(([kind, words]) => h("span", { class: `mark-${kind}` }, words)), " ")),
      ),
    );
    at = end + 1;
  });
  return lines;
}

/** A line's text, cut where marks begin and end. */
function marked(text, at, spans) {
  const cuts = new Set([0, text.length]);
  for (const [start, end] of spans) {
    cuts.add(Math.max(0, start - at));
    cuts.add(Math.min(text.length, end - at));
  }
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(0, -1).map((from, index) => {
    const to = places[index + 1];
    const kinds = new Set(spans.filter(([start, end]) => start - at <= from && end - at >= to).map(([, , kind]) => kind));
    const words = text.slice(from, to);
    return kinds.size ? h("span", { class: MARKS.filter((kind) => kinds.has(kind)).map((kind) => `mark-${kind}`).join(" ") }, words) : words;
  });
}
