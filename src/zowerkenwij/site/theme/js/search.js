// Zoeken in de titels, andere namen, zoekwoorden, samenvattingen en koppen van deze editie.
(function () {
  "use strict";

  var list = document.getElementById("zoek-resultaten");
  var status = document.getElementById("zoek-status");
  var field = document.getElementById("zoekveld");
  if (!list || !status || !field) return;

  var root = list.dataset.root;
  var index = null;

  function plain(text) {
    return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  }

  function words(text) {
    return plain(text).match(/[a-z0-9]+/g) || [];
  }

  // Hoogstens één letter anders, erbij, eraf of verwisseld.
  function near(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    var i = 0;
    while (i < a.length && i < b.length && a[i] === b[i]) i++;
    var restA = a.slice(i), restB = b.slice(i);
    return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1) ||
      (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2));
  }

  function match(asked, found) {
    if (asked === found) return 1;
    if (found.startsWith(asked)) return 0.8;
    if (asked.length >= 5 && asked.startsWith(found) && found.length >= 4) return 0.6;
    if (asked.length >= 4 && found.includes(asked)) return 0.5;
    if (asked.length >= 5 && (near(asked, found) || near(asked, found.slice(0, asked.length)))) return 0.4;
    return 0;
  }

  function best(asked, tokens) {
    return tokens.reduce(function (most, token) { return Math.max(most, match(asked, token)); }, 0);
  }

  function prepare(item) {
    item.fields = [
      [6, [item.t]], [5, item.a], [4, item.k], [2, item.h.map(function (h) { return h[0]; })],
      [2, [item.s]], [1, [item.y]]
    ].map(function (pair) { return [pair[0], pair[1].map(words), pair[1].map(plain)]; });
    return item;
  }

  function score(item, asked, phrase) {
    var total = 0;
    for (var i = 0; i < asked.length; i++) {
      var most = item.fields.reduce(function (sum, field) {
        var hit = field[1].reduce(function (high, tokens) { return Math.max(high, best(asked[i], tokens)); }, 0);
        return Math.max(sum, hit * field[0]);
      }, 0);
      if (!most && asked[i].length > 3) total -= 2;
      total += most;
    }
    item.fields.forEach(function (field) {
      if (field[2].indexOf(phrase) >= 0) total += 4 * field[0];
    });
    return total;
  }

  function heading(item, asked) {
    return item.h.find(function (h) {
      var tokens = words(h[0]);
      return asked.every(function (word) { return best(word, tokens) >= 0.8; });
    });
  }

  function show(item, asked) {
    var entry = document.createElement("li");
    var link = document.createElement("a");
    var part = heading(item, asked);
    link.href = root + item.u;
    link.textContent = item.t;
    entry.append(link);
    if (part) {
      var deep = document.createElement("a");
      deep.className = "part";
      deep.href = root + item.u + "#" + encodeURIComponent(part[1]);
      deep.textContent = part[0];
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
    if (!asked.length) { status.textContent = "Typ een woord in het zoekveld."; return; }
    var phrase = plain(query).trim();
    var found = index
      .map(function (item) { return [score(item, asked, phrase), item]; })
      .filter(function (pair) { return pair[0] > 0; })
      .sort(function (a, b) { return b[0] - a[0] || a[1].t.localeCompare(b[1].t, "nl"); })
      .slice(0, 20);
    status.textContent = found.length
      ? (found.length === 1 ? "1 resultaat" : found.length + " resultaten") + " voor “" + query.trim() + "”"
      : "Niets gevonden voor “" + query.trim() + "”. Probeer een ander woord.";
    found.forEach(function (pair) { show(pair[1], asked); });
  }

  var query = new URLSearchParams(location.search).get("q") || "";
  field.value = query;
  fetch(list.dataset.index)
    .then(function (answer) { return answer.json(); })
    .then(function (items) {
      index = items.map(prepare);
      search(query);
      field.addEventListener("input", function () { search(field.value); });
    })
    .catch(function () { status.textContent = "Zoeken lukt nu niet. Kijk op de pagina A–Z."; });
})();
