export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".root");
  root.replaceChildren(...data.results.map((result) => {
    const words = element("p", { class: "words folded" }, ...marked(result.text, result.highlights));
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
      element("div", { class: "actions" },
        element("a", { href: clauseAddress(result.clause_id, data.query), target: "_self" }, "Mở trong văn bản"),
        copyButton("Sao chép trích dẫn", result.citation),
        more));
    requestAnimationFrame(() => { if (words.scrollHeight <= words.clientHeight + 1) more.remove(); });
    return card;
  }));
}
