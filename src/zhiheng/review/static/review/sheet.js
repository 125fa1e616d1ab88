// The scorebook saves itself: one mark at a time, in order, kept on this computer until the server has it.
const form = document.querySelector("form[data-sheet]");
const told = document.getElementById("saved");
const missing = document.getElementById("missing"), scale = document.getElementById("guide");
const key = `zhiheng:${form.dataset.sheet}`;
const empty = () => ({ marks: {}, notes: {} });
const inputs = [...form.querySelectorAll("input[data-points]")];
const texts = [...form.querySelectorAll("textarea")];
const itemOf = (input) => input.closest(".item").dataset.item;
const rowOf = (item) => form.querySelector(`.item[data-item="${CSS.escape(item)}"]`);
const inputOf = (item) => rowOf(item).querySelector("input[data-points]");
const bands = [...document.querySelectorAll("[data-kinds]")].map((row) => ({
  kinds: row.dataset.kinds.split(" "), low: +row.dataset.low, high: +row.dataset.high,
  says: [...row.querySelectorAll("dd span")].map((span) => span.textContent).join(document.documentElement.lang.startsWith("en") ? "; " : "；"),
}));
const server = {}; // what the server is known to hold: item -> percent
let token = form.querySelector("[name=csrfmiddlewaretoken]").value;
let busy = false, wait = 0, closed = false, savedAt = told.dataset.at, last = "";

function kept() {
  try { return { ...empty(), ...JSON.parse(localStorage.getItem(key)) }; } catch { return empty(); }
}
function keep(change) {
  const now = kept();
  change(now);
  try {
    if (Object.keys(now.marks).length || Object.keys(now.notes).length) localStorage.setItem(key, JSON.stringify(now));
    else localStorage.removeItem(key);
  } catch { /* a full or forbidden store: the page itself still holds what was typed */ }
}
const queue = new Map(); // item -> {percent, base, held}
const toldAt = (input) => document.getElementById(`${input.id}-error`);
let leaving = false; // on the way to the sign-in page: everything is kept on this computer

