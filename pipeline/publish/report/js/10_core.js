// What all views share: the data, the words, and how elements are made.
// Text from the minutes only ever becomes text nodes: no view sets innerHTML.

const D = JSON.parse(document.getElementById("data").textContent);
const STAGES = ["done", "ongoing", "planned", "considering"];
const TOPIC = new Map(D.topics.map((topic) => [topic.id, topic]));
const MEMBER = new Map(D.members.map((member) => [member.name, member]));
const ROUNDS = D.docs.filter((doc) => doc.kind === "round"); // newest first

/** The words of a key; {name} is filled in, and `n` picks between .one and .many. */
function t(key, values = {}) {
  let words = D.words[key];
  if (words === undefined && "n" in values) words = D.words[key + (values.n === 1 ? ".one" : ".many")];
  if (words === undefined) return key;
  return words.replace(/\{(\w+)\}/g, (hole, name) => (name in values ? String(values[name]) : hole));
}

/** An element: h("a", {href, class, onclick}, "text", child, [more]). */
function h(tag, props, ...kids) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  add(element, kids);
  return element;
}

function add(element, kids) {
  for (const kid of kids.flat(Infinity)) {
    if (kid === null || kid === undefined || kid === false || kid === "") continue;
    element.append(kid instanceof Node ? kid : document.createTextNode(String(kid)));
  }
}

/** Items with something between them. */
function between(items, what) {
  return items.flatMap((item, place) => (place ? [what, item] : [item]));
}

function date(iso) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso);
  if (!parts) return iso || t("page.no_date");
  return `${+parts[3]} ${t("language.months").split(" ")[parts[2] - 1]} ${parts[1]}`;
}

function number(value) {
  const [whole, part] = String(value).split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  return part ? groups + t("language.decimal") + part : groups;
}

/** "a, b och c" in the language of the page. */
function list(items) {
  return new Intl.ListFormat(D.language).format(items);
}

/** The raw words at a place: [document, start, end, line] or with the words themselves last. */
function raw(place) {
  return place.length > 4 ? place[4] : D.docs[place[0]].text.slice(place[1], place[2]);
}

const MAIL = /\n\s*>+[ \t]?/g; // a mail's signs of quotation
const EMPHASIS = /\*\*+|(?<![\p{L}\d])__+(?=[\p{L}\d])|(?<=[\p{L}\d])__+(?![\p{L}\d])/gu; // notes that are Markdown
const INNER = /(?:\s*\n\s*(?:[-–—*•·→+]+|o|\(?\d{1,2}[.)])|[^\S\n]+[•·])[^\S\n]+(?=\S)/g; // a bullet inside words
const BULLET = /^(?:[-–—*•·o→>+]+|\(?\d{1,2}[.)])\s+/;

/** Words on one line, without the signs that made them a list or a mail; a dot stands between items. */
function tidy(text) {
  const items = text.replace(MAIL, "\n").trim().replace(INNER, " · ");
  return items.replace(BULLET, "").replace(EMPHASIS, "").replace(/\s+/g, " ").trim();
}

function shorten(text, limit) {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit);
  const word = cut.replace(/\s+\S*$/, "");
  return (word.length > limit / 2 ? word : cut.replace(/[\ud800-\udbff]$/, "")) + " …";
}

/** A quotation; quotation marks inside it become single ones. */
function said(place, limit = 360) {
  return h("q", { lang: "sv" }, shorten(tidy(raw(place)), limit).replace(/[”“]/g, "’"));
}

/** What a row says; before a bare question, the words that it leans on. */
function words(row, limit = 260) {
  return [row.lead && [h("span", { class: "leading", lang: "sv" }, shorten(tidy(raw(row.lead)), 200)), " "], said(row.at, limit)];
}

function sourceHref(place) {
  return `#/kallan/${D.docs[place[0]].id}/${place[3]}`;
}

/** "23 mars 2021, rad 14", a link to the line. */
function origin(place) {
  const doc = D.docs[place[0]];
  return h(
    "a",
    { class: "origin", href: sourceHref(place), title: `${t("source.read")}: ${doc.source}` },
    `${date(doc.date)}, ${t("source.link", { n: place[3] })}`,
  );
}

function memberLink(name, props = {}) {
  if (!MEMBER.has(name)) return h("span", props, name || t("page.unknown_member"));
  return h("a", { ...props, href: address(["kommuner", name]) }, name);
}

function topicName(id) {
  return TOPIC.has(id) ? TOPIC.get(id).name : id;
}

function topicTags(ids) {
  if (!ids.length) return null;
  return h(
    "ul",
    { class: "tags" },
    ids.map((id) => h("li", {}, h("a", { href: address(["amnen", id]) }, topicName(id)))),
  );
}

function letter(stage) {
  return h("span", { class: `stage stage-${stage}`, "aria-hidden": "true" }, t(`stage.${stage}_letter`));
}

/** A link for a resource: an address becomes a link, a name stays text. */
function resource(words) {
  if (/^https?:\/\/\S+$/i.test(words)) {
    return h("a", { href: words, rel: "noopener noreferrer", target: "_blank" }, words);
  }
  if (/^www\.\S+$/i.test(words)) {
    return h("a", { href: `https://${words}`, rel: "noopener noreferrer", target: "_blank" }, words);
  }
  return words;
}

/** A labelled choice. */
function choice(label, items, value, change) {
  const select = h(
    "select",
    { onchange: () => change(select.value) },
    items.map(([key, name]) => h("option", { value: key }, name)),
  );
  select.value = value;
  if (select.selectedIndex < 0) select.selectedIndex = 0;
  return h("label", { class: "field" }, h("span", {}, label), select);
}

function heading(eyebrow, words, lead) {
  return h(
    "div",
    { class: "heading" },
    eyebrow && h("p", { class: "eyebrow" }, eyebrow),
    h("h1", { tabindex: "-1" }, words),
    lead && h("p", { class: "lead" }, lead),
  );
}

/** A section with a heading, or what to say where it is empty. */
function section(title, items, empty, lead) {
  return h(
    "section",
    { class: "part" },
    h("h2", {}, title),
    items.length > 0 && lead && h("p", { class: "note about" }, lead),
    items.length ? capped(h("ul", { class: "rows" }, items)) : h("p", { class: "note" }, empty),
  );
}

/** A long list shows its first items; a button (and paper) shows the rest. */
function capped(holder, limit = 8, items = [...holder.children]) {
  if (items.length <= limit + 1) return holder; // a button for one item saves nothing
  const rest = items.slice(limit);
  for (const item of rest) item.classList.add("extra");
  const more = h("button", { type: "button", class: "quiet" }, t("page.more", { n: rest.length }));
  more.addEventListener("click", () => {
    for (const item of rest) item.classList.remove("extra");
    more.remove();
    const link = rest[0].querySelector("a, button, summary");
    if (link) link.focus();
  });
  return [holder, more];
}

/** A list at the side where there is room, a choice where there is not. */
function picker(label, items, current, path) {
  return h(
    "div",
    { class: "picker" },
    choice(label, items.map(([key, name]) => [key, name]), current, (key) => go([path, key])),
    h(
      "nav",
      { "aria-label": label },
      h(
        "ul",
        {},
        items.map(([key, name, count]) =>
          h(
            "li",
            {},
            h(
              "a",
              { href: address([path, key]), "aria-current": key === current ? "page" : null },
              h("span", {}, name),
              count !== undefined && h("span", { class: "count" }, count),
            ),
          ),
        ),
      ),
    ),
  );
}

/** Tell those who listen what has changed. */
function tell(words) {
  document.getElementById("told").textContent = words;
}
