export default function ({ parentElement, data }) {
  translations = data.words;
  const root = parentElement.querySelector(".root");
  const heads = [_("Chỉ tiêu"), _("Giá trị"), _("Thời hạn"), _("Văn bản"), _("Đối chiếu")];
  root.replaceChildren(element("table", { class: "targets" },
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...data.rows.map((row) => element("tr", { class: row.conflicts.length ? "against" : null },
      cell(heads[0], element("span", { lang: "vi" }, row.subject), row.scope ? element("span", { class: "scope", lang: "vi" }, ` (${row.scope})`) : null),
      cell(heads[1], amount(row.amount)),
      cell(heads[2], row.due),
      cell(heads[3], named(row.document)),
      cell(heads[4], ...against(row.conflicts), ...alike(row.same)))))));
}

function cell(head, ...content) {
  return element("td", { "data-head": head, class: content.some((part) => part) ? null : "empty" }, ...content);
}

function amount(value) {
  return element("a", { href: clauseAddress(value.clause, { mark: value.mark }), target: "_self", title: value.clause, lang: "vi" }, value.text);
}

// A conflict says so in words; the colour only repeats it.
function against(conflicts) {
  return conflicts.map((other) => element("span", { class: "conflict" }, ...sentence(_("⚠ Mâu thuẫn: {amount} tại {document}"), place(other))));
}

function alike(others) {
  return others.map((other) => element("span", { class: "same" }, ...sentence(_("Cũng có: {amount} tại {document}"), place(other))));
}

function place(other) {
  return { amount: amount(other), document: named(other.document) };
}

function named(document) {
  return element("span", { lang: "vi" }, ...unbroken(document));
}
