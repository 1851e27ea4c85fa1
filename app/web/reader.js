export default function ({ parentElement, data, setTriggerValue }) {
  translations = data.words;
  const root = parentElement.querySelector(".root");
  // The page runs again when something is added to a collection: the document stays as it is drawn.
  if (root.reader?.document === data.document && root.reader.version === data.version) return root.reader.renew(data);
  root.reader = { document: data.document, version: data.version };
  root.replaceChildren(element("p", { "aria-live": "polite" }, _("Đang mở văn bản …")));
  fetched("document-text", { document: data.document }).then((content) => {
    if (content) read(root, data, content, setTriggerValue);
    else root.replaceChildren(element("p", { role: "alert" }, _("Không lấy được nội dung văn bản; hãy tải lại trang.")));
  });
}

function read(root, data, content, say) {
  const { clauses } = content;
  const words = slicing(content.text);
  const byId = new Map(clauses.map((clause, at) => [clause.id, Object.assign(clause, { at, text: words(clause.start, clause.end) })]));
  const marks = new Map([[data.target.id, data.marks]]);
  let target = null, facts = null, chosen = [];

  const text = clauseText(clauses, { draw, choose: (clause) => { go(clause, { smooth: true }); keep(); } });
  const outline = outlineOf(clauses, (clause) => { go(clause, { smooth: true }); keep(); });
  const pages = data.pages.length ? pagePanel(data) : null;
  const finder = finding(data, clauses, content.text, { mark, go: (clause, options) => { go(clause, options); keep(); } });
  const quotation = () => words(target.start, target.whole).trimEnd();
  const copying = [
    copyButton(_("Sao chép trích dẫn"), () => facts.citation),
    copyButton(_("Sao chép nguyên văn kèm trích dẫn"), () => quoted(quotation(), facts.citation).text, () => quoted(quotation(), facts.citation).html)];
  const where = element("p", { class: "where", lang: "vi" });
  const bar = element("div", { class: "bar" }, where,
    element("div", { class: "actions" }, ...copying,
      copyButton(_("Sao chép liên kết"), () => clauseAddress(target.id)),
      data.embeddable ? copyButton(_("Sao chép mã nhúng"), () => embedding(target.id, facts.citation)) : null,
      element("button", { type: "button", class: "collect", onclick: () => say("added", target.id) }, _("Thêm vào bộ sưu tập")),
      pages ? pages.opener : null),
    finder.element);

  // One line of HTML that shows a clause with its citation in another page.
  function embedding(id, citation) {
    const src = new URL(`embed/${id}`, new URL("./", window.location.href.split(/[?#]/)[0])).href;
    return element("iframe", { src, title: citation, width: "100%", height: "220", loading: "lazy", style: "border:0" }).outerHTML;
  }

  // A block's content: its text with what is marked, doubtful and linked, and what changes it.
  function draw(clause) {
    const links = (clause.links ?? []).map(({ start, end, opens, title }) => ({ start, end, node: (said) => opens ? opening(opens, said)
      : element("span", { class: "unstored", title: [_("Chưa có trong kho"), title].filter(Boolean).join(": ") }, said) }));
    const own = clause.kind === "table" && clause.text.includes("|")
      ? [element("table", {}, element("tbody", {}, ...tableRows(clause.text, marks.get(clause.id) ?? [])))]
      : marked(clause.text, marks.get(clause.id) ?? [], clause.doubts ?? [], links);
    return [...own, ...(clause.amendments ?? []).map(({ opens, relation, citation, quotation: changed }) =>
      element("aside", { class: "amendment" }, element("p", { class: "by" }, `${CHANGED()[relation]} `, opening(opens, citation)), element("p", {}, changed)))];
  }

  function mark(clause, spans) {
    marks.set(clause.id, spans);
    text.redraw(clause);
  }

  // A link to a clause: within this document it moves the page, else it opens the other document.
  function opening(id, said) {
    const link = element("a", { href: clauseAddress(id), "data-opens": id, target: "_self" });
    link.append(said);
    link.addEventListener("click", (event) => {
      event.stopPropagation(); // the clause around it is not what is asked for
      if (byId.has(id)) { event.preventDefault(); go(byId.get(id), { smooth: true }); keep(); }
    });
    return link;
  }

  // Mark a clause with all that stands under it, scroll to it, and ask what is to be said of it.
  function go(clause, { smooth = false, nth = 0 } = {}) {
    target = clause;
    for (const block of chosen) block.classList.remove("target");
    chosen = text.upTo(clause, clauses.findIndex((other) => other.at > clause.at && !other.id.startsWith(`${clause.id}/`)));
    for (const block of chosen) block.classList.add("target");
    outline.choose(clause);
    finder.at(clause, nth);
    scroll(clause, smooth, nth);
    if (clause.id !== facts?.id) tell(clause);
  }

  function scroll(clause, smooth, nth) {
    const block = text.block(clause);
    block.style.scrollMarginTop = `${bar.offsetHeight + 72}px`; // below the page's head and this bar, however it wraps
    block.scrollIntoView({ block: "start", behavior: smooth && !text.far(block) ? "smooth" : "instant" });
    const found = block.querySelectorAll("mark:not(.doubt)")[nth];
    if (found && found.getBoundingClientRect().bottom > window.innerHeight) found.scrollIntoView({ block: "center", behavior: "instant" });
  }

  async function tell(clause) {
    where.textContent = "…";
    for (const button of copying) button.disabled = true;
    const told = clause.id === data.target.id ? data.target : await fetched("clause", { clause: clause.id });
    if (target !== clause) return; // another one was chosen meanwhile
    facts = told;
    where.textContent = told?.path ?? _("Không lấy được trích dẫn; hãy tải lại trang.");
    for (const button of copying) button.disabled = !told;
    if (told) pages?.show(told);
  }

  function keep() { window.history.replaceState(null, "", clauseAddress(target.id, { q: data.question, find: finder.sought() })); }

  root.reader.renew = (renewed) => {
    const clause = byId.get(renewed.target.id);
    if (clause && clause !== target) go(clause);
  };
  const body = element("div", { class: "body" }, bar, element("div", { class: pages ? "sides paged" : "sides" }, text.element, pages?.element ?? null));
  root.replaceChildren(...about(data), element("div", { class: "layout" }, outline.element, body), preview(root));
  new ResizeObserver(() => root.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);
  const first = byId.get(data.target.id);
  go(first);
  // The page settles its height after the component is mounted: scroll once more then, unless the reader has begun to.
  const touched = new AbortController();
  for (const kind of ["wheel", "keydown", "pointerdown"]) window.addEventListener(kind, () => touched.abort(), { signal: touched.signal, passive: true });
  setTimeout(() => { if (!touched.signal.aborted && target === first) scroll(first, false, 0); touched.abort(); }, 350);
  text.fill();
  outline.fill();
  finder.start();
}

const CHANGED = () => ({
  "sửa đổi, bổ sung": _("Được sửa đổi, bổ sung tại"),
  "điều chỉnh, bổ sung": _("Được điều chỉnh, bổ sung tại"),
  "thay thế": _("Bị thay thế tại"),
  "bãi bỏ": _("Bị bãi bỏ tại"),
});

// What the document states of itself, whether it is in force, and what is to be looked up in the original.
function about(data) {
  const by = data.status.by.flatMap(({ opens, name }, at) => [at ? ", " : " (", element("a", { href: clauseAddress(opens), target: "_self", "data-opens": opens, lang: "vi" }, name)]);
  const original = new URL(`original/${encodeURIComponent(data.document)}`, new URL("./", window.location.href.split(/[?#]/)[0]));
  const facts = element("details", { class: "facts" }, element("summary", {}, _("Thông tin văn bản")),
    element("dl", {}, ...data.facts.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", { lang: "vi" }, value)))));
  const warnings = data.warnings.map((warning) => element("li", {}, warning));
  const few = warnings.length <= 2;
  const warned = warnings.length ? element("details", { class: "warnings", open: few ? "" : null, role: "note" },
    element("summary", {}, _("{n} lưu ý khi dùng bản này").replace("{n}", warnings.length)), element("ul", {}, ...warnings)) : null;
  return [element("div", { class: "about" },
    element("p", { class: "status" }, _("Tình trạng hiệu lực theo các văn bản trong kho:"), " ", element("strong", {}, data.status.text), ...by, by.length ? ")" : ""),
    element("div", { class: "actions" }, element("a", { href: original.href, download: "" }, _("Xem bản gốc")), facts)),
    ...(warned ? [warned] : [])];
}
