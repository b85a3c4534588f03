// Which view the address asks for, the search field, the theme; then start.

const VIEWS = {
  hjalp: [helpView, "help"],
  aktuellt: [currentView, "current"],
  laget: [matrixView, "stage"],
  amnen: [topicsView, "topics"],
  kommuner: [membersView, "members"],
  tid: [timeView, "time"],
  kallan: [sourceView, "source"],
  sok: [searchView, ""],
};
const box = document.getElementById("q");
let now = null;

function render(focus) {
  for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  const { path, params } = here();
  const name = path[0] in VIEWS ? path[0] : "hjalp";
  now = VIEWS[name][0](path.slice(1), params);
  now.name = name;
  document.getElementById("view").replaceChildren(now.view);
  document.title = `${now.title} – ${t("page.name")}`;
  for (const link of document.querySelectorAll("#views a")) {
    if (link.dataset.view === name) {
      link.setAttribute("aria-current", "page");
      const row = link.closest("ul"); // on a narrow screen the current view may be out of sight
      row.scrollLeft = link.offsetLeft - row.offsetLeft - 24;
    } else link.removeAttribute("aria-current");
  }
  if (name === "sok") {
    if (document.activeElement !== box) box.value = params.q || "";
    tell(now.told);
  } else box.value = "";
  const placed = now.ready && now.ready();
  if (placed || !focus) return;
  window.scrollTo(0, 0);
  document.querySelector("h1").focus({ preventScroll: true });
}

function startNav() {
  document.getElementById("views").append(
    h("ul", {}, Object.entries(VIEWS).filter(([, [, key]]) => key).map(([view, [, key]]) => h("li", {}, h("a", { href: address([view]), "data-view": view }, t(`nav.${key}`))))),
  );
}

function startSearch() {
  let waiting = 0;
  const search = () => {
    const query = box.value.trim();
    if (here().path[0] === "sok") {
      keep(["sok"], { q: query });
      render(false);
    } else if (query) {
      history.pushState(null, "", address(["sok"], { q: query }));
      render(false);
    }
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  document.getElementById("find").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.matches("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
    }
  });
}

function startTheme() {
  const root = document.documentElement;
  const kept = (value) => {
    try {
      if (value) localStorage.setItem("runda-theme", value);
      return localStorage.getItem("runda-theme");
    } catch {
      return null; // a browser that keeps nothing for files
    }
  };
  const theme = kept();
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    kept(root.dataset.theme);
  });
}

document.documentElement.classList.replace("no-js", "js");
startNav();
startSearch();
startTheme();
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address is the view's
  document.getElementById("main").focus();
});
window.addEventListener("hashchange", () => render(true));
window.addEventListener("beforeprint", () => now.print && now.print());
render(false);
