// Saves a section by itself two seconds after the last key; what could not be saved stays in this window.
const form = document.getElementById("section");

if (form) {
  const state = document.getElementById("saved-state");
  const others = document.getElementById("others");
  const version = form.elements.version;
  const kept = `zhiheng:${location.pathname}`;
  let timer = 0;
  let busy = false;
  let again = false;
  let stopped = false;
  let last = snapshot();

  function fields() {
    return [...form.elements].filter((one) => one.name && !["csrfmiddlewaretoken", "version", "next"].includes(one.name));
  }
  function snapshot() {
    return JSON.stringify(Object.fromEntries(fields().map((one) => [one.name, one.value])));
  }
  function tell(text, kind = "") {
    state.textContent = text;
    state.className = `saved-state ${kind}`;
  }
  function cookie(name) {
    const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
    return found ? found.slice(name.length + 1) : "";
  }
  async function post(address, body) {
    const token = cookie("csrftoken") || form.elements.csrfmiddlewaretoken.value;
    return fetch(address, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token }, credentials: "same-origin" });
  }
  function mark(wrong) {
    for (const one of fields()) {
      const place = document.getElementById(`${one.id}-error`);
      if (!place) continue;
      place.textContent = wrong[one.name] || "";
      place.hidden = !wrong[one.name];
      if (wrong[one.name]) {
        one.setAttribute("aria-invalid", "true");
        one.setAttribute("aria-describedby", place.id);
      } else {
        one.removeAttribute("aria-invalid");
      }
    }
  }
  function index(told) {
    const line = document.querySelector(`.sections [data-section="${CSS.escape(told.section)}"]`);
    if (!line) return;
    line.className = told.state;
    line.querySelector(".mark").textContent = told.mark;
  }
  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(save, ms);
  }
  async function save() {
    if (busy) {
      again = true;
      return;
    }
    const now = snapshot();
    if (now === last || stopped) return;
    busy = true;
    tell(form.dataset.saving);
    try {
      const answer = await post(location.pathname, new FormData(form));
      const told = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      if (answer.ok) {
        version.value = told.version;
        last = now;
        mark(told.wrong);
        index(told);
        tell(`${form.dataset.saved} ${told.at}`);
        if (snapshot() === now) sessionStorage.removeItem(kept);
      } else if (answer.status === 409) {
        stopped = true;
        tell(form.dataset.changed, "failed");
      } else {
        tell(told.message || form.dataset.offline, "failed");
        later(20000);
      }
    } catch {
      tell(form.dataset.offline, "failed");
      later(5000);
    } finally {
      busy = false;
      if (again) {
        again = false;
        later(500);
      }
    }
  }
  async function here() {
    try {
      const answer = await post(form.dataset.here, new FormData());
      if (!answer.ok) return;
      const told = await answer.json();
      others.hidden = told.here.length === 0;
      const words = others.querySelector("[data-told]");
      if (told.here.length) words.textContent = `${told.here.join(", ")} ${words.dataset.told}`;
    } catch {
      // said by the next save
    }
  }

  form.addEventListener("input", () => {
    sessionStorage.setItem(kept, JSON.stringify({ version: version.value, values: snapshot() }));
    if (!stopped) tell(form.dataset.unsaved, "unsaved");
    later(2000);
  });
  form.addEventListener("submit", () => {
    stopped = true;
    clearTimeout(timer);
  });
  const before = JSON.parse(sessionStorage.getItem(kept) || "null");
  if (before && before.values !== last && !document.querySelector(".theirs")) {
    const values = JSON.parse(before.values);
    for (const one of fields()) if (one.name in values) one.value = values[one.name];
    version.value = before.version; // if a colleague saved meanwhile, both texts are shown
    tell(form.dataset.kept, "unsaved");
    later(2000);
  } else if (before) {
    sessionStorage.removeItem(kept);
  }
  addEventListener("online", () => later(200));
  setInterval(here, 30000);
}
