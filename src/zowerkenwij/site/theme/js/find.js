// Wat een vraag vindt: titels, andere namen, zoekwoorden, samenvattingen en koppen van deze editie.
window.zowerkenwijZoek = (function () {
  "use strict";

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

  var ENDINGS = ["ingen", "erd", "atie", "ing", "eren", "en", "ig", "e", "s", "t", "d"];

  var COMMON = new Set("de het een en of in op te van voor met is er wordt worden hoe wat wie wil kan mag moet mijn ik wij je heeft hebben iemand leerling kind zoon dochter school klas zich bij naar over als dan niet ander houd groep".split(" "));
  var FORMS = new Map(Object.entries({"agent": "politie", "agenten": "politie", "bedreigd": "dreigen", "bedreigt": "dreigen", "bijt": "bijten", "bommelding": "dreiging", "buitengesloten": "buitensluiten", "buitensluit": "buitensluiten", "dreigtelefoontje": "dreiging", "driftbui": "boos", "flauw": "flauwgevallen", "flauwvallen": "flauwgevallen", "gebeten": "bijten", "gegooid": "gooien", "gejat": "diefstal", "gescholden": "schelden", "geschopt": "schoppen", "geslagen": "slaan", "gestolen": "diefstal", "gevallen": "vallen", "gevochten": "vechten", "gooit": "gooien", "kwaad": "boos", "kwijt": "weglopen", "ontsnappen": "weglopen", "ontsnapping": "weglopen", "ontsnapt": "weglopen", "slaat": "slaan", "slag": "slaan", "slagen": "slaan", "sloeg": "slaan", "stal": "diefstal", "steelt": "diefstal", "stelen": "diefstal", "uitgelachen": "uitlachen", "uitgescholden": "schelden", "uitschelden": "schelden", "uitscheldt": "schelden", "valt": "vallen", "vermist": "weglopen", "verwaarloosd": "verwaarlozing", "viel": "vallen", "vocht": "vechten", "weggelopen": "weglopen", "wegloopt": "weglopen", "woede": "boos", "woedeaanval": "boos", "zelfmoord": "zelfdoding", "zoek": "weglopen"}));

  // Zonder uitgang en zonder ge-: pesten en gepest zijn allebei pest.
  function stem(word) {
    word = (FORMS.get(word) || word).replace(/(.)\1/g, "$1");
    var start = word.startsWith("ge") && word.length >= 6 ? word.slice(2) : word;
    var ending = ENDINGS.find(function (e) { return start.endsWith(e) && start.length - e.length >= 4; });
    if (ending) return start.slice(0, -ending.length);
    return start.length >= 4 ? start : word;
  }

  function match(asked, found) {
    if (asked === found) return 1;
    if (found.startsWith(asked)) return 0.8;
    var root = stem(asked);
    if (root.length >= 3 && root === stem(found)) return 0.75;
    if (asked.length >= 5 && asked.startsWith(found) && found.length >= 4) return 0.6;
    if (asked.length >= 4 && found.includes(asked)) return 0.5;
    if (root.length >= 4 && found.startsWith(root)) return 0.45;
    if (asked.length >= 5 && (near(asked, found) || near(asked, found.slice(0, asked.length)))) return 0.4;
    return 0;
  }

  function best(asked, tokens) {
    return tokens.reduce(function (most, token) { return Math.max(most, match(asked, token)); }, 0);
  }

  function prepare(item) {
    item.fields = [
      [6, [item.t]], [5, item.a], [4, item.k], [3, item.g], [2, item.h.map(function (h) { return h[0]; })],
      [2, [item.s]], [1.5, item.w], [1, [item.y]]
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
      if (COMMON.has(asked[i])) { total += most / 5; continue; }
      if (!most && asked[i].length > 3) total -= 1;
      total += most;
    }
    item.fields.forEach(function (field) {
      if (field[2].some(function (text) { return (" " + text).indexOf(" " + phrase) >= 0; })) total += 4 * field[0];
    });
    return total;
  }

  function heading(item, asked) {
    return item.h.find(function (h) {
      var tokens = words(h[0]);
      return asked.every(function (word) { return best(word, tokens) >= 0.8; });
    });
  }

  function ranked(index, query) {
    var asked = words(query), phrase = plain(query).trim();
    if (!asked.length) return [];
    return index
      .map(function (item) { return [score(item, asked, phrase), item]; })
      .filter(function (pair) { return pair[0] > 0; })
      .sort(function (a, b) { return b[0] - a[0] || a[1].t.localeCompare(b[1].t, "nl"); })
      .map(function (pair) { return pair[1]; });
  }

  function load(address) {
    return fetch(address)
      .then(function (answer) { return answer.json(); })
      .then(function (items) { return items.map(prepare); });
  }

  return { words: words, heading: heading, ranked: ranked, load: load };
})();
