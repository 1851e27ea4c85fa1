export default function ({ parentElement, data }) {
  translations = data.words;
  const root = parentElement.querySelector(".root");
  const heads = ["Chỉ tiêu", "Giá trị", "Thời hạn", "Văn bản", "Đối chiếu"];
  root.replaceChildren(element("table", { class: "targets", lang: "vi" },
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...data.rows.map((row) => element("tr", { class: row.conflicts.length ? "against" : null },
      cell(heads[0], row.subject, row.scope ? element("span", { class: "scope" }, ` (${row.scope})`) : null),
      cell(heads[1], amount(row.amount)),
      cell(heads[2], row.due),
      cell(heads[3], row.document),
      cell(heads[4], ...against(row.conflicts), ...alike(row.same)))))));
}

function cell(head, ...content) {
  return element("td", { "data-head": head, class: content.some((part) => part) ? null : "empty" }, ...content);
}

function amount(value) {
  return element("a", { href: clauseAddress(value.clause, { mark: value.mark }), target: "_self", title: value.clause }, value.text);
}

// A conflict says so in words; the colour only repeats it.
function against(conflicts) {
  return conflicts.flatMap((other) => [element("span", { class: "conflict" }, "⚠ Mâu thuẫn: ", amount(other), ` tại ${other.document}`)]);
}

function alike(others) {
  return others.map((other) => element("span", { class: "same" }, "Cũng có: ", amount(other), ` tại ${other.document}`));
}
