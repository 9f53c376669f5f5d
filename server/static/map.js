// Draws the table of places as markers over outlines of land. The table stays; nothing else is asked for.
"use strict";
(() => {
  const box = document.getElementById("map");
  const rows = [...document.querySelectorAll("#spots tbody tr[data-lat]")];
  if (!box || !rows.length || !window.L) return;
  box.hidden = false;
  const map = L.map(box, { minZoom: 1, maxZoom: 9, worldCopyJump: true, attributionControl: false, zoomSnap: 0.5 });
  L.control.attribution({ prefix: false }).addAttribution("Outlines: Natural Earth").addTo(map);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const cluster = L.markerClusterGroup({
    animate: !calm,
    showCoverageOnHover: false,
    maxClusterRadius: 44,
    iconCreateFunction: (group) => {
      const sum = group.getAllChildMarkers().reduce((total, marker) => total + marker.options.events, 0);
      return icon("cluster", sum);
    },
  });

  function icon(kind, events) {
    const size = 20 + Math.min(26, 7 * Math.log2(1 + events));
    const body = document.createElement("span");
    body.textContent = String(events);
    return L.divIcon({ className: `spot ${kind}`, html: body, iconSize: [size, size] });
  }

  for (const row of rows) {
    const { lat, lon, precision, events } = row.dataset;
    const [place, count, closely] = row.cells;
    const name = place.textContent.trim();
    const said = `${name}: ${count.textContent.trim()} (${closely.textContent.trim()})`;
    const words = document.createElement("div");
    for (const cell of [place, count]) {
      const line = document.createElement("p");
      line.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
      words.append(line);
    }
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = closely.textContent;
    words.append(note);
    const marker = L.marker([Number(lat), Number(lon)], {
      icon: icon(precision, Number(events)), title: said, alt: said, events: Number(events), keyboard: true,
    });
    cluster.addLayer(marker.bindPopup(words));
  }
  map.addLayer(cluster);
  map.fitBounds(cluster.getBounds(), { padding: [40, 40], maxZoom: 5, animate: false });

  fetch(box.dataset.land).then((answer) => answer.json()).then((world) => {
    const land = topojson.feature(world, world.objects.land);
    L.geoJSON(land, { interactive: false, className: "land" }).addTo(map).bringToBack();
    box.dataset.drawn = "yes";
  });
})();
