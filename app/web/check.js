export default function ({ parentElement, data }) {
  translations = data.words;
  const NAMES = { right: _("✓ Đúng"), wrong: _("✗ Cần sửa"), unknown: _("? Chưa rõ") };
  const root = parentElement.querySelector(".root");
  const cards = data.citations.map((citation) => element("article", { class: `citation ${citation.status}`, "data-status": citation.status },
    element("p", { class: "status" }, NAMES[citation.status]),
    element("p", { class: "words", lang: "vi" }, ...marked(citation.text, citation.marks)),
    findings(citation.findings),
    citation.corrected === null ? null : element("p", { class: "corrected", lang: "vi" }, element("span", { class: "said" }, _("Đề nghị sửa:"), " "), citation.corrected),
    element("div", { class: "actions" },
      citation.corrected === null ? null : copyButton(_("Sao chép phần đã sửa"), citation.corrected),
      citation.clause_id === null ? null : element("a", { href: clauseAddress(citation.clause_id), target: "_blank", rel: "noopener" },
        citation.whole ? _("Mở văn bản") : _("Mở điều khoản")))));

  const count = (status) => data.citations.filter((citation) => citation.status === status).length;
  const choices = [["all", _("Tất cả") + ` (${cards.length})`], ...Object.entries(NAMES).map(([status, name]) => [status, `${name} (${count(status)})`])];
  const buttons = choices.map(([status, name]) => element("button", { type: "button", "aria-pressed": String(status === "all"), onclick: () => {
    for (const card of cards) card.hidden = status !== "all" && card.dataset.status !== status;
    buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(choices[at][0] === status)));
  } }, name));
  root.replaceChildren(element("div", { class: "actions filter", role: "group", "aria-label": _("Lọc viện dẫn") }, ...buttons), ...cards);
}

function findings(found) {
  if (!found.length) return null;
  const kinds = { error: _("Nội dung"), form: _("Thể thức"), note: _("Lưu ý") };
  return element("ul", { class: "findings" }, ...found.map((finding) =>
    element("li", { class: finding.severity }, element("b", {}, `${kinds[finding.severity]}: `), element("span", { lang: "vi" }, finding.message))));
}

