export default function ({ parentElement, data, setTriggerValue }) {
  translations = data.words;
  const root = parentElement.querySelector(".root");
  root.say = (id, what, value) => setTriggerValue("changed", { id, what, value });
  // A note that was kept changes nothing else: what is typed meanwhile into another one stays.
  const shape = JSON.stringify([data.items.map((item) => ({ ...item, note: null })), data.words]);
  if (root.shape === shape) return;
  root.shape = shape;
  const focused = root.getRootNode().activeElement;
  const at = [focused?.closest("[data-item]")?.dataset.item, focused?.getAttribute("aria-label")];
  const say = (...change) => root.say(...change);
  root.replaceChildren(element("ol", { class: "items" }, ...data.items.map((item, place) => shown(item, place, data.items.length, say))));
  focusAgain(root, ...at);
}

// An item that is moved by the keyboard keeps the focus, at an end on the button that leads back.
function focusAgain(root, id, label) {
  const item = label && root.querySelector(`[data-item="${id}"]`);
  const buttons = item ? [...item.querySelectorAll("[aria-label]:not([disabled])")] : [];
  (buttons.find((button) => button.getAttribute("aria-label") === label) ?? buttons.find((button) => button.localName === "button"))?.focus();
}

function shown(item, at, count, say) {
  const act = (label, words, what, value, disabled = false) => {
    const button = element("button", { type: "button", "aria-label": label, title: label, onclick: () => say(item.id, what, value) }, words);
    button.disabled = disabled;
    return button;
  };
  const note = element("textarea", { rows: "2", "aria-label": _("Ghi chú"), placeholder: _("Ghi chú: đi cùng trích dẫn khi xuất ra Word"), maxlength: "5000" });
  note.value = item.note;
  // Kept while it is written, so that a file asked for right after has it.
  let waiting = null;
  const keep = () => { clearTimeout(waiting); say(item.id, "note", note.value); };
  note.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 400); });
  note.addEventListener("change", keep);
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
  const { now, gone } = item;
  if (!now) return gone ? [element("p", { class: "warning" }, "⚠ ", _("Văn bản này không còn trong kho; trích dẫn được giữ như lúc thêm."))] : [];
  return [element("div", { class: "warning" },
    "⚠ ", gone ? _("Điều khoản này không còn trong kho; điều khoản gần nhất:") : _("Văn bản trong kho nay ghi khác:"),
    now.quotation === item.quotation ? null : element("blockquote", { lang: "vi" }, `“${now.quotation}”`),
    now.citation === item.citation ? null : element("p", { class: "citation", lang: "vi" }, now.citation),
    element("div", { class: "actions" }, element("button", { type: "button", onclick: () => say(item.id, "requote", now.clause_id) },
      gone ? _("Lấy điều khoản gần nhất") : _("Lấy nguyên văn hiện nay"))))];
}
