// De zoekpagina: resultaten tijdens het typen, en stukjes uit de hele tekst.
(function () {
  "use strict";

  var list = document.getElementById("zoek-resultaten");
  var status = document.getElementById("zoek-status");
  var field = document.getElementById("zoekveld");
  if (!list || !status || !field) return;

  var root = list.dataset.root;
  var index = null;

  // Ook in de hele tekst zoeken, met een stukje van de tekst erbij (Pagefind).
  var part = document.getElementById("zoek-tekst");
  var texts = part && part.querySelector("ol");
  var engine = null;
  var turn = 0;

  var find = window.zowerkenwijZoek;
  var words = find.words;
  var heading = find.heading;

  function show(item, asked, first) {
    var entry = document.createElement("li");
    var link = document.createElement("a");
    var deepest = first && heading(item, asked);
    link.href = root + item.u;
    link.textContent = item.t;
    entry.append(link);
    if (deepest) {
      var deep = document.createElement("a");
      deep.className = "part";
      deep.href = root + item.u + "#" + encodeURIComponent(deepest[1]);
      deep.textContent = deepest[0];
      entry.append(deep);
    }
    var text = document.createElement("span");
    text.className = "summary";
    text.textContent = item.s;
    entry.append(text);
    list.append(entry);
  }

  function search(query) {
    var asked = words(query);
    list.replaceChildren();
    if (part) part.hidden = true;
    if (!asked.length) { status.textContent = "Typ een woord in het zoekveld."; return; }
    var found = find.ranked(index, query).slice(0, 20);
    status.textContent = found.length
      ? (found.length === 1 ? "1 resultaat" : found.length + " resultaten") + " voor “" + query.trim() + "”"
      : "Niets gevonden voor “" + query.trim() + "”. Probeer een ander woord.";
    found.forEach(function (item, n) { show(item, asked, n === 0); });
    inTexts(query, found.map(function (item) { return item.u; }));
  }

  function excerpt(html) {
    var span = document.createElement("span");
    span.className = "summary";
    html.split(/<\/?mark>/).forEach(function (piece, n) {
      var text = new DOMParser().parseFromString("<p>" + piece, "text/html").querySelector("p").textContent;
      var node = n % 2 ? document.createElement("mark") : document.createTextNode(text);
      if (n % 2) node.textContent = text;
      span.append(node);
    });
    return span;
  }

  function hit(data, address) {
    var entry = document.createElement("li");
    var link = document.createElement("a");
    link.href = root + address;
    link.textContent = data.meta.title;
    entry.append(link, excerpt(data.excerpt));
    return entry;
  }

  async function inTexts(query, known) {
    if (!texts) return;
    var mine = ++turn;
    try {
      engine = engine || await import(new URL(texts.dataset.engine, location.href).href);
      var answer = await engine.search(query);
      var hits = await Promise.all(answer.results.slice(0, 12).map(function (r) { return r.data(); }));
      if (mine !== turn) return;
      var entries = hits
        .map(function (data) { return [data, data.raw_url.replace(/^\//, "")]; })
        .filter(function (pair) { return known.slice(0, 5).indexOf(pair[1]) < 0; })
        .slice(0, 6)
        .map(function (pair) { return hit(pair[0], pair[1]); });
      texts.replaceChildren.apply(texts, entries);
      part.hidden = !entries.length;
    } catch (error) { part.hidden = true; }
  }

  var query = new URLSearchParams(location.search).get("q") || "";
  field.value = query;
  find.load(list.dataset.index)
    .then(function (items) {
      index = items;
      search(field.value);
      field.addEventListener("input", function () { search(field.value); });
    })
    .catch(function () { status.textContent = "Zoeken lukt nu niet. Kijk op de pagina A–Z."; });
})();
