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
