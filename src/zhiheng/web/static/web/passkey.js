// Asks the browser for a passkey and sends its answer with the form. Without scripts the form stays hidden
// and the page says what to use instead.

const fromText = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function read(options) {
  const known = (list) => (list || []).map((one) => ({ ...one, id: fromText(one.id) }));
  const asked = { ...options, challenge: fromText(options.challenge) };
  if (options.user) asked.user = { ...options.user, id: fromText(options.user.id) };
  if (options.excludeCredentials) asked.excludeCredentials = known(options.excludeCredentials);
  if (options.allowCredentials) asked.allowCredentials = known(options.allowCredentials);
  return asked;
}

function write(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  const rest = { type: credential.type, clientExtensionResults: credential.getClientExtensionResults() };
  return JSON.stringify({ id: credential.id, rawId: toText(credential.rawId), response, ...rest });
}

async function ask(form, event) {
  const answer = form.elements.namedItem("answer");
  if (answer.value) return;
  event.preventDefault();
  const said = form.querySelector("[data-said]");
  said.textContent = "";
  try {
    const publicKey = read(JSON.parse(form.dataset.options));
    answer.value = write(await navigator.credentials[form.dataset.passkey]({ publicKey }));
    form.submit();
  } catch {
    said.textContent = said.dataset.said;
  }
}

if (window.isSecureContext && window.PublicKeyCredential) {
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", (event) => ask(form, event));
  });
  document.querySelectorAll("[data-without-passkeys]").forEach((note) => note.remove());
}
