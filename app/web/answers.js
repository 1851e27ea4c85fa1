export default function ({ parentElement, data }) {
  translations = data.words;
  const root = parentElement.querySelector(".root");
  root.replaceChildren(...data.results.map((result) => {
    const words = element("p", { class: "words folded" }, ...markedWords(result));
    const more = element("button", { type: "button", "aria-expanded": "false" }, "Xem toàn bộ");
    more.addEventListener("click", () => {
      const folded = words.classList.toggle("folded");
      more.textContent = folded ? "Xem toàn bộ" : "Thu gọn";
      more.setAttribute("aria-expanded", String(!folded));
    });
    const card = element("article", { class: "card", "data-clause": result.clause_id },
      element("h3", {}, `${result.rank}. ${result.label_path}`, element("span", { class: "score" }, result.fit)),
      element("p", { class: "of" }, result.document),
      words,
      ...repeated(result.repeats, data.query),
      element("div", { class: "actions" },
        element("a", { href: clauseAddress(result.clause_id, data.query), target: "_self" }, "Mở trong văn bản"),
        copyButton("Sao chép trích dẫn", result.citation),
        more));
    requestAnimationFrame(() => { if (words.scrollHeight <= words.clientHeight + 1) more.remove(); });
    return card;
  }));
}

function repeated(clauses, query) {
  if (!clauses.length) return [];
  const links = clauses.map((clause) => element("a", { href: clauseAddress(clause.clause_id, query), target: "_self" }, clause.name));
  return [element("p", { class: "repeats" }, "Cũng có tại: ", ...links.flatMap((link, at) => at ? ["; ", link] : [link]))];
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
