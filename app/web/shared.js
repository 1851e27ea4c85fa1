// Words for the screen are written in Vietnamese, as `_("Sao chép")`; the page brings their translations.
let translations = {};
function _(text) { return translations[text] ?? text; }

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
  const doubt = { class: "doubt", title: "Chữ nhận dạng từ ảnh, có thể sai: hãy đối chiếu bản gốc" };
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

// Office networks serve plain http, where browsers have no clipboard API: then a hidden field is copied.
async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* no permission: try the old way */ }
  }
  const field = element("textarea", { style: "position:fixed;opacity:0", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

function copyButton(label, text) {
  const button = element("button", { type: "button" }, label);
  button.addEventListener("click", async () => {
    const value = typeof text === "function" ? text() : text;
    button.textContent = (await copy(value)) ? "Đã sao chép" : "Không sao chép được";
    button.setAttribute("aria-live", "polite");
    setTimeout(() => { button.textContent = label; }, 2000);
  });
  return button;
}

function clauseAddress(id, question) {
  const address = new URL(window.location.href.split(/[?#]/)[0]);
  address.searchParams.set("clause", id);
  if (question) address.searchParams.set("q", question);
  // A clause's id is read by people: its slashes stay as they are.
  return address.href.replaceAll("%2F", "/");
}
