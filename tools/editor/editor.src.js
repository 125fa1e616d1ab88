// The rulebook editor: CodeMirror with completion from our JSON Schema, problems at their lines, and the readable
// text beside it. Without scripts the page is a form with a text field, "check" and "save"; this only adds to it.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completion } from "./completion.js";
import { keeper } from "./draft.js";

const CHECK_AFTER = 700;
const form = document.querySelector("form.editing");
const field = form.querySelector("textarea[name=source]");
const status = form.querySelector(".saved-state");
const problems = form.querySelector(".problems");
const readable = document.querySelector(".readable article");
const draft = keeper(`zhiheng:rulebook:${form.dataset.author}`);
const schema = fetch(form.dataset.schema).then((answer) => answer.json()).catch(() => ({}));
let timer = 0;
let asked = 0;
let sending = false;

const ink = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], class: "cm-key" },
  { tag: tags.comment, class: "cm-comment" },
  { tag: [tags.string, tags.content], class: "cm-value" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], class: "cm-mark" },
]);

const view = new EditorView({
  parent: form.querySelector(".mount"),
  state: EditorState.create({
    doc: field.value,
    extensions: [
      EditorView.cspNonce.of(form.dataset.nonce),
      lineNumbers(), foldGutter(), EditorView.lineWrapping, history(), drawSelection(), bracketMatching(), indentOnInput(),
      highlightActiveLine(), highlightActiveLineGutter(), highlightSelectionMatches(),
      lintGutter(), indentUnit.of("  "), yaml(), syntaxHighlighting(ink),
      autocompletion({ override: [completion(schema)], icons: false }),
      keymap.of([...completionKeymap, ...lintKeymap, ...searchKeymap, ...foldKeymap, ...historyKeymap, indentWithTab, ...defaultKeymap]),
      EditorView.contentAttributes.of({ tabindex: "0", "aria-labelledby": "source-label", "aria-describedby": "keys", "aria-multiline": "true", spellcheck: "false" }),
      EditorView.updateListener.of((update) => { if (update.docChanged) changed(); }),
    ],
  }),
});
field.hidden = true;
document.getElementById("keys").hidden = false;

function text() {
  return view.state.doc.toString();
}

function changed() {
  draft.keep(text());
  clearTimeout(timer);
  timer = setTimeout(check, CHECK_AFTER);
}

async function check() {
  const mine = ++asked;
  const sent = new FormData(form);
  sent.set("source", text());
  status.textContent = status.dataset.checking;
  try {
    const answer = await fetch(form.dataset.check, { method: "POST", body: sent, headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const told = await answer.json();
    if (mine === asked) show(told);
  } catch {
    if (mine === asked) say(status.dataset.offline, "failed");
  }
}

function say(told, state) {
  status.textContent = told;
  status.className = `saved-state ${state}`;
}

function show(told) {
  view.dispatch(setDiagnostics(view.state, told.problems.map(diagnostic)));
  list(told.problems);
  if (told.readable) readable.innerHTML = told.readable;
  readable.parentElement.classList.toggle("stale", !told.readable && readable.querySelector("svg") !== null);
  const n = told.problems.length;
  say(n === 0 ? status.dataset.sound : n === 1 ? status.dataset.one : status.dataset.wrong.replace("%s", n), n ? "unsaved" : "");
}

function diagnostic(one) {
  const line = view.state.doc.line(Math.min(Math.max(one.line, 1), view.state.doc.lines));
  const from = Math.min(line.from + Math.max(one.column - 1, 0), line.to);
  const word = /^[^\s,\]}:]+/.exec(view.state.sliceDoc(from, line.to));
  return { from, to: word ? from + word[0].length : line.to, severity: one.severity, message: `${one.message} ${one.remedy}`.trim() };
}

function list(found) {
  problems.hidden = found.length === 0;
  const rows = problems.querySelector("ol");
  rows.replaceChildren(...found.map((one) => {
    const row = document.createElement("li");
    const go = document.createElement("button");
    go.type = "button";
    go.className = "plain";
    go.textContent = rows.dataset.line.replace("%s", one.line);
    go.addEventListener("click", () => {
      view.dispatch({ selection: { anchor: diagnostic(one).from }, scrollIntoView: true });
      view.focus();
    });
    row.append(go, " ");
    if (one.field) {
      const place = document.createElement("code");
      place.textContent = one.field;
      row.append(place, " ");
    }
    row.append(`${one.message} ${one.remedy}`);
    return row;
  }));
}

function offer(found) {
  const bar = form.querySelector(".restore");
  const told = bar.querySelector("[data-told]");
  told.textContent = told.dataset.told.replace("%s", new Date(found.at).toLocaleString(document.documentElement.lang));
  bar.hidden = false;
  bar.querySelector(".restore-it").addEventListener("click", () => {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: found.text } });
    bar.hidden = true;
    view.focus();
  });
  bar.querySelector(".discard-it").addEventListener("click", () => { draft.forget(); bar.hidden = true; });
}

form.addEventListener("submit", (event) => {
  field.value = text();
  sending = true;
  if (event.submitter?.name === "check") {
    event.preventDefault();
    sending = false;
    clearTimeout(timer);
    check();
  } else {
    draft.sent();
  }
});
addEventListener("beforeunload", (event) => {
  if (!sending && text() !== field.defaultValue && draft.found()) event.preventDefault();
});
draft.isSaved(form.dataset.text).then((saved) => {
  if (saved) draft.forget();
  const found = draft.found();
  if (found && found.text !== text()) offer(found);
});
check();
