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
        label: "data(name)", width: "data(size)", height: "data(size)", "background-color": colour("accent"),
        color: colour("ink"), "font-size": 13, "font-family": "system-ui, sans-serif", "text-wrap": "wrap",
        "text-max-width": "120px", "text-valign": "bottom", "text-margin-y": 4, "text-background-color": colour("card"),
        "text-background-opacity": 0.85, "text-background-padding": "2px", 
      } },
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
    layout: { name: "cose", animate: false, randomize: true, nodeRepulsion: () => 20000, idealEdgeLength: () => 70,
      componentSpacing: 60, padding: 30, nodeDimensionsIncludeLabels: false },
    userZoomingEnabled: false,
    maxZoom: 3,
    minZoom: 0.2,
  });
  // the page scrolls with the wheel; the network zooms when it has been clicked into
  cy.one("tap", () => cy.userZoomingEnabled(true));

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
