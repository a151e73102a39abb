// Search by name in either language; the list is driven by the keys as by the pointer.
const folded = nodes.map((node) => {
  const others = (graph.facts[node.id] ?? []).filter((fact) => graph.properties[fact.property].names).map((fact) => fact.value);
  return [node.label, node.zh ?? "", node.iri.split("/").pop(), ...others].map(fold).join("\n");
});
let active = -1;
let hits = [];

function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\s_-]+/g, " ");
}

/** Names that begin with the text first, then the ones that hold it, the better known first. */
function find(text) {
  const wanted = fold(text).trim();
  if (!wanted) return [];
  const rank = (id) => (folded[id].split("\n").some((part) => part.startsWith(wanted)) ? 0 : 1);
  return nodes.map((node) => node.id).filter((id) => folded[id].includes(wanted))
    .sort((a, b) => rank(a) - rank(b) || edgesAt[b].length - edgesAt[a].length).slice(0, 12);
}

function showHits() {
  const text = $("search").value;
  hits = find(text);
  active = hits.length ? 0 : -1;
  const list = $("found");
  list.replaceChildren(...hits.map((id, position) => hitItem(id, position)));
  if (!hits.length && text.trim()) list.append(element("li", { role: "presentation" }, word("search_none")));
  list.hidden = !text.trim();
  $("search").setAttribute("aria-expanded", String(!list.hidden));
  markHit();
}

function hitItem(id, position) {
  const item = element("li", { role: "option", id: `hit-${position}`, title: shorten(nodes[id].label, 600) },
    element("span", {}, name(nodeName(nodes[id]), 80)), element("small", {}, kindName(nodes[id])));
  item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(id); });
  return item;
}

function markHit() {
  hits.forEach((_, position) => $(`hit-${position}`).setAttribute("aria-selected", String(position === active)));
  if (active >= 0) {
    $("search").setAttribute("aria-activedescendant", `hit-${active}`);
    $(`hit-${active}`).scrollIntoView({ block: "nearest" });
  } else $("search").removeAttribute("aria-activedescendant");
}

function hideHits() {
  $("found").hidden = true;
  $("search").setAttribute("aria-expanded", "false");
  $("search").removeAttribute("aria-activedescendant");
}

/** Go to a thing found; a kind that the legend hides is shown again. */
function choose(id) {
  hideHits();
  if (!isShown(nodes[id])) toggle(state.hiddenKinds, nodes[id].kind);
  if (root.dataset.view === "list") revealInList(id);
  select({ node: id }, { move: true });
  say(`${shorten(nodeName(nodes[id]), 120)}, ${kindName(nodes[id])}`);
}

/** Show a thing in the list, its branch opened. */
function revealInList(id) {
  const entry = $(`t${id}`);
  for (let box = entry?.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  entry?.scrollIntoView({ block: "center" });
}

function startSearch() {
  const input = $("search");
  input.addEventListener("input", showHits);
  input.addEventListener("blur", hideHits);
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (steps[event.key] && hits.length) {
      active = (active + steps[event.key] + hits.length) % hits.length;
      markHit();
    } else if (event.key === "Enter" && active >= 0) choose(hits[active]);
    else if (event.key === "Escape" && !$("found").hidden) { hideHits(); event.stopPropagation(); }
    else return;
    event.preventDefault();
  });
}
