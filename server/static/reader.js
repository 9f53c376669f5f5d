// The reader of an article: passages and their notes light up together, j and k walk through them.
// All offsets are in UTF-16 code units, as ranges count; the server has converted them.
(() => {
  "use strict";
  const reader = document.querySelector(".reader");
  const cards = reader ? [...reader.querySelectorAll(".notes > li[data-from]")] : [];
  if (!cards.length) return;
  const lines = [...reader.querySelectorAll("p[data-units]")];
  const painted = "highlights" in CSS;
  let kept = null;

  // The text node and the offset in it at which a place of the text stands.
  const locate = (units, end) => {
    const line = lines.findLast(p => end ? +p.dataset.units < units : +p.dataset.units <= units) || lines[0];
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT, node =>
      node.parentElement.closest(".num") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    let left = units - line.dataset.units, last = null;
    while (walker.nextNode()) {
      last = walker.currentNode;
      if (end ? left <= last.length : left < last.length) return [last, left];
      left -= last.length;
    }
    return last ? [last, last.length] : [line, 0];
  };
  const rangeOf = card => {
    const range = document.createRange();
    range.setStart(...locate(+card.dataset.from, false));
    range.setEnd(...locate(+card.dataset.to, true));
    return range;
  };
  const numberOf = card => card.id.slice(1);
  const show = found => {
    for (const card of cards) card.classList.toggle("on", found.includes(card));
    const numbers = found.map(numberOf);
    for (const mark of reader.querySelectorAll("mark[data-notes]"))
      mark.classList.toggle("on", !painted && mark.dataset.notes.split(" ").some(n => numbers.includes(n)));
    if (painted) CSS.highlights.set("passage", new Highlight(...found.map(rangeOf)));
  };
  const of = target => {
    const card = target.closest(".notes > li[data-from]");
    if (card) return [card];
    const marker = target.closest("p .num");
    if (marker) return cards.filter(c => numberOf(c) === marker.id.slice(1));
    const mark = target.closest("mark[data-notes]");
    return mark ? cards.filter(c => mark.dataset.notes.split(" ").includes(numberOf(c))) : [];
  };
  const restore = () => show(kept ? [kept] : []);
  reader.addEventListener("mouseover", event => { const found = of(event.target); if (found.length) show(found); else restore(); });
  reader.addEventListener("mouseleave", restore);
  reader.addEventListener("focusin", event => { const found = of(event.target); if (found.length) { kept = found[0]; restore(); } });

  // From one to the next: the note takes the focus, so that it is read out, and its passage is brought into view.
  const go = step => {
    const at = cards.indexOf(kept);
    const card = cards[at < 0 ? (step > 0 ? 0 : cards.length - 1) : Math.min(cards.length - 1, Math.max(0, at + step))];
    card.focus({preventScroll: true});
    kept = card;
    restore();
    document.getElementById("p" + numberOf(card)).scrollIntoView({block: "center"});
  };
  // Single letters as keys must be possible to turn off (WCAG 2.1.4).
  const tools = document.createElement("p");
  tools.className = "keys note";
  tools.innerHTML = '<label><input type="checkbox" checked> Keys <kbd>j</kbd> and <kbd>k</kbd> go to the next and the previous passage, <kbd>Esc</kbd> lets go</label>';
  const wanted = tools.querySelector("input");
  try { wanted.checked = localStorage.getItem("keys") !== "off"; } catch { /* storage is closed: on */ }
  wanted.addEventListener("change", () => { try { localStorage.setItem("keys", wanted.checked ? "on" : "off"); } catch { /* for this page only */ } });
  reader.querySelector(".line").before(tools);
  document.addEventListener("keydown", event => {
    if (!wanted.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if (event.key === "j" || event.key === "k") { event.preventDefault(); go(event.key === "j" ? 1 : -1); }
    if (event.key === "Escape") { kept = null; restore(); if (reader.contains(document.activeElement)) document.activeElement.blur(); }
  });

  // Beside the line, not only beside the paragraph, where there is room for two columns.
  const align = () => {
    for (const list of reader.querySelectorAll(".notes")) for (const card of list.children) card.style.marginTop = "";
    for (const list of reader.querySelectorAll(".line > p + .notes")) {
      const text = list.previousElementSibling;
      if (list.getBoundingClientRect().left < text.getBoundingClientRect().right) continue;
      for (const card of list.children) {
        const marker = document.getElementById("p" + numberOf(card));
        const gap = marker ? marker.getBoundingClientRect().top - card.getBoundingClientRect().top : 0;
        if (gap > 1) card.style.marginTop = gap + "px";
      }
    }
  };
  align();
  let waiting = 0;
  addEventListener("resize", () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(align); });
  document.fonts.ready.then(align);
  const named = /^#[np](\d+)$/.exec(location.hash);
  if (named) { kept = cards.find(card => numberOf(card) === named[1]) || null; restore(); }
  if (location.hash) document.querySelector(location.hash.replace(/[^#\w-]/g, ""))?.scrollIntoView({block: "center"});
})();
