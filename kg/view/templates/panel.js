// The side panel: what is known of a node or an edge, and who says so.
let opener = null;
let told = null; // what the panel is about

function showPanel(chosen = state.selected) {
  const panel = $("panel");
  told = chosen;
  if (!chosen) return closePanel();
  if (panel.hidden) opener = document.activeElement;
  panel.replaceChildren(...(chosen.node !== undefined ? nodePanel(nodes[chosen.node]) : edgePanel(edges[chosen.edge])));
  panel.hidden = false;
  root.dataset.panel = "open";
  panel.scrollTop = 0;
}

/** The focus's own facts, from the start, where a wide window leaves room for them beside the picture. */
function openFocus() {
  const focus = nodes.find((node) => node.focus);
  if (!focus || innerWidth < 1100) return;
  const alone = fitScale();
  showPanel({ node: focus.id });
  const beside = fitScale();
  // not where the names would become too small to read, or where one must pan and little is left to see
  if (lanes && beside < 0.7 && (alone >= 0.5 || innerWidth < 1400)) closePanel();
}

function closePanel() {
  const panel = $("panel");
  const inside = panel.contains(document.activeElement);
  panel.hidden = true;
  delete root.dataset.panel;
  if (inside) (opener?.isConnected ? opener : $("stage")).focus();
}

const mark = (kind) => element("em", { class: `mark ${kind}` }, word(kind));
const name = (text, limit = 300) =>
  element("bdi", { title: text.length > limit ? text.slice(0, 2000) : null }, shorten(text, limit));

function heading(text) {
  const close = element("button", { type: "button", class: "close", "aria-label": word("close"), title: word("close") }, "×");
  close.addEventListener("click", () => select(null));
  return element("div", { class: "top" }, element("h2", {}, name(text)), close);
}

/** A button that goes to a node. */
function goTo(id) {
  const button = element("button", { type: "button", class: "go" }, name(nodeName(nodes[id]), 120));
  button.addEventListener("click", () => { select({ node: id }, { move: true }); $("panel").focus(); });
  return button;
}

function claimItem(number) {
  const claim = graph.claims[number];
  const source = graph.sources[claim.source];
  const title = source.link ? link(source.link, shorten(source.title, 200)) : shorten(source.title, 200);
  const whose = element("bdi", {}, claim.denied ? element("s", {}, title) : title);
  const place = [
    claim.section ? `§ ${shorten(claim.section, 160)}` : "",
    claim.at ? word("characters", { start: claim.at[0], end: claim.at[1] }) : "",
    source.address ? shorten(source.address, 200) : "",
    claim.note ? shorten((state.language === "zh" && claim.noteZh) || claim.note, 300) : "",
  ].filter(Boolean);
  const firm = claim.denied ? mark("denied") : null;
  const said = claim.modality && graph.words[claim.modality] ? mark(claim.modality) : claim.modality;
  const plain = claim.denied || said ? null : element("span", {}, word("stated"));
  const item = element("li", {}, whose);
  for (const piece of [...place, firm, said, plain]) {
    if (piece) item.append(" · ", piece instanceof Node ? piece : element("bdi", { class: piece.length < 28 ? "short" : null }, piece));
  }
  return item;
}

/** Claims, at once if there are few, else to be opened. */
function claimList(numbers, open) {
  if (!numbers?.length) return null;
  const list = element("ul", { class: "claims" }, ...numbers.map(claimItem));
  if (open || numbers.length < 2) return list;
  return element("details", {}, element("summary", {}, word("claim_count", { n: numbers.length })), list);
}

function factValue(fact) {
  const text = (state.language === "zh" && fact.zh) || fact.value;
  const denied = fact.claims?.length && fact.claims.every((number) => graph.claims[number].denied);
  let value = fact.node !== undefined ? goTo(fact.node) : fact.link ? link(fact.link, shorten(text, 300)) : name(text);
  if (denied) value = element("s", {}, value);
  const marks = [denied ? " " : null, denied ? mark("denied") : null, fact.inferred ? " " : null, fact.inferred ? mark("inferred") : null];
  return element("dd", {}, value, ...marks, claimList(fact.claims));
}

function factList(facts) {
  const list = element("dl");
  let last = null;
  for (const fact of facts) {
    if (fact.property !== last) list.append(element("dt", {}, graph.properties[fact.property][state.language]));
    last = fact.property;
    list.append(factValue(fact));
  }
  return list;
}

function edgeItem(edge, id) {
  const other = edge.from === id ? edge.to : edge.from;
  const words = element("span", { class: "relation" }, relationName(edge));
  const item = edge.to === id ? element("li", {}, words, " ", goTo(other)) : element("li", {}, goTo(other), " ", words);
  if (edge.standing) item.append(" ", mark(edge.standing));
  if (edge.through) item.append(" ", element("span", { class: "through" }, throughName(edge)));
  const claims = claimList(edge.claims);
  if (claims) item.append(claims);
  return item;
}

function nodePanel(node) {
  const other = state.language === "zh" ? node.label : node.zh;
  const tags = [element("span", { class: "tag" }, kindName(node))];
  if (node.focus) tags.push(element("span", { class: "tag" }, word("focus")));
  if (node.stub) tags.push(element("span", { class: "tag" }, word("stub")));
  const parts = [heading(nodeName(node))];
  if (other && other !== nodeName(node)) parts.push(element("p", { class: "other-name" }, name(other)));
  parts.push(element("div", { class: "tags" }, ...tags), element("code", { class: "iri" }, shorten(node.iri, 300)));
  if (node.stub) parts.push(element("p", { class: "quiet" }, word("stub_note")));
  if (node.more) parts.push(element("p", { class: "quiet" }, word("more_note", { n: node.more })));
  const facts = graph.facts[node.id];
  parts.push(element("h3", {}, word("facts")));
  parts.push(facts.length ? factList(facts) : element("p", { class: "quiet" }, word("no_facts")));
  const near = edgesAt[node.id];
  if (near.length) {
    parts.push(element("h3", {}, `${word("connections")} (${near.length})`));
    parts.push(element("ul", { class: "links" }, ...near.map((edge) => edgeItem(edge, node.id))));
  }
  return parts;
}

function edgePanel(edge) {
  const parts = [heading(relationName(edge))];
  parts.push(element("ul", { class: "links" },
    element("li", {}, goTo(edge.to)),
    element("li", {}, element("span", { class: "relation" }, relationName(edge)), " ", goTo(edge.from))));
  const tags = element("div", { class: "tags" });
  if (edge.standing) tags.append(mark(edge.standing));
  if (edge.through) tags.append(element("span", { class: "tag" }, throughName(edge)));
  if (tags.childNodes.length) parts.push(tags);
  parts.push(element("h3", {}, word("claims")));
  parts.push(claimList(edge.claims, true) ?? element("p", { class: "quiet" }, word("no_claims")));
  return parts;
}
