// The address holds the view and its filters: #/hjalp?amne=solar&lage=open

/** The address of a view. */
function address(path, params = {}) {
  const kept = Object.entries(params).filter(([, value]) => value);
  const query = kept.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `#/${path.map(encodeURIComponent).join("/")}${query ? `?${query}` : ""}`;
}

/** Path and params of the address as it is. */
function here() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const params = {};
  for (const pair of query.split("&").filter(Boolean)) {
    const [name, value = ""] = pair.split("=");
    params[decode(name)] = decode(value);
  }
  return { path: path.split("/").filter(Boolean).map(decode), params };
}

function decode(text) {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    return text; // a broken address is read as it stands
  }
}

function go(path, params) {
  location.hash = address(path, params);
}

/** Keep the filters in the address without a step in the browser's history. */
function keep(path, params) {
  history.replaceState(null, "", address(path, params));
}
