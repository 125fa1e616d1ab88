// Completion from a JSON Schema: which keys may stand here, and which words a key may have.
// A small reader of YAML tells where the cursor is: by indentation, dashes, and open braces on its own line.
const KEY = /^([A-Za-z_][\w]*)\s*:(?:\s+(.*))?$/;
const WORD = /[\w.-]*$/;

export function completion(schemaAsked) {
  return async (context) => {
    const at = where(context.state.doc.toString(), context.pos);
    if (!at || (!context.explicit && at.typed === "")) return null;
    const schema = await schemaAsked;
    const options = at.key === null ? keys(schema, at) : words(schema, at, context.state.doc.toString());
    return options.length ? { from: context.pos - at.typed.length, options, validFor: /^[\w.-]*$/ } : null;
  };
}

// Returns the frames from the outside in ({keys, list, key}), the key whose value is written (or null), and what is typed.
export function where(text, pos) {
  const before = text.slice(0, pos);
  const start = before.lastIndexOf("\n") + 1;
  const frames = [{ column: 0, keys: {}, key: null, list: false }];
  for (const line of before.slice(0, start).split("\n")) take(frames, line);
  const end = text.indexOf("\n", pos);
  const whole = text.slice(start, end < 0 ? text.length : end);
  const here = before.slice(start);
  if (/^\s*#|\s#/.test(here)) return null;
  const { content } = take(frames, here, true);
  const top = frames.at(-1);
  ahead(top, text.slice(end < 0 ? text.length : end + 1));
  if (/^[[{]/.test(content)) return inFlow(frames, content, whole.slice(here.length));
  const pair = KEY.exec(content);
  if (!pair) return /^[\w]*$/.test(content) ? { frames, key: null, typed: content } : null;
  top.key = pair[1];
  const value = pair[2] ?? "";
  if (!/^[[{]/.test(value)) return { frames, key: pair[1], typed: WORD.exec(value)[0] };
  return inFlow(frames, value, whole.slice(here.length));
}

// Takes one line into the frames; an unfinished one only opens the frame in which the cursor stands.
function take(frames, line, unfinished = false) {
  const bare = line.replace(/(^|\s)#.*$/, "$1");
  if (!unfinished && !bare.trim()) return { content: "" };
  let column = bare.length - bare.trimStart().length;
  let content = bare.trim();
  if (unfinished) content = bare.slice(column);
  while (/^-(\s|$)/.test(content)) {
    while (frames.at(-1).column > column) frames.pop();
    const rest = content.slice(1);
    column += 1 + (rest.length - rest.trimStart().length);
    content = unfinished ? rest.replace(/^\s+/, "") : rest.trim();
    frames.push({ column, keys: {}, key: null, list: true });
  }
  while (frames.at(-1).column > column && frames.length > 1) frames.pop();
  if (frames.at(-1).column < column) frames.push({ column, keys: {}, key: null, list: false });
  const pair = KEY.exec(content);
  if (pair && !unfinished) {
    const top = frames.at(-1);
    top.key = pair[1];
    top.keys[pair[1]] = plain(pair[2]);
  }
  return { content };
}

// Looks at the lines after the cursor for keys of the same mapping: what kind of stage it is may stand below.
function ahead(frame, rest) {
  for (const line of rest.split("\n")) {
    if (!line.trim() || /^\s*#/.test(line)) continue;
    const column = line.length - line.trimStart().length;
    if (column < frame.column || (column === frame.column && line.trim().startsWith("- "))) return;
    const pair = column === frame.column && KEY.exec(line.trim());
    if (pair) frame.keys[pair[1]] ??= plain(pair[2]);
  }
}

function plain(value) {
  return (value ?? "").trim().replace(/^["']|["']$/g, "");
}

// Follows braces and brackets up to the cursor; the rest of the line is read for keys of the same braces.
function inFlow(frames, value, rest) {
  const stack = [];
  let word = "";
  let quote = "";
  const close = () => {
    const top = stack.at(-1);
    if (top && !top.list && top.key !== null && word.trim()) top.keys[top.key] = plain(word);
    if (top && !top.list) top.key = null;
    word = "";
  };
  for (const letter of value) {
    if (quote) { if (letter === quote) quote = ""; word += letter; continue; }
    if (letter === '"' || letter === "'") { quote = letter; word += letter; }
    else if (letter === "{" || letter === "[") { stack.push({ keys: {}, key: null, list: letter === "[", flow: true }); word = ""; }
    else if (letter === "}" || letter === "]") { close(); stack.pop(); }
    else if (letter === ",") close();
    else if (letter === ":" && stack.at(-1) && !stack.at(-1).list) { stack.at(-1).key = word.trim(); word = ""; }
    else word += letter;
  }
  if (!stack.length || quote) return null;
  const top = stack.at(-1);
  if (!top.list) for (const pair of rest.split(/[}\]]/)[0].matchAll(/([A-Za-z_]\w*)\s*:\s*([^,{[]*)/g)) top.keys[pair[1]] ??= plain(pair[2]);
  const typed = word.trimStart();
  if (!/^[\w.-]*$/.test(typed)) return null;
  const all = [...frames, ...stack];
  return { frames: all, key: top.list ? "" : top.key, typed };
}

// Schemas that may describe the place: every alternative that does not contradict what is written beside it.
function schemasAt(schema, frames) {
  let found = [schema];
  frames.forEach((frame, place) => {
    found = alternatives(schema, found);
    if (frame.list) found = alternatives(schema, found.flatMap((one) => (one.items ? [one.items] : [])));
    if (frame.list && frame.flow) return;
    found = found.filter((one) => fits(schema, one, frame.keys));
    if (place < frames.length - 1 && frame.key !== null) found = found.flatMap((one) => under(one, frame.key));
  });
  return alternatives(schema, found);
}

function alternatives(schema, found, depth = 0) {
  if (depth > 12) return [];
  return found.flatMap((one) => {
    if (!one || one === true) return [];
    if (one.$ref) return alternatives(schema, [resolved(schema, one.$ref)], depth + 1);
    const more = [...(one.anyOf ?? []), ...(one.oneOf ?? []), ...(one.allOf ?? [])];
    return more.length ? [...(one.properties ? [one] : []), ...alternatives(schema, more, depth + 1)] : [one];
  });
}

function resolved(schema, ref) {
  return ref.slice(2).split("/").reduce((node, part) => node?.[part], schema);
}

function fits(schema, one, keys) {
  for (const [name, value] of Object.entries(keys)) {
    const known = one.properties?.[name];
    if (value && known?.const !== undefined && String(known.const) !== value) return false;
  }
  return true;
}

function under(one, key) {
  if (one.properties?.[key]) return [one.properties[key]];
  return one.additionalProperties && typeof one.additionalProperties === "object" ? [one.additionalProperties] : [];
}

function keys(schema, at) {
  const here = at.frames.at(-1);
  const known = new Map();
  for (const one of schemasAt(schema, at.frames)) {
    if (!fits(schema, one, here.keys)) continue;
    for (const [name, about] of Object.entries(one.properties ?? {})) {
      const needed = (one.required ?? []).includes(name);
      const option = known.get(name) ?? { label: name, type: "property", apply: `${name}: `, boost: 0 };
      if (needed) { option.detail = "*"; option.boost = 1; }
      if (about.description) option.info = about.description;
      known.set(name, option);
    }
  }
  for (const name of Object.keys(here.keys)) known.delete(name);
  return [...known.values()];
}

// Which list of the house's words a key takes; a rulebook may add its own words, so the schema does not name them.
const LISTS = {
  asks: "department", applicants: "kind", kinds: "kind", sizes: "size", size: "size", event: "event", upon: "event",
  needs: "paper", certificate: "certificate", certificates: "certificate", name: "measure", index: "measure",
  list: "list", by: "channel", except: "cause", role: "role", level: "level",
};
const IDS = { after: "stages", stage: "stages", same_as: "stages", body: "bodies", tier: "tiers", tiers: "tiers", elects: "tiers", condition: "" };

function words(schema, at, text) {
  const inList = at.key === "";
  const frames = inList ? at.frames : at.frames.slice(0, -1);
  let found;
  if (inList) found = schemasAt(schema, frames);
  else {
    const owners = schemasAt(schema, at.frames).filter((one) => fits(schema, one, without(at.frames.at(-1).keys, at.key)));
    found = alternatives(schema, owners.flatMap((one) => under(one, at.key)));
    found = [...found, ...alternatives(schema, found.flatMap((one) => (one.items ? [one.items] : [])))];
  }
  const labels = new Set();
  for (const one of found) {
    for (const value of [...(one.enum ?? []), ...(one.const === undefined ? [] : [one.const]), ...(one.examples ?? [])]) {
      if (value !== null) labels.add(String(value));
    }
    if (one.type === "boolean") ["true", "false"].forEach((word) => labels.add(word));
  }
  const key = inList ? at.frames.findLast((frame) => !frame.list || !frame.flow)?.key : at.key;
  const house = schema["x-words"]?.[LISTS[key]] ?? {};
  const open = found.some((one) => one.type === "string" && !one.enum && one.const === undefined);
  if (open) for (const word of Object.keys(house)) labels.add(word);
  if (key in IDS) for (const id of text.matchAll(/(?:^|[\s{,])id:\s*([a-z][a-z0-9_]*)/gm)) labels.add(id[1]);
  return [...labels].map((label) => ({ label, type: "enum", detail: house[label] }));
}

function without(keys, key) {
  const { [key]: _, ...rest } = keys;
  return rest;
}
