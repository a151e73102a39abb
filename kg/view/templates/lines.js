// Lines: which way an edge runs, and where on it there is room for its text.

/** The curves of an edge, each as x0 y0, two controls, x1 y1; the last one ends at the child. */
function curvesOf(edge) {
  if (edge.curves) return edge.curves;
  const route = edge.route;
  edge.curves = edge.from === edge.to ? [] : route?.length === 4 ? withLead(edge) : route ? along(route) : bow(edge);
  return edge.curves;
}

const swing = (x0, y0, x1, y1) => [x0, y0, (x0 + x1) / 2, y0, (x0 + x1) / 2, y1, x1, y1];

/** Between columns it swings, through a column it runs straight: there its text has room. */
function along(route) {
  const curves = [];
  for (let i = 0; i + 3 < route.length; i += 2) curves.push(swing(...route.slice(i, i + 4)));
  return curves;
}

/** To the next column: straight at the end where fewer edges meet, for its text, then a swing. */
function withLead(edge) {
  const [x0, y0, x1, y1] = edge.route;
  const lead = Math.max(0, Math.abs(x1 - x0) - 52) * Math.sign(x1 - x0);
  const leaving = edgesAt[edge.from].filter((other) => other.from === edge.from).length;
  const entering = edgesAt[edge.to].filter((other) => other.to === edge.to).length;
  if (leaving <= entering) return [swing(x0, y0, x0 + lead, y0), swing(x0 + lead, y0, x1, y1)];
  return [swing(x0, y0, x1 - lead, y1), swing(x1 - lead, y1, x1, y1)];
}

/** In the overview: from rim to rim with a slight bend. */
function bow(edge) {
  const a = nodes[edge.from], b = nodes[edge.to];
  const dx = b.x - a.x, dy = b.y - a.y, length = Math.hypot(dx, dy) || 1;
  const ux = dx / length, uy = dy / length, bend = length * 0.07;
  const x0 = a.x + (ux * a.w) / 2, y0 = a.y + (uy * a.h) / 2;
  const x1 = b.x - ux * (b.w / 2 + 2), y1 = b.y - uy * (b.h / 2 + 2);
  const at = (t) => [x0 + (x1 - x0) * t - uy * bend, y0 + (y1 - y0) * t + ux * bend];
  return [[x0, y0, ...at(0.33), ...at(0.67), x1, y1]];
}

/** The point of a curve at t, from 0 to 1. */
function pointAt([x0, y0, ax, ay, bx, by, x1, y1], t) {
  const s = 1 - t, a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;
  return [a * x0 + b * ax + c * bx + d * x1, a * y0 + b * ay + c * by + d * y1];
}

/** Where a text of this width may stand: on straight pieces first, the nearest to the child first. */
function textPlaces(edge, width) {
  const curves = curvesOf(edge);
  const places = [];
  for (const [x0, y0, , , , , x1, y1] of lanes ? curves.toReversed() : []) {
    if (y0 !== y1 || Math.abs(x1 - x0) < width * 0.7) continue;
    const side = Math.sign(x1 - x0) * (width / 2 + 7); // leads begin at a box, lanes are amid
    if (curves.length > 2) places.push([(x0 + x1) / 2, y0]);
    else if (x0 === edge.route[0]) places.push([x0 + side, y0]);
    else places.push([x1 - side - Math.sign(side) * 10, y1]);
  }
  const longest = curves.reduce((a, b) => (Math.abs(b[7] - b[1]) >= Math.abs(a[7] - a[1]) ? b : a));
  for (const curve of new Set([curves[curves.length - 1], longest, curves[0]])) {
    for (const t of [0.5, 0.66, 0.34, 0.2, 0.8]) places.push(pointAt(curve, t));
  }
  return places;
}
