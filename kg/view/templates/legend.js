// The legend: every kind of relation and of thing that occurs, as a switch.

/** A small canvas with one line or one shape, drawn as the picture draws it. */
function swatch(width, paintIt) {
  const ratio = Math.max(2, devicePixelRatio);
  const canvas = element("canvas", { width: width * ratio, height: 18 * ratio, "aria-hidden": "true" });
  canvas.style.width = `${width}px`;
  canvas.style.height = "18px";
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  paintIt(ctx);
  return canvas;
}

function relationSwatch(look) {
  return swatch(38, (ctx) => {
    const colour = colourOf(look);
    ctx.lineWidth = look.width;
    ctx.strokeStyle = colour;
    ctx.setLineDash(look.dash);
    ctx.beginPath();
    ctx.moveTo(2, 9);
    ctx.lineTo(31, 9);
    ctx.stroke();
    ctx.setLineDash([]);
    drawHead(ctx, look.shape, colour, palette.surface, 36, 9, 0, 4.5 + look.width * 2.2);
  });
}

const kindSwatch = (look) =>
  swatch(22, (ctx) => drawShape(ctx, look, colourOf(look), palette.surface, 11, 9, 6.5, false));

function legendItem(key, look, hidden, drawSwatch) {
  const button = element("button", { type: "button", "aria-pressed": String(!hidden.has(key)), "data-key": key, title: look[state.language] },
    drawSwatch(look), element("span", {}, name((look.line ?? look)[state.language], 60)), element("small", {}, String(look.n)));
  button.addEventListener("click", () => toggle(hidden, key));
  return element("li", {}, button);
}

function drawLegend() {
  const held = document.activeElement?.dataset?.key;
  const fill = (id, looks, hidden, drawSwatch) =>
    $(id).replaceChildren(...Object.entries(looks).map(([key, look]) => legendItem(key, look, hidden, drawSwatch)));
  const relations = Object.entries(graph.relations);
  const folded = relations.filter(([, look]) => look.minor).length > 3; // few need no drawer
  const group = (minor) => Object.fromEntries(relations.filter(([, look]) => (folded && look.minor) === minor));
  fill("legend-relations", group(false), state.hiddenRelations, relationSwatch);
  fill("legend-minor", group(true), state.hiddenRelations, relationSwatch);
  $("legend-more").hidden = !folded;
  $("legend-more-count").textContent = String($("legend-minor").childElementCount);
  fill("legend-kinds", graph.kinds, state.hiddenKinds, kindSwatch);
  $("reset").hidden = !state.hiddenRelations.size && !state.hiddenKinds.size;
  if (held !== undefined) {
    [...document.querySelectorAll("#legend [data-key]")].find((button) => button.dataset.key === held)?.focus();
  }
}

/** Hide or show one kind. */
function toggle(hidden, key) {
  if (!hidden.delete(key)) hidden.add(key);
  applyFilter();
}

function applyFilter() {
  visNodes?.update(nodes.map((node) => ({ id: node.id, hidden: !isShown(node) })));
  light();
  drawLegend();
  network?.redraw();
}

function startLegend() {
  $("reset").addEventListener("click", () => {
    state.hiddenRelations.clear();
    state.hiddenKinds.clear();
    applyFilter();
    $("legend").querySelector("summary").focus();
  });
  if (innerWidth <= 860) $("legend").open = false;
  drawLegend();
}
