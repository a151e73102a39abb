// Drawing. vis-network moves the view and finds what is under the pointer; what one sees is drawn
// here, the same way on the screen and in the saved picture.
const lanes = graph.mode === "lanes";
const fontFamily = getComputedStyle(document.body).fontFamily;
const lit = { nodes: null, edges: new Set() }; // what a selection lights; null: everything
let palette = {};

function readPalette() {
  const style = getComputedStyle(root);
  for (const name of ["page", "surface", "ink", "soft", "line", "accent", "on-accent"]) {
    palette[name] = style.getPropertyValue(`--${name}`).trim();
  }
}

const widths = new Map();
/** The width of a text in a font of 10 px, remembered: measuring is the dear part of drawing. */
function unitWidth(ctx, text, weight) {
  const key = weight + text;
  let width = widths.get(key);
  if (width === undefined) {
    ctx.font = `${weight} 10px ${fontFamily}`;
    width = ctx.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}

/** The text, cut with an ellipsis to a width. */
function fitText(ctx, text, size, weight, width) {
  text = shorten(text, 60);
  if ((unitWidth(ctx, text, weight) * size) / 10 <= width) return text;
  let low = 1, high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((unitWidth(ctx, text.slice(0, middle) + "…", weight) * size) / 10 <= width) low = middle;
    else high = middle - 1;
  }
  return text.slice(0, low).trimEnd() + "…";
}

