export default function ({ parentElement, data, setTriggerValue }) {
  translations = data.words;
  const root = parentElement.querySelector(".root");
  const say = (id, what, value) => setTriggerValue("changed", { id, what, value });
  root.replaceChildren(element("ol", { class: "items" }, ...data.items.map((item, at) => shown(item, at, data.items.length, say))));
}

function shown(item, at, count, say) {
  const act = (label, words, what, value, disabled = false) => {
    const button = element("button", { type: "button", "aria-label": label, title: label, onclick: () => say(item.id, what, value) }, words);
    button.disabled = disabled;
    return button;
  };
  const note = element("textarea", { rows: "2", "aria-label": _("Ghi chú"), placeholder: _("Ghi chú: đi cùng trích dẫn khi xuất ra Word"), maxlength: "5000" });
  note.value = item.note;
  note.addEventListener("change", () => say(item.id, "note", note.value));
  const { text, html } = quoted(item.quotation, item.citation);
  return element("li", { class: "item", "data-item": item.id },
    element("blockquote", { lang: "vi" }, `“${item.quotation}”`),
    element("p", { class: "citation", lang: "vi" }, item.citation),
    ...state(item, say),
    note,
    element("div", { class: "actions" },
      act(_("Lên"), "↑", "move", -1, at === 0),
      act(_("Xuống"), "↓", "move", 1, at === count - 1),
      element("a", { href: clauseAddress(item.clause_id), target: "_self" }, _("Mở")),
      copyButton(_("Sao chép"), text, html),
      act(_("Bỏ khỏi bộ sưu tập"), _("Bỏ"), "remove", null)));
}

// What has become of the clause since its words were taken.
function state(item, say) {
  if (item.state === "same") return [];
  if (item.state === "gone") return [element("p", { class: "warning" }, "⚠ ", _("Điều khoản này không còn trong kho; “Mở” dẫn đến điều khoản gần nhất."))];
  return [element("div", { class: "warning" }, "⚠ ", _("Văn bản trong kho nay ghi khác:"), element("blockquote", { lang: "vi" }, `“${item.now}”`),
    element("div", { class: "actions" }, element("button", { type: "button", onclick: () => say(item.id, "requote", item.clause_id) }, _("Lấy nguyên văn hiện nay"))))];
}
