// The page as a whole: language, theme, views, the saved picture, and the start.

function setLanguage(language) {
  state.language = language;
  root.lang = language === "zh" ? "zh-Hans" : "en";
  document.title = shorten(graph.titles[language], 160);
  for (const marked of document.querySelectorAll("[data-hint]")) {
    marked.setAttribute("aria-label", word(marked.dataset.hint));
    if (marked.tagName === "BUTTON") marked.title = word(marked.dataset.hint);
  }
  $("search").placeholder = word("search");
  hideHits();
  drawLegend();
  if (!$("panel").hidden) showPanel(told);
  network?.redraw();
}

function setTheme(theme) {
  if (theme) root.dataset.theme = theme;
  readPalette();
  drawLegend();
  network?.redraw();
}

function setView(view) {
  root.dataset.view = view;
  $("show-picture").setAttribute("aria-pressed", String(view === "picture"));
  $("show-list").setAttribute("aria-pressed", String(view === "list"));
}

/** The whole drawing, not only what the window shows, with its title. */
function savePicture() {
  const box = bounds();
  const margin = 48, head = 56;
  const width = box.right - box.left + 2 * margin, height = box.bottom - box.top + 2 * margin + head;
  const scale = Math.min(2, 9000 / Math.max(width, height));
  const canvas = element("canvas", { width: Math.ceil(width * scale), height: Math.ceil(height * scale) });
  const ctx = canvas.getContext("2d");
  ctx.scale(scale, scale);
  ctx.fillStyle = palette.page;
  ctx.fillRect(0, 0, width, height);
  ctx.textBaseline = "middle";
  const size = Math.min(22, width / 30);
  write(ctx, fitText(ctx, graph.titles[state.language], size, 650, width - 2 * margin), margin, margin, size, 650, palette.ink);
  ctx.translate(margin - box.left, margin + head - box.top);
  paint(ctx, scale, box);
  canvas.toBlob((blob) => {
    const slug = graph.titles.en.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
    const address = URL.createObjectURL(blob);
    element("a", { href: address, download: `${slug || "pedigree"}.png` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    say(word("saved"));
  }, "image/png");
}

/** Names in the list open the panel; the skip link leads to the list wherever it is. */
function onListClick(event) {
  const anchor = event.target.closest("a[data-node]");
  if (!anchor) return;
  event.preventDefault();
  const node = Number(anchor.dataset.node);
  if (!anchor.classList.contains("thing")) revealInList(node);
  select({ node });
}

function onEscape(event) {
  if (event.key !== "Escape") return;
  if (state.selected || !$("panel").hidden) {
    closePanel();
    select(null, { open: false });
  }
}

function startControls() {
  $("language").addEventListener("click", () => setLanguage(state.language === "zh" ? "en" : "zh"));
  $("theme").addEventListener("click", () => setTheme(isDark() ? "light" : "dark"));
  $("show-picture").addEventListener("click", () => setView("picture"));
  $("show-list").addEventListener("click", () => setView("list"));
  $("save").addEventListener("click", savePicture);
  $("zoom-in").addEventListener("click", () => zoomBy(1.3));
  $("zoom-out").addEventListener("click", () => zoomBy(1 / 1.3));
  $("fit").addEventListener("click", () => fit(true));
  $("list").addEventListener("click", onListClick);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    setView("list");
    $("list").focus();
  });
  document.addEventListener("keydown", onEscape);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTheme());
}

function start() {
  root.classList.add("js");
  const { left, right, top, bottom } = bounds();
  root.dataset.legend = lanes && right - left > 1.5 * (bottom - top) ? "foot" : "side";
  setView("picture");
  readPalette();
  startLegend(); // before the picture: what its card covers is left free
  try {
    makeNetwork();
    openFocus();
    fit(false, true);
  } catch {
    network = null;
    setView("list");
    $("list").prepend(element("p", { class: "notice" }, word("failed")));
  }
  startSearch();
  startControls();
  setLanguage(state.language);
  network?.once("afterDrawing", () => { root.dataset.ready = String(Math.round(performance.now())); });
  network?.redraw();
  window.pedigree = { network, nodes, edges, state, curvesOf, pointAt }; // for the reader's console
}

start();
