// Wat een vraag vindt: titels, andere namen, zoekwoorden, samenvattingen en koppen van deze editie.
// Dezelfde regels staan in finding.py; een test houdt de twee gelijk.
window.zowerkenwijZoek = (function () {
  "use strict";

  var KNOWN_AT = new URL("words.json", document.currentScript.src).href;
  var ENDINGS = ["ingen", "erd", "atie", "ing", "eren", "en", "ig", "e", "s", "t", "d"];
  var SOUNDS = [["ij", "y"], ["ei", "y"], ["au", "ou"], ["sch", "sg"], ["ch", "g"], ["ck", "k"], ["c", "k"], ["ph", "f"],
    ["qu", "kw"], ["th", "t"], ["x", "ks"], ["z", "s"], ["v", "f"], ["dt", "t"], ["ie", "i"]];
  var FIELDS = [["t", 6], ["a", 5], ["k", 4], ["g", 3], ["h", 2], ["s", 2], ["w", 1.5], ["y", 1]];
  var common, particles, forms, related;

  function plain(text) {
    return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  }

  function words(text) {
    return plain(text).match(/[a-z0-9]+/g) || [];
  }

  function once(make) {
    var made = new Map();
    return function (word) {
      if (!made.has(word)) made.set(word, make(word));
      return made.get(word);
    };
  }

  // Zonder uitgang en zonder ge-: pesten en gepest zijn allebei pest.
  var stem = once(function (word) {
    word = (forms.get(word) || word).replace(/(.)\1/g, "$1");
    var start = word.startsWith("ge") && word.length >= 6 ? word.slice(2) : word;
    var ending = ENDINGS.find(function (e) { return start.endsWith(e) && start.length - e.length >= 4; });
    if (ending) return start.slice(0, -ending.length);
    return start.length >= 4 ? start : word;
  });

  // Hoe een woord ongeveer klinkt.
  var sound = once(function (word) {
    SOUNDS.forEach(function (pair) { word = word.split(pair[0]).join(pair[1]); });
    word = word.replace(/(.)\1+/g, "$1");
    return word.endsWith("d") ? word.slice(0, -1) + "t" : word;
  });

  // Of twee woorden meer dan zoveel letters verschillen.
  function apart(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return true;
    var i = 0;
    while (i < a.length && i < b.length && a[i] === b[i]) i++;
    var x = a.slice(i), y = b.slice(i);
    if (!x || !y) return x.length + y.length > most;
    if (most === 0) return true;
    var swapped = x.length > 1 && y.length > 1 && x[0] === y[1] && x[1] === y[0];
    return apart(x.slice(1), y.slice(1), most - 1) && apart(x.slice(1), y, most - 1) && apart(x, y.slice(1), most - 1) &&
      !(swapped && !apart(x.slice(2), y.slice(2), most - 1));
  }

  function match(asked, found) {
    if (asked === found) return 1;
    if (found.startsWith(asked)) return 0.8;
    var root = stem(asked), other = stem(found);
    if (root.length >= 3 && root === other) return 0.75;
    if (related.has(root) && related.get(root).has(other)) return 0.6;
    if (found.length >= 4 && other.length >= 4 && asked.startsWith(other)) return 0.55;
    if (asked.length >= 4 && found.includes(asked)) return 0.5;
    if (root.length >= 4 && found.startsWith(root)) return 0.45;
    if (found.length >= 5 && asked.endsWith(found)) return 0.45;
    return 0;
  }

  function alike(asked, found) {
    var a = sound(asked), b = sound(found);
    if (a === b) return 0.7;
    if (a.length < 4) return 0;
    var near = !apart(a, b, a.length >= 8 ? 2 : 1) || (b.length > a.length && a.length >= 5 && !apart(a, b.slice(0, a.length), 1));
    return near ? 0.5 : 0;
  }

  function texts(item, key) {
    if (key === "h") return item.h.map(function (heading) { return heading[0]; });
    return Array.isArray(item[key]) ? item[key] : [item[key]];
  }

  // Per woord de bladzijden waar het staat, en hoe zeldzaam het is.
  function index(items) {
    var spots = new Map(), counts = new Map(), rare = new Map(), most = Math.log(1 + items.length) || 1;
    var lines = items.map(function (item, n) {
      var own = [];
      FIELDS.forEach(function (field) {
        texts(item, field[0]).forEach(function (text) {
          own.push([field[1], " " + plain(text)]);
          words(text).forEach(function (word) {
            if (!spots.has(word)) spots.set(word, new Map());
            spots.get(word).set(n, Math.max(field[1], spots.get(word).get(n) || 0));
          });
        });
      });
      return own;
    });
    spots.forEach(function (where, word) {
      if (!counts.has(stem(word))) counts.set(stem(word), new Set());
      where.forEach(function (_, n) { counts.get(stem(word)).add(n); });
    });
    spots.forEach(function (_, word) { rare.set(word, Math.log(1 + items.length / counts.get(stem(word)).size) / most); });
    return { items: items, spots: spots, rare: rare, lines: lines };
  }

  function fitting(index, test) {
    var fits = new Map();
    index.spots.forEach(function (_, word) {
      var fit = test(word);
      if (fit) fits.set(word, fit);
    });
    return fits;
  }

  function answering(index, asked) {
    var stands = index.spots.has(asked);
    var fits = fitting(index, function (word) {
      var fit = match(asked, word);
      return stands && fit === 0.8 ? 0.5 : fit;
    });
    if (stands || asked.length < 4 || Array.from(fits.values()).some(function (fit) { return fit >= 0.6; })) return fits;
    return fitting(index, function (word) { return Math.max(fits.get(word) || 0, alike(asked, word)); });
  }

  function hits(index, fits) {
    var found = new Map();
    fits.forEach(function (fit, word) {
      index.spots.get(word).forEach(function (weight, n) {
        found.set(n, Math.max(found.get(n) || 0, fit * weight * index.rare.get(word)));
      });
    });
    return found;
  }

  // Een werkwoord in twee stukken: ze lachen hem uit.
  function split(index, asked) {
    var telling = Array.from(new Set(asked.filter(function (word) { return !common.has(word); })));
    var here = Array.from(particles).filter(function (particle) { return asked.indexOf(particle) >= 0; });
    return here.flatMap(function (particle) {
      return telling.map(function (word) {
        return fitting(index, function (found) {
          var fit = match(particle + word, found);
          return fit === 1 || fit === 0.75 || fit === 0.6 ? fit : 0;
        });
      });
    });
  }

  function ranked(index, query) {
    var all = words(query), asked = Array.from(new Set(all)), phrase = " " + plain(query).trim(), total = new Map();
    if (!asked.length) return [];
    function add(fits, share, only) {
      hits(index, fits).forEach(function (value, n) {
        if (!only || only.has(n)) total.set(n, (total.get(n) || 0) + value * share);
      });
    }
    asked.forEach(function (word) { if (!common.has(word)) add(answering(index, word), 1); });
    split(index, all).forEach(function (fits) { add(fits, 1); });
    var known = total.size ? new Set(total.keys()) : null;
    asked.forEach(function (word) { if (common.has(word)) add(answering(index, word), 0.1, known); });
    return Array.from(total)
      .map(function (pair) {
        var value = index.lines[pair[0]].reduce(function (sum, line) { return sum + (line[1].includes(phrase) ? 3 * line[0] : 0); }, pair[1]);
        return [Math.round(value * 1e6), index.items[pair[0]]];
      })
      .sort(function (a, b) {
        var one = plain(a[1].t), other = plain(b[1].t);
        return b[0] - a[0] || (one < other ? -1 : one > other ? 1 : 0);
      })
      .map(function (pair) { return pair[1]; });
  }

  function heading(item, asked) {
    return item.h.find(function (h) {
      var tokens = words(h[0]);
      return asked.every(function (word) { return tokens.some(function (token) { return match(word, token) >= 0.8; }); });
    });
  }

  function know(known) {
    common = new Set(known.common.split(" "));
    particles = new Set(known.particles.split(" "));
    forms = new Map(Object.entries(known.forms).flatMap(function (pair) {
      return pair[1].split(" ").map(function (form) { return [form, pair[0]]; });
    }));
    related = new Map();
    known.groups.forEach(function (group) {
      var stems = words(group).map(stem);
      stems.forEach(function (one) {
        if (!related.has(one)) related.set(one, new Set());
        stems.forEach(function (other) { related.get(one).add(other); });
      });
    });
  }

  function json(address) {
    return fetch(address).then(function (answer) { return answer.json(); });
  }

  function load(address) {
    return Promise.all([json(KNOWN_AT), json(address)]).then(function (both) {
      know(both[0]);
      return index(both[1]);
    });
  }

  return { words: words, heading: heading, ranked: ranked, load: load };
})();
