export default function ({ parentElement, data, setTriggerValue }) {
  translations = data.words;
  const root = parentElement.querySelector(".root");
  root.dataset.query = data.query;
  root.replaceChildren(...data.results.map((result) => card(result, data.query, setTriggerValue)));
  return moving(root);
}

function card(result, query, say) {
  const words = element("p", { class: "words folded", lang: "vi" }, ...markedWords(result));
  const more = element("button", { type: "button", "aria-expanded": "false" }, _("Xem toàn bộ"));
  more.addEventListener("click", () => {
    const folded = words.classList.toggle("folded");
    more.textContent = folded ? _("Xem toàn bộ") : _("Thu gọn");
    more.setAttribute("aria-expanded", String(!folded));
  });
  requestAnimationFrame(() => { if (words.scrollHeight <= words.clientHeight + 1) more.remove(); });
  const { text, html } = quoted(result.quotation, result.citation);
  const title = element("a", { class: "open", href: clauseAddress(result.clause_id, { q: query }), target: "_self" }, `${result.rank}. ${result.label_path}`);
  return element("article", { class: "card", "data-clause": result.clause_id },
    element("h2", { lang: "vi" }, title, element("span", { class: "fit" }, result.fit),
      result.new ? element("span", { class: "fit new" }, _("Mới")) : null),
    element("p", { class: "of", lang: "vi" }, result.document, result.status ? element("strong", { class: "status" }, ` ${result.status}`) : null),
    words,
    ...repeated(result.repeats, query),
    element("div", { class: "actions" },
      element("a", { href: clauseAddress(result.clause_id, { q: query }), target: "_self" }, _("Mở")),
      copyButton(_("Trích dẫn"), text, html),
      element("button", { type: "button", class: "collect", onclick: () => say("added", result.clause_id) }, _("Thêm vào bộ sưu tập")),
      similar(result.clause_id, query),
      more,
      element("button", { type: "button", class: "wrong", "aria-pressed": String(result.wrong), onclick: () => say("judged", [result.clause_id, result.wrong ? "right" : "wrong"]) },
        result.wrong ? _("Đã ghi: không đúng") : _("Không đúng"))));
}

function repeated(clauses, query) {
  if (!clauses.length) return [];
  return [element("p", { class: "repeats" }, _("Cũng có tại:"), " ", ...clauses.flatMap((clause, at) => [at ? "; " : "", link(clause, query)]))];
}

function link({ clause_id, name }, query) {
  return element("a", { href: clauseAddress(clause_id, { q: query }), target: "_self", lang: "vi" }, name);
}

// Clauses of other documents that say the same are asked for when they are wanted.
function similar(id, query) {
  const button = element("button", { type: "button", "aria-expanded": "false" }, _("Điều khoản tương tự"));
  button.addEventListener("click", async () => {
    const shown = button.closest(".card").querySelector(".similar");
    button.setAttribute("aria-expanded", String(!shown));
    if (shown) { shown.remove(); return; }
    const box = element("ul", { class: "similar", "aria-live": "polite" }, element("li", {}, _("Đang tìm …")));
    button.closest(".card").append(box);
    const found = await fetched("similar", { clause: id });
    box.replaceChildren(...(found?.length ? found.map((clause) => element("li", {}, link(clause, query), element("p", { class: "words", lang: "vi" }, clause.text)))
      : [element("li", {}, found ? _("Không văn bản nào khác có điều khoản tương tự.") : _("Không lấy được điều khoản tương tự; hãy thử lại."))]));
  });
  return button;
}

// The words that match are marked; the sentence that answers is set off where there are others.
function markedWords(result) {
  const points = Array.from(result.text);
  const [start, end] = result.sentence;
  const part = (from, to) => marked(points.slice(from, to).join(""), result.highlights
    .map(([first, last]) => [Math.max(first, from) - from, Math.min(last, to) - from]).filter(([first, last]) => first < last));
  if (start === 0 && end >= points.length) return part(0, points.length);
  return [...part(0, start), element("span", { class: "sentence" }, ...part(start, end)), ...part(end, points.length)];
}

// The arrows move from answer to answer, from the question too; Enter opens the one that has the focus, being a link.
function moving(root) {
  root.keys?.abort();
  root.keys = new AbortController();
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const focused = deepestFocus();
    if (!step || event.ctrlKey || event.altKey || (typing() && focused.id !== "question")) return;
    const links = [...root.querySelectorAll("a.open")];
    const from = links.findIndex((open) => open.closest(".card").contains(focused));
    if (!links.length || (from < 0 && (focused?.id !== "question" || step < 0))) return;
    event.preventDefault();
    const next = from + step;
    if (next >= 0) links[Math.min(next, links.length - 1)].focus();
    else document.dispatchEvent(new KeyboardEvent("keydown", { key: "/" })); // above the first answer stands the question
  }, { signal: root.keys.signal });
  return () => root.keys.abort();
}
