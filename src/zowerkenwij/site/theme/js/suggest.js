// Voorstellen onder het zoekveld tijdens het typen. Zonder script leidt het veld naar de zoekpagina.
(function () {
  "use strict";
  var field = document.getElementById("zoekveld");
  var find = window.zowerkenwijZoek;
  if (!field || !find || document.getElementById("zoek-resultaten")) return;

  var form = field.form;
  var root = form.dataset.root;
  var index = null;
  var asking = null;
  var at = -1;

  var list = document.createElement("ul");
  list.id = "zoek-voorstellen";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Voorstellen");
  list.hidden = true;
  var told = document.createElement("p");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  form.append(list, told);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  function close() {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function option(item, n) {
    var row = document.createElement("li");
    row.id = "zoek-voorstel-" + n;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    row.dataset.to = item.to;
    var title = document.createElement("span");
    title.className = "suggestion";
    title.textContent = item.title;
    row.append(title);
    if (item.kind) {
      var kind = document.createElement("span");
      kind.className = "small";
      kind.textContent = " " + item.kind;
      row.append(kind);
    }
    row.addEventListener("mousedown", function (event) { event.preventDefault(); });
    row.addEventListener("click", function () { location.href = row.dataset.to; });
    return row;
  }

  function show() {
    var query = field.value.trim();
    if (!index || query.length < 2) { close(); return; }
    var found = find.ranked(index, query).slice(0, 6);
    var rows = found.map(function (item) { return { to: place(item.u), title: item.t, kind: item.y }; });
    rows.push({ to: form.action + "?q=" + encodeURIComponent(query), title: "Alles over “" + query + "”", kind: "" });
    list.replaceChildren.apply(list, rows.map(option));
    list.hidden = false;
    at = -1;
    field.setAttribute("aria-expanded", "true");
    field.removeAttribute("aria-activedescendant");
    told.textContent = found.length === 1 ? "1 voorstel" : found.length + " voorstellen";
  }

  function place(address) {
    return root + address + (location.protocol === "file:" ? "index.html" : "");
  }

  function choose(next) {
    var rows = list.children;
    if (at >= 0) rows[at].setAttribute("aria-selected", "false");
    at = (next + rows.length + 1) % (rows.length + 1);
    if (at === rows.length) at = -1;
    if (at < 0) { field.removeAttribute("aria-activedescendant"); return; }
    rows[at].setAttribute("aria-selected", "true");
    rows[at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", rows[at].id);
  }

  field.addEventListener("input", function () {
    asking = asking || find.load(root + "zoeken/index.json").then(function (items) { index = items; });
    asking.then(show).catch(function () { asking = null; close(); });
  });
  field.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); return; }
    if (event.key === "ArrowDown" && list.hidden) { event.preventDefault(); show(); return; }
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(at + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(at < 0 ? list.children.length - 1 : at - 1 < 0 ? list.children.length : at - 1); }
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); location.href = list.children[at].dataset.to; }
  });
  field.addEventListener("blur", close);
})();
