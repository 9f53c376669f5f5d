// Draws the table of pairs as a network. The table stays; nothing is asked for.
"use strict";
(() => {
  const box = document.getElementById("network");
  const rows = [...document.querySelectorAll("#pairs tbody tr[data-from]")];
  if (!box || !rows.length || !window.cytoscape) return;
  box.hidden = false;
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();

  const nodes = new Map();
  function node(id, link) {
    const known = nodes.get(id) || { id, name: link.textContent.trim(), href: link.getAttribute("href"), events: 0 };
    nodes.set(id, known);
    return known;
  }
  const edges = rows.map((row, number) => {
    const { from, to, way, events } = row.dataset;
    const many = Number(events);
    node(from, row.cells[0].querySelector("a")).events += many;
    node(to, row.cells[2].querySelector("a")).events += many;
    return { data: {
      id: `pair${number}`, source: from, target: to, way, events: many, width: 1 + Math.min(8, 2 * Math.log2(many)),
      href: row.cells[3].querySelector("a").getAttribute("href"), said: row.cells[4].textContent.trim(),
    } };
  });

  const cy = cytoscape({
    container: box,
    elements: {
      nodes: [...nodes.values()].map((data) => ({ data: { ...data, size: 14 + Math.min(30, 5 * Math.log2(1 + data.events)) } })),
      edges,
    },
    style: [
      { selector: "node", style: {
        width: "data(size)", height: "data(size)", "background-color": colour("accent"), color: colour("ink"),
        "font-family": "system-ui, sans-serif", "text-wrap": "wrap",
        "text-background-color": colour("card"), "text-background-opacity": 0.85,
      } },
      { selector: "node[?named]", style: {
        label: "data(name)", "text-halign": "data(across)", "text-valign": "data(down)",
        "text-margin-x": "data(marginX)", "text-margin-y": "data(marginY)",
      } },
      { selector: "node[?named][?above]", style: { "z-index": 9 } },
      { selector: "edge", style: {
        width: "data(width)", "line-color": colour("soft"), "curve-style": "bezier", opacity: 0.65,
      } },
      { selector: "edge[way = 'towards']", style: {
        "target-arrow-shape": "triangle", "target-arrow-color": colour("soft"), "arrow-scale": 1.1,
      } },
      { selector: "edge[way = 'together with']", style: { "line-style": "dashed" } },
      { selector: ":selected", style: { "background-color": colour("may"), "line-color": colour("may"),
        "target-arrow-color": colour("may"), opacity: 1 } },
    ],
    layout: { name: "cose", animate: false, randomize: false, nodeRepulsion: () => 60000, idealEdgeLength: () => 80,
      componentSpacing: 40, padding: 34, nodeDimensionsIncludeLabels: false },
    userZoomingEnabled: false,
    maxZoom: 4,
    minZoom: 0.1,
  });

  // Names keep their size on the screen. Where two would overlap, that of whom more events tell is written.
  const FONT = 13, LINE = 16, WIDEST = 120, GAP = 3;
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${FONT}px system-ui, sans-serif`;
  const busiest = cy.nodes().sort((one, other) => other.data("events") - one.data("events"));
  const apart = (one, other) =>
    one.x2 < other.x1 || other.x2 < one.x1 || one.y2 < other.y1 || other.y2 < one.y1;

  function written(name) {
    const lines = [0];
    for (const word of name.split(" ")) {
      const width = pen.measureText(`${word} `).width;
      if (lines.at(-1) && lines.at(-1) + width > WIDEST) lines.push(0);
      lines[lines.length - 1] += width;
    }
    return { width: Math.max(...lines), height: lines.length * LINE };
  }
  // below, above, right, left of its dot: cytoscape's words for it, and the way from the dot
  const SIDES = [["center", "bottom", 0, 1], ["center", "top", 0, -1], ["right", "center", 1, 0], ["left", "center", -1, 0]];
  const MAIN = 8;  // so many of the busiest have their name even where it covers a dot
  const beside = ([across, down, dx, dy], zoom) =>
    ({ across, down, marginX: (dx * GAP) / zoom, marginY: (dy * GAP) / zoom });
  function around({ x, y, half }, { width, height }, [, , dx, dy]) {
    const cx = x + dx * (half + GAP + width / 2), middle = y + dy * (half + GAP + height / 2);
    return { x1: cx - width / 2 - 2, x2: cx + width / 2 + 2, y1: middle - height / 2 - 1, y2: middle + height / 2 + 1 };
  }
  const sizes = new Map(busiest.map((one) => [one.id(), written(one.data("name"))]));

  function spread() {
    const zoom = cy.zoom();
    const dots = busiest.map((one) => {
      const { x, y } = one.renderedPosition(), half = one.renderedWidth() / 2;
      return { id: one.id(), x, y, half, x1: x - half, x2: x + half, y1: y - half, y2: y + half };
    });
    const taken = [];
    cy.batch(() => {
      busiest.forEach((one, place) => {
        const dot = dots[place], size = sizes.get(dot.id);
        const clear = (at) => SIDES.map((side) => [side, around(dot, size, side)]).find(([, box]) =>
          box.x1 > 0 && box.x2 < cy.width() && box.y1 > 0 && box.y2 < cy.height()
          && taken.every((other) => apart(box, other))
          && (at || dots.every((other) => other.id === dot.id || apart(box, other))));
        const found = clear(false) || (place < MAIN && clear(true)) || (one.selected() && [SIDES[0], null]);
        if (found && found[1]) taken.push(found[1]);
        one.data({ named: Boolean(found), ...beside(found ? found[0] : SIDES[0], zoom) });
      });
    });
    cy.style().selector("node").style({
      "font-size": FONT / zoom, "text-max-width": WIDEST / zoom,
      "text-background-padding": 1 / zoom,
    }).update();
    box.dataset.named = String(cy.nodes("[?named]").length);
  }
  let waiting = 0;
  cy.on("zoom pan resize dragfree", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(spread);
  });
  cy.on("mouseover tap", "node", ({ target }) => {
    if (!target.data("named")) target.data({ named: true, above: true, ...beside(SIDES[0], cy.zoom()) });
  });
  cy.on("mouseout", "node", ({ target }) => {
    if (target.data("above")) target.data({ named: target.selected(), above: false });
  });
  spread();
  // the page scrolls with the wheel; the network zooms by its buttons, and by the wheel when it has been clicked into
  cy.one("tap", () => cy.userZoomingEnabled(true));
  const middle = () => ({ x: cy.width() / 2, y: cy.height() / 2 });
  for (const button of document.querySelectorAll("#zoom button")) {
    button.addEventListener("click", () => {
      const by = Number(button.dataset.by);
      if (by) cy.zoom({ level: cy.zoom() * by, renderedPosition: middle() });
      else cy.fit(undefined, 34);
    });
  }
  document.getElementById("zoom").hidden = false;

  const picked = document.getElementById("picked");
  cy.on("tap", "node, edge", (event) => {
    const data = event.target.data();
    const link = document.createElement("a");
    link.href = data.href;
    if (event.target.isNode()) {
      link.textContent = data.name;
    } else {
      const [from, to] = [event.target.source(), event.target.target()].map((end) => end.data("name"));
      link.textContent = `${from} ${data.way} ${to}: ${data.events} event${data.events === 1 ? "" : "s"} (${data.said})`;
    }
    picked.replaceChildren("Picked: ", link);
    picked.hidden = false;
  });
  box.dataset.drawn = "yes";
  box.dataset.nodes = String(cy.nodes().length);
  box.dataset.edges = String(cy.edges().length);
})();