function say(state, detail = "") {
  last = state;
  told.dataset.state = state;
  told.textContent = detail || told.dataset[state] || "";
}
const wrong = (input) => input.validity.badInput || (input.value !== "" && parsed(input) === null);
const drafted = () => texts.some((text) => text.value.trim());
function tell() {
  if (closed) return;
  if (queue.size) {
    if (last !== "offline" && last !== "expired") say("unsaved", `${told.dataset.unsaved} (${queue.size})`);
  } else if (inputs.some(wrong)) say("wrong");
  else if (drafted()) say("draft");
  else if (savedAt) say("saved", `${told.dataset.saved} ${savedAt}`);
  else say("none");
}
function judge(input) { // the sentence beside a field that is not saved as it stands
  const standing = server[itemOf(input)];
  const emptied = input.value === "" && !input.validity.badInput && standing !== undefined;
  toldAt(input).textContent = wrong(input) ? form.dataset.wrong : emptied ? `${form.dataset.emptied} ${standing}%` : "";
  if (emptied) input.value = standing;
  input.setAttribute("aria-invalid", wrong(input) ? "true" : "false");
}
function parsed(input) {
  const percent = Number(input.value);
  return input.value !== "" && Number.isInteger(percent) && percent >= 0 && percent <= 100 && percent % 5 === 0 ? percent : null;
}
function written(hundredths) {
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
}
function compute() {
  let sum = 0, done = 0;
  for (const input of inputs) {
    const percent = parsed(input), row = input.closest(".item");
    row.classList.toggle("marked", percent !== null);
    row.querySelector(".points").textContent = percent === null ? "–" : written(percent * input.dataset.points);
    const band = percent === null ? null : bands.find((one) => one.kinds.includes(row.dataset.kind) && one.low <= percent && percent <= one.high);
    row.querySelector(".band").textContent = band ? band.says : "";
    if (percent !== null) { sum += percent * input.dataset.points; done += 1; }
    missing.querySelector(`[data-item="${CSS.escape(row.dataset.item)}"]`).hidden = percent !== null;
  }
  missing.hidden = done === inputs.length;
  missing.querySelector("b").textContent = inputs.length - done;
  for (const link of form.querySelectorAll("a.sign")) link.classList.toggle("outline", done < inputs.length);
  guide(document.activeElement);
  document.getElementById("total").textContent = written(sum);
  document.querySelector("#progress b").textContent = done;
}
function guide(input) { // the scale of the item in focus, with the range that it has now
  if (!inputs.includes(input)) return;
  const kind = input.closest(".item").dataset.kind, percent = parsed(input), list = scale.querySelector("dl");
  scale.hidden = false;
  scale.querySelector("b").textContent = document.querySelector(`label[for="${CSS.escape(input.id)}"]`).textContent;
  list.replaceChildren(...bands.filter((one) => one.kinds.includes(kind)).map((one) => {
    const row = document.createElement("div"), range = document.createElement("dt"), says = document.createElement("dd");
    range.textContent = `${one.low}–${one.high}%`;
    says.textContent = one.says;
    row.classList.toggle("here", percent !== null && one.low <= percent && percent <= one.high);
    row.append(range, says);
    return row;
  }));
  const here = list.querySelector(".here");
  list.scrollTop = here ? here.offsetTop - list.offsetTop : 0;
}
function changed(input) {
  const item = itemOf(input), percent = parsed(input);
  if (percent !== null) judge(input);
  if (percent === null) {
    queue.delete(item);
    keep((now) => delete now.marks[item]);
  } else if (server[item] === percent && !queue.has(item)) return compute();
  else {
    const entry = { percent, base: queue.get(item)?.base ?? server[item] ?? null };
    queue.set(item, entry);
    keep((now) => { now.marks[item] = entry; });
  }
  if (percent !== null) rowOf(item).querySelector(".elsewhere").hidden = true;
  compute();
  tell();
}
async function post(address, fields) {
  const body = new URLSearchParams(fields);
  return fetch(address, { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": token, Accept: "application/json" } });
}
async function refresh() { // after an expired sign-in: a fresh token, and what the server holds
  const answer = await fetch(form.dataset.state, { headers: { Accept: "application/json" }, redirect: "manual" });
  if (!answer.ok) return false;
  const state = await answer.json();
  token = state.token;
  form.querySelector("[name=csrfmiddlewaretoken]").value = token;
  accept(state);
  return true;
}
function accept(state) {
  for (const [item, percent] of Object.entries(state.marks)) {
    const before = server[item], input = inputOf(item);
    server[item] = percent;
    rowOf(item).querySelector(`[name^="base-"]`).value = percent;
    if (!queue.has(item) && parsed(input) !== percent && before !== percent && !wrong(input)) input.value = percent;
  }
  savedAt = state.saved_at;
  if (!state.writable) stop();
  compute();
}
function stop(detail) {
  closed = true;
  for (const field of [...inputs, ...texts]) field.readOnly = true;
  const lost = [...queue].map(([item, entry]) => `${item}: ${entry.percent}%`).join(", ");
  say("closed", [detail, lost].filter(Boolean).join(" "));
}
function elsewhere(item, standing, detail) {
  const note = rowOf(item).querySelector(".elsewhere"), [keepIt, mine] = note.querySelectorAll("button");
  const entry = queue.get(item);
  entry.held = true;
  server[item] = standing;
  note.hidden = false;
  note.querySelector("span").textContent = detail;
  keepIt.textContent = `${keepIt.dataset.keep} (${standing}%)`;
  mine.textContent = `${mine.dataset.mine} (${entry.percent}%)`;
  keepIt.onclick = () => { queue.delete(item); keep((now) => delete now.marks[item]); inputOf(item).value = standing; settle(); };
  mine.onclick = () => { queue.set(item, { percent: entry.percent, base: standing }); settle(); };
  const settle = () => { note.hidden = true; inputOf(item).focus(); compute(); tell(); flush(); };
}
function expired() {
  say("expired");
  const link = document.createElement("a");
  link.href = told.dataset.signin;
  link.textContent = told.dataset.again;
  link.addEventListener("click", () => { leaving = true; });
  told.append(" ", link);
}
async function send(address, fields) { // the answer, or nothing where the sign-in has ended
  const answer = await post(address, fields);
  if (answer.status !== 403 && answer.status !== 404 && answer.type !== "opaqueredirect") return answer;
  const again = (await refresh()) && !closed ? await post(address, fields) : null;
  if (again?.ok || again?.status === 409 || again?.status === 400) return again;
  if (!closed) expired();
  return null;
}
async function handled(answer, item) { // true where the next one may be sent
  if (answer === null) return false;
  if (answer.ok) { last = ""; accept(await answer.json()); return true; }
  const problem = answer.status === 409 || answer.status === 400 ? await answer.json().catch(() => null) : null;
  if (problem === null) { later(); return false; }
  if (problem.standing && item in problem.standing) { elsewhere(item, problem.standing[item], problem.detail); return true; }
  if (answer.status === 409) { stop(problem.detail); return false; }
  if (item) queue.get(item).held = true;
  say("unsaved", problem.detail);
  return Boolean(item);
}
function later() {
  say("offline");
  wait = Math.min(wait ? wait * 2 : 2000, 30000);
  setTimeout(flush, wait);
}
async function flush() {
  if (busy || closed) return;
  busy = true;
  try {
    let next;
    while ((next = [...queue].find(([, entry]) => !entry.held))) {
      const [item, entry] = next;
      const answer = await send(form.dataset.mark, { item, percent: entry.percent, base: entry.base ?? "" });
      if (answer?.ok) {
        server[item] = entry.percent;
        const newer = queue.get(item);
        if (newer === entry) { queue.delete(item); keep((now) => delete now.marks[item]); }
        else if (newer) newer.base = entry.percent;
      }
      if (!(await handled(answer, item))) return;
      wait = 0;
    }
  } catch { later(); } finally { busy = false; tell(); }
}
function add(list, number, said) {
  if (list.querySelector(`[data-note="${number}"]`)) return;
  const line = document.createElement("li"), words = document.createElement("span"), button = document.createElement("button");
  line.dataset.note = number;
  words.textContent = said;
  Object.assign(button, { type: "submit", className: "plain", name: "withdraw", value: number, textContent: list.dataset.withdraw });
  line.append(words, " ", button);
  list.append(line);
}
async function withdraw(button) {
  const row = button.closest(".item");
  try {
    const answer = await send(form.dataset.withdraw, { note: button.value });
    if (answer?.ok) {
      row.querySelector("summary").focus();
      button.closest("li").remove();
      row.querySelector(".noted").textContent = row.querySelectorAll(".notes li").length || "";
    }
    await handled(answer, "");
  } catch { later(); } finally { tell(); }
}
async function record(text) {
  const row = text.closest(".item"), kind = text.name.split("-")[0], said = text.value.trim();
  if (!said || closed) return;
  try {
    const answer = await send(form.dataset.note, { item: row.dataset.item, kind, text: said });
    if (answer?.ok) {
      const { notes } = await answer.clone().json();
      const own = notes.filter(([, item, sort, given]) => item === row.dataset.item && sort === kind && given === said).pop();
      add(text.closest("[data-kind]").querySelector("ul"), own?.[0], said);
      row.querySelector(".noted").textContent = row.querySelectorAll(".notes li").length;
      if (text.value.trim() === said) { text.value = ""; keep((now) => delete now.notes[text.name]); }
    }
    await handled(answer, "");
  } catch { later(); } finally { tell(); }
}

for (const input of inputs) {
  const base = rowOf(itemOf(input)).querySelector(`[name^="base-"]`).value;
  if (base !== "") server[itemOf(input)] = Number(base);
  let timer;
  input.addEventListener("input", () => { changed(input); clearTimeout(timer); timer = setTimeout(flush, 500); });
  input.addEventListener("change", () => { judge(input); compute(); tell(); flush(); });
  input.addEventListener("blur", () => { judge(input); compute(); tell(); }); // a letter that no number field takes tells no change
  input.addEventListener("focus", () => guide(input));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const to = inputs[inputs.indexOf(input) + (event.shiftKey ? -1 : 1)];
    if (to) { to.focus(); to.select(); }
  });
}
for (const text of texts) {
  text.addEventListener("input", () => {
    keep((now) => { if (text.value.trim()) now.notes[text.name] = text.value; else delete now.notes[text.name]; });
    tell();
  });
}
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (event.submitter?.name === "withdraw") return withdraw(event.submitter);
  const only = event.submitter?.matches("[data-record]") ? [event.submitter.parentElement.querySelector("textarea")] : texts;
  await flush();
  for (const text of only) await record(text);
});
addEventListener("online", flush);
addEventListener("beforeunload", (event) => {
  if (!closed && !leaving && (queue.size || drafted() || inputs.some(wrong))) event.preventDefault();
});
addEventListener("focus", () => { if (last === "expired" || last === "offline") { last = ""; flush(); } });
addEventListener("storage", (event) => { if (event.key === key) refresh().catch(() => {}); });

const store = kept(); // what an earlier visit could not save
for (const [item, entry] of Object.entries(store.marks)) {
  if (!rowOf(item)) continue;
  delete entry.held;
  if (server[item] === entry.percent) { keep((now) => delete now.marks[item]); continue; }
  queue.set(item, entry);
  inputOf(item).value = entry.percent;
}
for (const [name, said] of Object.entries(store.notes)) {
  const text = form.elements[name];
  if (!text || text.value) continue;
  text.value = said;
  text.closest("details").open = true;
}
compute();
tell();
flush();
form.dataset.ready = "yes";