function write(ctx, text, x, y, size, weight, colour, halo) {
  ctx.font = `${weight} ${size}px ${fontFamily}`;
  if (halo) {
    ctx.lineWidth = size * 0.32;
    ctx.lineJoin = "round";
    ctx.strokeStyle = halo;
    ctx.strokeText(text, x, y);
  }
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

function edgeAlpha(edge) {
  if (lit.nodes) return lit.edges.has(edge.id) ? 1 : 0.08;
  if (lanes) return 0.9;
  const a = nodes[edge.from], b = nodes[edge.to];
  const lineage = isModel(a) && isModel(b);
  const faded = Math.min(1, 110 / (Math.hypot(a.x - b.x, a.y - b.y) || 1)); // long lines step back
  return lineage ? 0.22 + 0.55 * faded : 0.06 + 0.4 * faded * faded;
}

function paintEdge(ctx, edge, unit) {
  const curves = curvesOf(edge);
  if (!curves.length) return;
  const look = graph.relations[edge.relation];
  const colour = colourOf(look);
  const strong = state.selected?.edge === edge.id || state.hovered?.edge === edge.id;
  ctx.globalAlpha = strong ? 1 : edgeAlpha(edge);
  ctx.lineWidth = (look.width + (strong ? 1.4 : 0)) * unit;
  ctx.lineCap = edge.standing ? "round" : "butt";
  ctx.strokeStyle = colour;
  ctx.setLineDash(dashOf(edge).map((length) => length * unit));
  ctx.beginPath();
  for (const [x0, y0, ax, ay, bx, by, x1, y1] of curves) {
    ctx.moveTo(x0, y0);
    ctx.bezierCurveTo(ax, ay, bx, by, x1, y1);
  }
  ctx.stroke();
  ctx.setLineDash([]);
  if (ctx.globalAlpha < 0.3) return;
  const end = curves[curves.length - 1];
  const angle = Math.atan2(end[7] - end[5], end[6] - end[4]);
  const size = (4.5 + look.width * 2.2) * unit;
  drawHead(ctx, look.shape, colour, palette.page, end[6], end[7], angle, size);
}

/** Remembers what is taken, dots from the start and texts as they come, and refuses what touches;
 * a text that matters (`bold`) may lie on dots, never on other text. */
function spaceKeeper(dots) {
  const part = lanes ? 1 : 0.8; // a round dot leaves its corners free
  const taken = dots.map((node) => [node.x, node.y, node.w * part, node.h * part]);
  const texts = taken.length;
  return (x, y, w, h, bold = false) => {
    const clash = (bold ? taken.slice(texts) : taken).some((t) => Math.abs(t[0] - x) < (t[2] + w) / 2 && Math.abs(t[1] - y) < (t[3] + h) / 2);
    if (!clash) taken.push([x, y, w, h]);
    return !clash;
  };
}

/** The text of an edge, at the first place that is free. */
function paintEdgeLabel(ctx, edge, size, isFree) {
  if (!curvesOf(edge).length) return;
  const marked = edge.standing ? ` · ${word(edge.standing)}` : "";
  const text = shorten(lineName(edge) + marked, 48);
  const through = shorten(throughName(edge), 48);
  const width = (Math.max(unitWidth(ctx, text, 400), unitWidth(ctx, through, 400)) * size) / 10 + 6;
  const height = size * (through ? 2.5 : 1.3);
  for (const [x, y] of textPlaces(edge, width)) {
    if (!isFree(x, y, width, height)) continue;
    ctx.globalAlpha = lit.nodes && !lit.edges.has(edge.id) ? 0.15 : 1;
    const colour = colourOf(graph.relations[edge.relation]);
    ctx.fillStyle = palette.page; // the line stops for its text
    ctx.fillRect(x - width / 2, y - height / 2, width, height);
    write(ctx, text, x, through ? y - size * 0.6 : y, size, 400, colour, palette.page);
    if (through) write(ctx, through, x, y + size * 0.6, size * 0.92, 400, palette.soft, palette.page);
    return;
  }
}

const nodeAlpha = (node) => (lit.nodes && !lit.nodes.has(node.id) ? 0.18 : 1);

function paintBox(ctx, node) {
  const { x, y, w, h } = node;
  const left = x - w / 2, top = y - h / 2;
  const chosen = state.selected?.node === node.id;
  const strong = chosen || state.hovered?.node === node.id;
  const colour = colourOf(graph.kinds[node.kind]);
  ctx.globalAlpha = 1;
  ctx.beginPath();
  ctx.roundRect(left, top, w, h, 9);
  ctx.fillStyle = palette.page; // so that no line shows through a dimmed box
  ctx.fill();
  ctx.globalAlpha = nodeAlpha(node);
  ctx.fillStyle = node.focus ? palette.accent : node.stub ? palette.page : palette.surface;
  ctx.fill();
  ctx.lineWidth = strong ? 2.4 : isModel(node) ? 1.5 : 1;
  ctx.strokeStyle = strong ? palette.accent : isModel(node) ? colour : palette.line;
  ctx.setLineDash(node.stub ? [5, 4] : []);
  ctx.stroke();
  ctx.setLineDash([]);
  if (chosen) {
    ctx.beginPath();
    ctx.roundRect(left - 4, top - 4, w + 8, h + 8, 12);
    ctx.lineWidth = 1.4;
    ctx.stroke();
  }
  const ink = node.focus ? palette["on-accent"] : palette.ink;
  const ground = node.focus ? palette.accent : palette.surface;
  drawShape(ctx, graph.kinds[node.kind], node.focus ? ink : colour, ground, left + 21, y, 8, node.stub);
  ctx.textAlign = "left";
  paintBoxText(ctx, node, left + 39, w - 49, ink);
  ctx.textAlign = "center";
}

/** The name, in two lines where the layout left room for them, and under a model its kind. */
function paintBoxText(ctx, node, x, room, ink) {
  const side = !isModel(node) && !node.focus;
  const plain = side ? 32 : 46; // heights of the layout with one line for the name
  const weight = side ? 500 : 600;
  const names = node.h > plain ? twoLines(ctx, nodeName(node), 13, weight, room) : [nodeName(node)];
  let y = node.y - (names.length - 1) * 8 - (side ? 0 : 8.5) + 0.5;
  for (const line of names) {
    write(ctx, fitText(ctx, line, 13, weight, room), x, y, 13, weight, ink);
    y += 16;
  }
  if (side) return;
  const more = node.more ? ` · +${word("more", { n: node.more })}` : "";
  const second = kindName(node) + (node.stub ? ` · ${word("stub")}` : "") + more;
  const soft = node.focus ? palette["on-accent"] : palette.soft;
  write(ctx, fitText(ctx, second, 11, 400, room), x, y + 2.5, 11, 400, soft);
}

/** A text as one or two lines of this width, broken between words or, for want of them, anywhere. */
function twoLines(ctx, text, size, weight, room) {
  const first = fitText(ctx, text, size, weight, room);
  if (first === text) return [text];
  const most = first.length - 1; // without the ellipsis
  const gap = Math.max(text.lastIndexOf(" ", most), text.lastIndexOf("-", most - 1) + 1);
  const cut = gap > most / 3 ? gap : most;
  return [text.slice(0, cut).trimEnd(), text.slice(cut).trimStart()];
}

function paintDot(ctx, node, unit) {
  const colour = colourOf(graph.kinds[node.kind]);
  const strong = state.selected?.node === node.id || state.hovered?.node === node.id;
  ctx.globalAlpha = nodeAlpha(node);
  const radius = node.w / 2;
  if (strong || node.focus) {
    ctx.beginPath();
    ctx.arc(node.x, node.y, radius + 4 * unit, 0, 2 * Math.PI);
    ctx.lineWidth = 2 * unit;
    ctx.strokeStyle = palette.accent;
    ctx.stroke();
  }
  drawShape(ctx, graph.kinds[node.kind], colour, palette.page, node.x, node.y, radius, node.stub);
}

/** Names beside dots, the weightier first, as many as there is room for. */
function paintNames(ctx, shown, scale, isFree) {
  const weight = (node) =>
    (state.selected?.node === node.id ? 4000 : 0) + (state.hovered?.node === node.id ? 4000 : 0) +
    (node.focus ? 2000 : 0) + (lit.nodes?.has(node.id) ? 1000 : 0) + (isModel(node) ? 3 : 0) + edgesAt[node.id].length;
  const unit = 1 / scale;
  const size = 12 * unit;
  const named = shown.filter((node) => !lit.nodes || lit.nodes.has(node.id));
  named.sort((a, b) => weight(b) - weight(a));
  for (const [rank, node] of named.entries()) {
    const first = rank < (lit.nodes ? 4 : 26);
    const bold = rank < 8 ? 600 : 400;
    const more = node.more ? ` (+${word("more", { n: node.more })})` : "";
    const text = shorten(nodeName(node), 32) + more;
    const width = (unitWidth(ctx, text, bold) * size) / 10 + 8 * unit;
    const y = node.y + node.h / 2 + size * 0.95;
    const crowd = lit.nodes || scale > 1.2 ? 1 : 1.25; // a little air between names
    if (!isFree(node.x, y, width * crowd, size * 1.35 * crowd, first)) continue;
    ctx.globalAlpha = 1;
    write(ctx, text, node.x, y, size, bold, palette.ink, palette.page);
  }
}

const inView = (view, node) =>
  node.x + node.w > view.left && node.x - node.w < view.right && node.y + node.h > view.top && node.y - node.h < view.bottom;

/** Everything, in the order in which it lies. `view` bounds what is worth drawing. */
function paint(ctx, scale, view) {
  const unit = lanes ? 1 : 1 / Math.sqrt(Math.max(scale, 0.1));
  const drawn = edges.filter(isDrawn);
  const shown = nodes.filter((node) => isShown(node) && inView(view, node));
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const edge of drawn) if (!lit.edges.has(edge.id)) paintEdge(ctx, edge, unit);
  for (const edge of drawn) if (lit.edges.has(edge.id)) paintEdge(ctx, edge, unit);
  for (const node of shown) lanes ? paintBox(ctx, node) : paintDot(ctx, node, unit);
  const text = lanes ? 1 : 1 / scale;
  const isFree = spaceKeeper(shown.filter((node) => lanes || nodeAlpha(node) === 1));
  if (!lanes) paintNames(ctx, shown, scale, isFree);
  const near = (edge) => lit.edges.has(edge.id) || state.hovered?.edge === edge.id || state.selected?.edge === edge.id;
  const labelled = drawn.filter((edge) => near(edge) || (lanes ? scale > 0.5 : scale > 1.7));
  // flat lines first: the others find another place for their texts
  const rise = ({ from, to, route }) => (route?.length === 4 ? Math.abs(nodes[to].y - nodes[from].y) : 1000);
  labelled.sort((a, b) => near(b) - near(a) || (lanes ? rise(a) - rise(b) : 0));
  for (const edge of labelled) paintEdgeLabel(ctx, edge, 11 * text, isFree);
  ctx.restore();
}
