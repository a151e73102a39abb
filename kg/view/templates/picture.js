// The view: vis-network with fixed places, selection, keys and the saved picture.
let network = null;
let visNodes = null;

function makeNetwork() {
  // Boxes without a look of their own: they are what vis-network finds under the pointer.
  const nothing = "rgba(0,0,0,0)";
  const margin = { top: 0, right: 0, bottom: 0, left: 0 };
  visNodes = new vis.DataSet(nodes.map(({ id, x, y, w, h }) => ({
    id, x, y, label: " ", shape: "box", margin, widthConstraint: w, heightConstraint: { minimum: h },
  })));
  const visEdges = new vis.DataSet(edges.map(({ id, from, to }) => ({ id, from, to, hidden: true })));
  const blank = { background: nothing, border: nothing };
  network = new vis.Network($("stage"), { nodes: visNodes, edges: visEdges }, {
    physics: false,
    layout: { randomSeed: 1, improvedLayout: false },
    nodes: { borderWidth: 0, borderWidthSelected: 0, chosen: false, shapeProperties: { borderRadius: 0 }, font: { size: 1 },
      color: { ...blank, highlight: blank, hover: blank } },
    edges: { chosen: false, smooth: false },
    interaction: { hover: true, dragNodes: false, selectConnectedEdges: false, multiselect: false,
      keyboard: { enabled: false }, zoomSpeed: 0.7 },
  });
  $("stage").firstElementChild.tabIndex = -1; // the stage itself takes the focus
  network.on("afterDrawing", (ctx) => paint(ctx, network.getScale(), viewBounds()));
  network.on("click", onClick);
  network.on("hoverNode", ({ node }) => hover({ node }));
  network.on("blurNode", () => hover(null));
  network.on("zoom", limitZoom);
  $("stage").addEventListener("mousemove", onMove);
  $("stage").addEventListener("mouseleave", () => hover(null));
  $("stage").addEventListener("keydown", onKey);
}

function viewBounds() {
  const stage = $("stage");
  const start = network.DOMtoCanvas({ x: 0, y: 0 });
  const end = network.DOMtoCanvas({ x: stage.clientWidth, y: stage.clientHeight });
  return { left: start.x, top: start.y, right: end.x, bottom: end.y };
}

function limitZoom() {
  const scale = network.getScale();
  const kept = Math.min(4, Math.max(0.04, scale));
  if (kept !== scale) network.moveTo({ scale: kept });
}

/** What lies under the cards of the legend and the panel does not count as visible. */
function freeArea() {
  const stage = $("stage").getBoundingClientRect();
  const area = { left: 20, top: 20, right: stage.width - 20, bottom: stage.height - 20 };
  const wide = stage.width > 860;
  if (wide && $("legend").open) {
    if (root.dataset.legend === "foot") area.bottom -= $("legend").offsetHeight + 8;
    else area.left += $("legend").offsetWidth;
  }
  if (!$("panel").hidden) {
    if (wide) area.right -= $("panel").offsetWidth;
    else area.bottom -= $("panel").offsetHeight;
  }
  return area;
}

/** Show a point of the drawing in the middle of the free area. */
function lookAt(x, y, scale, animate) {
  const area = freeArea();
  const stage = $("stage");
  const position = {
    x: x + (stage.clientWidth / 2 - (area.left + area.right) / 2) / scale,
    y: y + (stage.clientHeight / 2 - (area.top + area.bottom) / 2) / scale,
  };
  const moves = animate && !calm();
  network.moveTo({ position, scale, animation: moves ? { duration: 280, easingFunction: "easeInOutQuad" } : false });
}

function bounds() {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const node of nodes.filter(isShown)) {
    box.left = Math.min(box.left, node.x - node.w / 2);
    box.right = Math.max(box.right, node.x + node.w / 2);
    box.top = Math.min(box.top, node.y - node.h / 2);
    box.bottom = Math.max(box.bottom, node.y + node.h / 2 + (lanes ? 0 : 20));
  }
  return box.left === Infinity ? { left: 0, top: 0, right: 1, bottom: 1 } : box;
}

/** The scale at which all of it is seen. */
function fitScale() {
  const box = bounds();
  const area = freeArea();
  const across = (area.right - area.left) / (box.right - box.left);
  const down = (area.bottom - area.top) / (box.bottom - box.top);
  return Math.max(0.04, Math.min(lanes ? 1.15 : 2, across, down));
}

/** All of it; at the start a drawing too large to read shows its focus instead. */
function fit(animate, readable = false) {
  const box = bounds();
  const area = freeArea();
  const across = (area.right - area.left) / (box.right - box.left);
  const scale = fitScale();
  const focus = nodes.find((node) => node.focus);
  if (readable && lanes && scale < 0.5) {
    const start = focus ?? nodes.reduce((a, b) => (edgesAt[b.id].length > edgesAt[a.id].length ? b : a));
    const size = Math.max(innerWidth < 600 ? 0.85 : 0.66, Math.min(0.9, across));
    const within = (at, low, high, half) => (high - low < 2 * half ? (low + high) / 2 : Math.min(high - half, Math.max(low + half, at)));
    lookAt(within(start.x, box.left, box.right, (area.right - area.left) / 2 / size),
      within(start.y, box.top, box.bottom, (area.bottom - area.top) / 2 / size), size, animate);
  } else {
    lookAt((box.left + box.right) / 2, (box.top + box.bottom) / 2, scale, animate);
  }
}

