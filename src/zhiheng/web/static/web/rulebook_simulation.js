// Says how long a simulation will take while the answer is on its way. Without scripts the browser waits the same.
const form = document.querySelector("form.simulating");
form?.addEventListener("submit", () => {
  const told = form.querySelector("[role=status]");
  const most = Number(form.dataset.most.replaceAll(",", ""));
  const cases = Number(form.elements.applicants.value) * Number(form.elements.rounds.value);
  const seconds = Math.max(1, Math.round((cases / most) * Number(form.dataset.seconds)));
  told.textContent = told.dataset.wait.replace("%s", String(seconds));
  form.querySelector("button").setAttribute("aria-busy", "true");
});
