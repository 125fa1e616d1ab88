// Papers are read in the page: drawn to a canvas, with their text beside it; nothing of a paper ever runs.
const reader = document.getElementById("reader");
const list = reader.parentElement.querySelector(".papers");
const told = reader.querySelector(".told"), failed = reader.querySelector(".failed"), leaf = reader.querySelector(".leaf");
const canvas = leaf.querySelector("canvas");
const bar = reader.querySelector(".reader-bar"), number = bar.querySelector("input"), count = bar.querySelector(".pages");
const turns = [...bar.querySelectorAll("[data-turn]")];
const whole = (address) => new URL(address, document.baseURI).href;
const PIXELS = 16_000_000; // what the canvas of a small computer still takes
let open = null; // {address, page, pages, zoom, draw}
let asked = 0; // the drawing that was asked for last: an older one that comes late is not shown
let library = null;

function say(state) {
  told.textContent = state ? told.dataset[state] : "";
  failed.hidden = state !== "failed";
}
function fail(state) {
  leaf.hidden = true;
  say(state);
}
async function pdfs() {
  library ??= await import(whole(reader.dataset.pdf));
  library.GlobalWorkerOptions.workerSrc = whole(reader.dataset.worker);
  return library;
}
async function bytes(address) {
  const answer = await fetch(address, { redirect: "manual" });
  if (answer.status === 404 || answer.status === 403 || answer.type === "opaqueredirect") throw new Error("expired");
  if (!answer.ok) throw new Error("failed");
  return answer;
}
async function asPdf(address) {
  const pdf = await pdfs();
  const data = new Uint8Array(await (await bytes(address)).arrayBuffer());
  const file = await pdf.getDocument({
    data, isEvalSupported: false, useWasm: false, enableXfa: false, cMapPacked: true, useWorkerFetch: true,
    cMapUrl: whole(reader.dataset.maps), standardFontDataUrl: whole(reader.dataset.fonts), wasmUrl: whole(reader.dataset.wasm),
  }).promise;
  return { pages: file.numPages, end: () => file.loadingTask.destroy(), draw: (state) => drawPdf(pdf, file, state) };
}
async function drawPdf(pdf, file, state) {
  const page = await file.getPage(state.page);
  const plain = page.getViewport({ scale: 1 });
  const scale = (reader.clientWidth / plain.width) * state.zoom;
  const viewport = page.getViewport({ scale });
  const dense = Math.min(devicePixelRatio || 1, Math.sqrt(PIXELS / (viewport.width * viewport.height)));
  const paint = document.createElement("canvas"), text = document.createElement("div");
  Object.assign(paint, { width: Math.floor(viewport.width * dense), height: Math.floor(viewport.height * dense) });
  await page.render({ canvas: paint, viewport, transform: [dense, 0, 0, dense, 0, 0] }).promise;
  text.className = "textLayer";
  text.style.setProperty("--total-scale-factor", scale);
  const content = await page.getTextContent();
  await new pdf.TextLayer({ textContentSource: content, container: text, viewport }).render();
  return { paint, text, width: viewport.width, height: viewport.height, silent: !content.items.length };
}
async function asPicture(address) {
  const picture = await createImageBitmap(await (await bytes(address)).blob());
  return { pages: 1, end: () => picture.close(), draw: async (state) => {
    const width = Math.min(reader.clientWidth, picture.width) * state.zoom, height = (width * picture.height) / picture.width;
    const paint = document.createElement("canvas");
    Object.assign(paint, { width: picture.width, height: picture.height });
    paint.getContext("2d").drawImage(picture, 0, 0);
    return { paint, text: document.createElement("div"), width, height, silent: true };
  } };
}
async function show() {
  const mine = ++asked, state = open;
  number.value = state.page;
  count.textContent = state.pages;
  for (const turn of turns) turn.disabled = !(state.page + Number(turn.dataset.turn) >= 1 && state.page + Number(turn.dataset.turn) <= state.pages);
  const late = setTimeout(() => mine === asked && say("loading"), 300);
  try {
    const drawn = await state.draw(state);
    if (mine !== asked) return;
    Object.assign(canvas, { width: drawn.paint.width, height: drawn.paint.height });
    canvas.getContext("2d").drawImage(drawn.paint, 0, 0);
    leaf.lastElementChild.replaceWith(drawn.text);
    leaf.style.width = `${drawn.width}px`;
    leaf.style.height = `${drawn.height}px`;
    leaf.hidden = false;
    leaf.dataset.page = state.page;
    say(drawn.silent ? "picture" : "");
    try { sessionStorage.setItem(`zhiheng:page:${state.address}`, state.page); } catch { /* the place is forgotten, no more */ }
  } catch { if (mine === asked) fail("failed"); } finally { clearTimeout(late); }
}
async function read(link) {
  shut();
  const mine = ++asked, address = link.href;
  reader.hidden = false;
  leaf.hidden = true;
  reader.querySelector("h3").textContent = `${link.textContent} ${link.dataset.title}`;
  for (const take of reader.querySelectorAll("a[download]")) take.href = address;
  count.textContent = "–";
  number.value = "";
  say("loading");
  reader.focus();
  reader.scrollIntoView({ block: "start" });
  try {
    const made = await (link.dataset.shown === "pdf" ? asPdf(address) : asPicture(address));
    if (mine !== asked) { made.end(); return; }
    let page = 1;
    try { page = Number(sessionStorage.getItem(`zhiheng:page:${address}`)) || 1; } catch { /* begin at the front */ }
    open = { address, zoom: 1, ...made, page: Math.min(page, made.pages) };
    await show();
  } catch (error) {
    if (mine === asked) fail(error.name === "PasswordException" ? "locked" : error.message === "expired" ? "expired" : "failed");
  }
}
function shut() {
  open?.end();
  open = null;
  asked += 1;
}
function go(page) {
  if (!open || !Number.isInteger(page) || page === open.page || page < 1 || page > open.pages) return false;
  open.page = page;
  bar.scrollIntoView({ block: "start" });
  show();
  return true;
}
function zoom(way) {
  if (!open) return;
  open.zoom = Math.min(4, Math.max(0.5, open.zoom * (way > 0 ? 1.25 : 0.8)));
  show();
}
const keys = {
  ArrowRight: () => go(open.page + 1), ArrowLeft: () => go(open.page - 1), PageDown: () => go(open.page + 1), PageUp: () => go(open.page - 1),
  Home: () => go(1), End: () => go(open.pages), "+": () => { zoom(1); return true; }, "-": () => { zoom(-1); return true; },
};
list.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-shown]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  read(link);
});
for (const turn of turns) turn.addEventListener("click", () => open && go(open.page + Number(turn.dataset.turn)));
for (const button of bar.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => zoom(Number(button.dataset.zoom)));
number.addEventListener("change", () => { if (open && !go(Number(number.value))) number.value = open.page; });
bar.querySelector("[data-close]").addEventListener("click", () => { shut(); reader.hidden = true; list.querySelector("a")?.focus(); });
reader.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return bar.querySelector("[data-close]").click();
  if (!open || event.target === number || event.ctrlKey || event.altKey || event.metaKey) return;
  if (keys[event.key]?.()) event.preventDefault();
});
let resized = 0;
addEventListener("resize", () => { clearTimeout(resized); resized = setTimeout(() => open && show(), 200); });
for (const link of list.querySelectorAll("a[data-shown]")) link.removeAttribute("download");
document.getElementById("reads-here").hidden = false;
reader.dataset.ready = "yes";
