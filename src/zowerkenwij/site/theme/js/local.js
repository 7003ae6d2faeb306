// Zonder webserver (file:) bestaat een adres dat op / eindigt alleen als map: wijs de pagina zelf aan.
(function () {
  "use strict";
  if (location.protocol !== "file:") return;
  document.querySelectorAll("a[href]").forEach(function (link) {
    var parts = link.getAttribute("href").split("#");
    if (/^[a-z]+:/i.test(parts[0]) || !/(^|\/)$/.test(parts[0]) || !parts[0]) return;
    parts[0] += "index.html";
    link.setAttribute("href", parts.join("#"));
  });
})();

// Geldt deze tekst vandaag nog? De site kan ouder zijn dan de dag waarop je leest.
(function () {
  "use strict";
  var text = document.querySelector("article.text");
  if (!text) return;
  var now = new Date();
  var today = [now.getFullYear(), ("0" + (now.getMonth() + 1)).slice(-2), ("0" + now.getDate()).slice(-2)].join("-");

  function day(iso) {
    return new Date(iso + "T12:00:00").toLocaleDateString("nl-NL", { day: "numeric", month: "long", year: "numeric" });
  }

  function warn(words) {
    var banner = document.createElement("p");
    banner.className = "banner late today";
    banner.textContent = words;
    text.before(banner);
  }

  var dates = text.dataset;
  if (dates.expires && dates.expires < today) {
    warn("Deze tekst gold tot en met " + day(dates.expires) + ". Vraag op school wat nu geldt.");
  } else if (dates.next && dates.next <= today) {
    warn("Sinds " + day(dates.next) + " geldt een nieuwe versie. Ververs de pagina of vraag ernaar.");
  } else if (dates.due && dates.due < today && !document.querySelector(".banner.late")) {
    warn("De evaluatie had klaar moeten zijn vóór " + day(dates.due) + ". De tekst blijft gelden.");
  }
})();

// Bewaar de crisispagina's, en deze, voor als er geen verbinding is.
(function () {
  "use strict";
  var script = document.querySelector("script[data-offline]");
  if (!script || !("serviceWorker" in navigator) || location.protocol === "file:") return;
  navigator.serviceWorker.register(new URL("../sw.js", script.src).href)
    .then(function () { return navigator.serviceWorker.ready; })
    .then(function (ready) { if (!navigator.serviceWorker.controller) ready.active.postMessage(location.href); })
    .catch(function () {});
})();

// Een moeilijk woord: tik erop en de uitleg staat eronder; nog eens en hij is weg.
(function () {
  "use strict";
  function toggle(link) {
    var open = link.nextElementSibling && link.nextElementSibling.className === "explain" ? link.nextElementSibling : null;
    link.setAttribute("aria-expanded", String(!open));
    if (open) { open.remove(); return; }
    var note = document.createElement("span");
    note.className = "explain";
    note.setAttribute("role", "note");
    note.textContent = link.dataset.uitleg;
    link.after(note);
  }
  document.querySelectorAll("a.term").forEach(function (link) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      toggle(link);
    });
    link.addEventListener("keydown", function (event) {
      if (event.key === " " || (event.key === "Escape" && link.getAttribute("aria-expanded") === "true")) {
        event.preventDefault();
        toggle(link);
      }
    });
  });
})();
