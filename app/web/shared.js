// Words for the screen are written in Vietnamese, as `_("Sao chép")`; the page brings their translations.
let translations = {};
function _(text) { return translations[text] ?? text; }

// The nodes of a sentence such as `_("{amount} tại {document}")`, each name in brackets replaced by its node or text.
function sentence(text, parts) {
  return text.split(/\{(\w+)\}/).map((part, at) => at % 2 ? parts[part] : part);
}

// `text` in which no number of a document ("42/KH-UBND") is broken between two lines.
function unbroken(text) {
  return text.split(/((?<!\S)\d{1,6}(?:\/\d{4})?[/-][^\s.]{1,20}(?!\S))/).map((part, at) => at % 2 ? element("span", { class: "whole" }, part) : part);
}

// Elements are made from text, never from markup, so that nothing in a document can run in the page.
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

// `text` with the stretches in `spans` marked, the words in `doubts` flagged and `references` ({ start, end, node: text => element }) put in place,
// inside a mark too. Offsets count code points, JavaScript's strings count UTF-16 units.
function marked(text, spans, doubts = [], references = []) {
  const points = Array.from(text);
  const words = (from, to) => points.slice(from, to).join("");
  const linked = (from, to) => {
    const out = [];
    for (const { start, end, node } of [...references].sort((a, b) => a.start - b.start)) {
      const first = Math.max(start, from), last = Math.min(end, to);
      if (first >= last) continue;
      out.push(words(from, first), node(words(first, last)));
      from = last;
    }
    return [...out, words(from, to)];
  };
  const doubt = { class: "doubt", title: _("Chữ nhận dạng từ ảnh, có thể sai: hãy đối chiếu bản gốc") };
  const flagged = doubts.map(([start, end]) => ({ start, end, attributes: doubt }));
  const found = spans.map(([start, end]) => ({ start, end, attributes: {} }));
  const out = [];
  let at = 0;
  for (const { start, end, attributes } of [...found, ...flagged].sort((a, b) => a.start - b.start)) {
    if (start < at) continue; // a doubtful word inside a highlight keeps the highlight
    out.push(...linked(at, start), element("mark", attributes, ...linked(start, end)));
    at = end;
  }
  return [...out, ...linked(at, points.length)];
}

// `text` goes to the clipboard as plain text, and as `html` where a word processor asks for more than letters.
// Office networks serve plain http, where browsers have no clipboard API: then the copying of a hidden field is answered.
async function copy(text, html) {
  const forms = { "text/plain": text, ...(html ? { "text/html": html } : {}) };
  if (navigator.clipboard && window.isSecureContext) {
    const blobs = Object.entries(forms).map(([type, form]) => [type, new Blob([form], { type })]);
    try { await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]); return true; } catch { /* no permission: the old way */ }
  }
  const field = element("textarea", { style: "position:fixed;opacity:0", "aria-hidden": "true" });
  field.value = text;
  const answer = (event) => {
    for (const [type, form] of Object.entries(forms)) event.clipboardData.setData(type, form);
    event.preventDefault();
  };
  const focused = deepestFocus();
  document.body.append(field);
  field.select();
  document.addEventListener("copy", answer, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", answer);
  field.remove();
  focused?.focus({ preventScroll: true });
  return done;
}

// What has the focus, inside components too: the document sees only the outermost.
function deepestFocus() {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}

// Whether keys now write text.
function typing() {
  const focused = deepestFocus();
  return Boolean(focused?.isContentEditable || focused?.matches("input:not([type=button], [type=checkbox], [type=radio]), textarea, select"));
}

// A button that copies `text`; `html` is the same with its formatting. Either may be a function, called when it is pressed.
function copyButton(label, text, html = null) {
  const button = element("button", { type: "button" }, label);
  const now = (value) => typeof value === "function" ? value() : value;
  button.addEventListener("click", async () => {
    button.textContent = (await copy(now(text), now(html))) ? _("Đã sao chép") : _("Không sao chép được");
    button.setAttribute("aria-live", "polite");
    setTimeout(() => { button.textContent = label; }, 2000);
  });
  return button;
}

// A quotation as it stands in a draft: in italics between quotation marks, its citation behind it.
function quoted(quotation, citation) {
  const safe = (text) => element("span", {}, text).innerHTML;
  const words = safe(quotation).replaceAll("\n", "<br>");
  return { text: `“${quotation}” (${citation})`, html: `<p>“<i>${words}</i>” (${safe(citation)})</p>` };
}

// The address of a clause, on the first page, beside which the others stand; `more` are further parameters, those without a value left out.
function clauseAddress(id, more = {}) {
  const address = new URL("./", window.location.href.split(/[?#]/)[0]);
  for (const [name, value] of Object.entries({ clause: id, ...more })) if (value) address.searchParams.set(name, value);
  return address.href.replaceAll("%2F", "/"); // an id is read by people: its slashes stay as they are
}

// What the server answers at `path` (beside the first page) to `parameters`; null where it does not answer.
async function fetched(path, parameters) {
  const address = new URL(path, new URL("./", window.location.href.split(/[?#]/)[0]));
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  try {
    const response = await fetch(address);
    return response.ok ? await response.json() : null;
  } catch { return null; }
}
// A warning with links to its places.
function notice(one) {
  const links = one.places.flatMap((place, at) => [at ? ", " : " ", element("a", { href: clauseAddress(place.clause), target: "_self" }, place.label)]);
  return element("li", {}, "⚠ ", one.text, ...links);
}
