// The page's data and its words. All text of the page that a script writes goes through `element`,
// which sets text and never markup.
const graph = JSON.parse(document.getElementById("graph").textContent);
const root = document.documentElement;
const $ = (id) => document.getElementById(id);

const state = {
  language: root.lang.startsWith("zh") ? "zh" : "en",
  selected: null, // {node: id} or {edge: id}
  hovered: null,
  hiddenRelations: new Set(),
  hiddenKinds: new Set(),
};

/** The interface word for a key, with {placeholders} filled in. */
function word(key, values = {}) {
  const text = graph.words[key]?.[state.language] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

const nodeName = (node) => (state.language === "zh" && node.zh) || node.label;
const kindName = (node) => graph.kinds[node.kind][state.language];
const relationName = (edge) => graph.relations[edge.relation][state.language]; // “A fine-tuned from B”
const lineName = (edge) => graph.relations[edge.relation].line[state.language]; // “fine-tuning”
const throughName = (edge) =>
  edge.through ? word("through", { name: edge.through[state.language === "zh" ? 1 : 0] }) : "";

/** An element with attributes and children; strings become text nodes. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** A link for web addresses; any other scheme is only text. */
function link(address, text) {
  if (!/^https?:\/\//i.test(address)) return element("span", {}, text);
  return element("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, text);
}

const shorten = (text, limit) => {
  const characters = [...text.slice(0, limit * 2)];
  return characters.length > limit ? characters.slice(0, limit - 1).join("") + "…" : text;
};

const isDark = () =>
  root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const say = (text) => { $("say").textContent = text; };

/** Nodes and edges by id, and the edges at each node. */
const nodes = graph.nodes;
const edges = graph.edges;
const edgesAt = nodes.map(() => []);
for (const edge of edges) {
  edgesAt[edge.from].push(edge);
  if (edge.to !== edge.from) edgesAt[edge.to].push(edge);
}
const isModel = (node) => graph.models.includes(node.kind);
const isShown = (node) => !state.hiddenKinds.has(node.kind);
const isDrawn = (edge) =>
  !state.hiddenRelations.has(edge.relation) && isShown(nodes[edge.from]) && isShown(nodes[edge.to]);
