// Sends a file in pieces, shows how far it is, and goes on after a broken line; without it the plain form works.
const form = document.getElementById("upload");

if (form) {
  const file = form.elements.file;
  const bar = form.querySelector("progress");
  const box = form.querySelector(".progress");
  const said = box.querySelector("span");
  const token = form.elements.csrfmiddlewaretoken.value;
  const head = { Accept: "application/json", "X-CSRFToken": token };
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  async function asked(address, options) {
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = await fetch(address, { method: "POST", credentials: "same-origin", ...options });
        if (answer.status < 500) return answer;
      } catch {
        // the line broke
      }
      if (tries > 30) throw new Error("offline");
      said.textContent = form.dataset.broken;
      await wait(Math.min(1000 * 2 ** tries, 15000));
    }
  }
  async function begin(one) {
    const body = new FormData();
    body.set("name", one.name);
    body.set("size", one.size);
    body.set("mark", one.lastModified);
    body.set("paper", form.elements.paper.value);
    const answer = await asked(form.dataset.begin, { body, headers: head });
    return [answer.ok, await answer.json()];
  }
  async function send(one) {
    let [ok, told] = await begin(one);
    if (!ok) return told.message;
    const address = form.dataset.piece.replace("CODE", told.upload);
    const size = told.piece;
    let at = told.arrived;
    while (at < one.size) {
      const headers = { ...head, "Upload-Offset": String(at), "Content-Type": "application/octet-stream" };
      const answer = await asked(address, { body: one.slice(at, at + size), headers });
      told = await answer.json().catch(() => ({ message: String(answer.status) }));
      if (!answer.ok && answer.status !== 409) return told.message;
      at = told.arrived;
      bar.value = Math.round((100 * at) / one.size);
      said.textContent = `${bar.value} %`;
    }
    return "";
  }
  form.addEventListener("submit", async (event) => {
    const one = file.files[0];
    if (!one) return;
    event.preventDefault();
    box.hidden = false;
    if (one.size > Number(form.dataset.limit)) {
      said.textContent = form.dataset.large;
      return;
    }
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    const message = await send(one).catch(() => form.dataset.broken);
    button.disabled = false;
    if (message) said.textContent = message;
    else location.reload();
  });
}