function zoomBy(factor) {
  network.moveTo({ scale: Math.min(4, Math.max(0.04, network.getScale() * factor)), animation: false });
}

/** Light what a node comes from and what came from it; an edge lights its two ends. */
function light() {
  lit.nodes = null;
  lit.edges = new Set();
  const chosen = state.selected;
  if (!chosen) return;
  lit.nodes = new Set();
  if (chosen.edge !== undefined) {
    lit.nodes.add(edges[chosen.edge].from).add(edges[chosen.edge].to);
    lit.edges.add(chosen.edge);
    return;
  }
  for (const [near, far] of [["to", "from"], ["from", "to"]]) {
    const seen = new Set([chosen.node]);
    for (const id of seen) {
      for (const edge of edgesAt[id]) {
        const lineage = isModel(nodes[edge.from]) && isModel(nodes[edge.to]);
        if (edge[near] !== id || !isDrawn(edge) || !(lineage || id === chosen.node)) continue;
        seen.add(edge[far]);
        lit.edges.add(edge.id);
      }
    }
    seen.forEach((id) => lit.nodes.add(id));
  }
}

function select(chosen, { move = false, open = true } = {}) {
  state.selected = chosen;
  light();
  if (open) showPanel();
  if (network) {
    if (chosen?.node !== undefined) network.selectNodes([chosen.node], false);
    else network.unselectAll();
    if (move && chosen?.node !== undefined) {
      const { x, y } = nodes[chosen.node];
      lookAt(x, y, Math.max(network.getScale(), lanes ? 0.8 : 1), true);
    }
    network.redraw();
  }
}

/** The edge whose line passes within eight pixels of a point of the screen. */
function edgeNear(point) {
  const at = network.DOMtoCanvas(point);
  let best = null;
  let least = 8 / network.getScale();
  for (const edge of edges) {
    if (!isDrawn(edge) || (!lanes && lit.nodes && !lit.edges.has(edge.id))) continue;
    for (const curve of curvesOf(edge)) {
      for (let t = 0; t <= 1; t += 1 / 24) {
        const [x, y] = pointAt(curve, t);
        const distance = Math.hypot(x - at.x, y - at.y);
        if (distance < least) [least, best] = [distance, edge];
      }
    }
  }
  return best;
}

function onClick({ nodes: [node], pointer }) {
  if (node !== undefined) return select({ node });
  const edge = edgeNear(pointer.DOM);
  select(edge ? { edge: edge.id } : null);
}

let lastMove = 0;
function onMove(event) {
  const box = $("stage").getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  const tip = $("tip");
  tip.style.left = `${Math.min(x + 14, box.width - 360)}px`;
  tip.style.top = `${y + 16}px`;
  if (state.hovered?.node !== undefined || event.timeStamp - lastMove < 40) return;
  lastMove = event.timeStamp;
  const edge = edgeNear({ x, y });
  if (edge?.id !== state.hovered?.edge) hover(edge ? { edge: edge.id } : null);
}

function hover(what) {
  state.hovered = what;
  const tip = $("tip");
  tip.hidden = !what;
  if (what?.node !== undefined) {
    tip.textContent = `${shorten(nodeName(nodes[what.node]), 300)} · ${kindName(nodes[what.node])}`;
  } else if (what) {
    tip.textContent = edgeSentence(edges[what.edge]);
  }
  $("stage").style.cursor = what ? "pointer" : "";
  network.redraw();
}

function edgeSentence(edge) {
  const parts = [
    `${shorten(nodeName(nodes[edge.to]), 80)} — ${relationName(edge)} — ${shorten(nodeName(nodes[edge.from]), 80)}`,
    throughName(edge),
    edge.standing ? word(edge.standing) : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function onKey(event) {
  if (event.key === "Enter" && state.selected) {
    showPanel();
    $("panel").focus();
  } else if (event.key === "+" || event.key === "=") zoomBy(1.25);
  else if (event.key === "-") zoomBy(0.8);
  else if (event.key === "0") fit(true);
  else if (directions[event.key]) step(directions[event.key]);
  else return;
  event.preventDefault();
}

/** To the neighbour that lies most in that direction; else to the nearest thing there. */
function step([dx, dy]) {
  const here = state.selected?.node;
  if (here === undefined) {
    const start = nodes.find((node) => node.focus && isShown(node)) ?? nodes.find(isShown);
    return start && announce(start.id);
  }
  const from = nodes[here];
  const near = edgesAt[here].filter(isDrawn).map((edge) => nodes[edge.from === here ? edge.to : edge.from]);
  const best = (candidates) => {
    let found = null, least = Infinity;
    for (const node of candidates) {
      const x = node.x - from.x, y = node.y - from.y;
      const along = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
      const cost = along + 2 * aside;
      if (node !== from && along > 1 && aside < along * 2.5 && cost < least) [found, least] = [node, cost];
    }
    return found;
  };
  const next = best(near) ?? best(nodes.filter(isShown));
  if (next) announce(next.id);
}

function announce(id) {
  select({ node: id }, { move: true, open: !$("panel").hidden });
  say(`${shorten(nodeName(nodes[id]), 120)}, ${kindName(nodes[id])}, ${edgesAt[id].length} ${word(edgesAt[id].length === 1 ? "links_one" : "links")}`);
}
