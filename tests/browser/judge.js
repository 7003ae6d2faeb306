// What axe-core has against this page, as it looks now. Contrast takes nine tenths of its time and
// follows from an element's colours, its letters and what it stands on, so it is judged once for
// every combination; and always where something lies over the text. `known` are the combinations
// that were judged before, in this look. Gives the violations and the combinations seen now.
async ([tags, known]) => {
  const judge = async (where, options) => {
    const result = await axe.run(where, { resultTypes: ["violations"], preload: false, ...options });
    return result.violations.map((v) => [v.id, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120))]);
  };
  const styles = new Map();
  const style = (e) => {
    if (!styles.has(e)) styles.set(e, getComputedStyle(e));
    return styles.get(e);
  };
  const grounds = new Map([[null, ""]]);
  const ground = (e) => {
    if (!grounds.has(e)) {
      const s = style(e);
      const own = [s.backgroundColor, s.backgroundImage, s.opacity, s.filter, s.mixBlendMode].join();
      const nothing = own === "rgba(0, 0, 0, 0),none,1,none,normal";
      grounds.set(e, (nothing ? "" : `${own} on `) + ground(e.parentElement));
    }
    return grounds.get(e);
  };
  const elements = [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility());
  const loose = elements.filter((e) => ["absolute", "fixed", "sticky"].includes(style(e).position));
  const boxes = loose.map((e) => [e, e.getBoundingClientRect()]);
  const isOver = (e) => {
    const a = e.getBoundingClientRect();
    return boxes.some(([o, b]) => !o.contains(e) && !e.contains(o)
      && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom);
  };
  const hasText = (e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
  const combination = (e) => {
    const s = style(e);
    return [e.localName, s.color, s.fontSize, s.fontWeight, s.textShadow, s.webkitTextStroke, ground(e)].join();
  };
  const before = new Set(known), fresh = new Map(), covered = [];
  for (const e of elements) {
    if (!hasText(e) && !e.matches("input, select, textarea")) continue;
    if (isOver(e)) covered.push(e);
    else if (!before.has(combination(e))) fresh.set(combination(e), e);
  }
  const found = await judge(document, { runOnly: tags, rules: { "color-contrast": { enabled: false } } });
  const include = [...covered, ...fresh.values()];
  if (include.length) found.push(...await judge({ include }, { runOnly: ["color-contrast"] }));
  return [found, [...fresh.keys()]];
}
