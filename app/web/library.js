export default function ({ parentElement, data, setTriggerValue }) {
  translations = data.words;
  const root = parentElement.querySelector(".root");
  const heads = [_("Số, ký hiệu"), _("Văn bản"), _("Ngày ban hành"), _("Cơ quan ban hành"), _("Tình trạng"), _("Ngày nạp"), _("Thao tác")];
  root.replaceChildren(element("table", { class: "library" },
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...data.rows.map((row) => element("tr", { "data-document": row.id },
      cell(heads[0], row.number ? element("span", { class: "number" }, row.number) : null),
      cell(null, title(row), limits(row), warnings(row)),
      cell(heads[2], row.date), cell(heads[3], row.issuer), cell(heads[4], row.status), cell(heads[5], row.added),
      element("td", { class: "actions" },
        element("a", { href: original(row), "aria-label": [_("Tải bản gốc"), row.name].join(": "), title: row.source, download: row.source }, _("Tải bản gốc")),
        data.limitable ? button(_("Ai được xem"), row, () => setTriggerValue("limited", row.id)) : null,
        data.changeable ? button(_("Thay"), row, () => setTriggerValue("replaced", row.id)) : null,
        data.changeable ? button(_("Xóa"), row, () => setTriggerValue("removed", row.id)) : null))))));
}

function cell(head, ...content) {
  const empty = !content.some((part) => part);
  return element("td", { "data-head": head, class: empty ? "empty" : null }, ...content.filter((part) => part));
}

function title(row) {
  return element("a", { class: "title", href: clauseAddress(row.id), target: "_self" }, row.type ? `${row.type}: ${row.title}` : row.title);
}

function limits(row) {
  return row.limited ? element("div", { class: "limited" }, _("Chỉ dành cho"), ": ", row.limited) : null;
}

function warnings(row) {
  if (!row.notices.length) return null;
  return element("details", {},
    element("summary", {}, "⚠ ", _("Lưu ý"), ` (${row.notices.length})`),
    element("ul", { class: "notices" }, ...row.notices.map(notice)));
}

function button(label, row, onclick) {
  return element("button", { type: "button", "aria-label": `${label}: ${row.name}`, onclick }, label);
}

function original(row) {
  return new URL(`./original/${encodeURIComponent(row.id)}`, window.location.href.split(/[?#]/)[0]).href;
}
