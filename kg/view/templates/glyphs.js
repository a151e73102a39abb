// Shapes of nodes and heads of arrows. The legend draws with the same functions as the picture.

/** Corners of a regular polygon with one of them at `turn`. */
function polygon(ctx, x, y, radius, corners, turn) {
  for (let i = 0; i < corners; i++) {
    const angle = turn + (i * 2 * Math.PI) / corners;
    ctx[i ? "lineTo" : "moveTo"](x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  ctx.closePath();
}

const up = -Math.PI / 2;
const shapes = {
  circle: (ctx, x, y, r) => ctx.arc(x, y, r, 0, 2 * Math.PI),
  ring: (ctx, x, y, r) => ctx.arc(x, y, r * 0.94, 0, 2 * Math.PI),
  hexagon: (ctx, x, y, r) => polygon(ctx, x, y, r * 1.1, 6, 0),
  diamond: (ctx, x, y, r) => polygon(ctx, x, y, r * 1.15, 4, 0),
  square: (ctx, x, y, r) => ctx.rect(x - r * 0.86, y - r * 0.86, r * 1.72, r * 1.72),
  triangle: (ctx, x, y, r) => polygon(ctx, x, y + r * 0.15, r * 1.15, 3, up),
  pentagon: (ctx, x, y, r) => polygon(ctx, x, y, r * 1.1, 5, up),
  pill: (ctx, x, y, r) => ctx.roundRect(x - r * 1.15, y - r * 0.7, r * 2.3, r * 1.4, r * 0.7),
  star: (ctx, x, y, r) => {
    for (let i = 0; i < 10; i++) {
      const reach = i % 2 ? r * 0.52 : r * 1.2;
      const angle = up + (i * Math.PI) / 5;
      ctx[i ? "lineTo" : "moveTo"](x + reach * Math.cos(angle), y + reach * Math.sin(angle));
    }
    ctx.closePath();
  },
  cylinder: (ctx, x, y, r) => {
    const w = r * 0.95, h = r * 0.72, lid = r * 0.34;
    ctx.moveTo(x - w, y - h);
    ctx.ellipse(x, y - h, w, lid, 0, Math.PI, 0);
    ctx.lineTo(x + w, y + h);
    ctx.ellipse(x, y + h, w, lid, 0, 0, Math.PI);
    ctx.closePath();
  },
};

/** A node's shape, filled; a stub is only its dashed outline, a ring has a hole. */
function drawShape(ctx, look, colour, ground, x, y, r, stub) {
  ctx.beginPath();
  (shapes[look.shape] ?? shapes.circle)(ctx, x, y, r);
  ctx.lineWidth = Math.max(1, r * 0.18);
  ctx.strokeStyle = colour;
  ctx.fillStyle = stub || look.shape === "ring" ? ground : colour;
  ctx.setLineDash(stub ? [r * 0.4, r * 0.3] : []);
  ctx.fill();
  ctx.stroke();
  ctx.setLineDash([]);
  if (look.shape === "ring" && !stub) {
    ctx.beginPath();
    ctx.arc(x, y, r * 0.45, 0, 2 * Math.PI);
    ctx.fillStyle = colour;
    ctx.fill();
  }
  if (look.shape === "cylinder" && !stub) {
    ctx.beginPath();
    ctx.ellipse(x, y - r * 0.66, r * 0.72, r * 0.2, 0, 0, 2 * Math.PI);
    ctx.fillStyle = ground;
    ctx.fill();
  }
}

/** An arrowhead with its tip at x, y, pointing along `angle`. */
function drawHead(ctx, shape, colour, ground, x, y, angle, size) {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(angle);
  ctx.lineWidth = Math.max(0.8, size * 0.17);
  ctx.strokeStyle = colour;
  ctx.fillStyle = shape.startsWith("open") ? ground : colour;
  ctx.beginPath();
  const s = size;
  if (shape === "triangle" || shape === "open" || shape === "double") {
    ctx.moveTo(0, 0); ctx.lineTo(-s, s * 0.45); ctx.lineTo(-s, -s * 0.45); ctx.closePath();
    if (shape === "double") {
      ctx.moveTo(-s * 0.95, 0); ctx.lineTo(-s * 1.9, s * 0.45); ctx.lineTo(-s * 1.9, -s * 0.45); ctx.closePath();
    }
  } else if (shape === "diamond" || shape === "open-diamond") {
    ctx.moveTo(0, 0); ctx.lineTo(-s * 0.6, s * 0.42); ctx.lineTo(-s * 1.2, 0); ctx.lineTo(-s * 0.6, -s * 0.42); ctx.closePath();
  } else if (shape === "square") {
    ctx.rect(-s * 0.85, -s * 0.4, s * 0.8, s * 0.8);
  } else if (shape === "bar") {
    ctx.rect(-s * 0.3, -s * 0.55, s * 0.2, s * 1.1);
    ctx.moveTo(-s * 0.4, 0); ctx.lineTo(-s * 1.2, s * 0.4); ctx.lineTo(-s * 1.2, -s * 0.4); ctx.closePath();
  } else {
    const r = shape === "dot" ? s * 0.26 : s * 0.4;
    ctx.arc(-r, 0, r, 0, 2 * Math.PI);
  }
  ctx.fill();
  ctx.stroke();
  ctx.restore();
}

const colourOf = (look) => (isDark() ? look.dark : look.light);

/** Dashes of an edge: dotted where it is not plainly stated, else the kind's own. */
const dashOf = (edge) => (edge.standing ? [1, 4] : graph.relations[edge.relation].dash);
