export default function ({ parentElement, data }) {
  translations = data.words;
  const root = parentElement.querySelector(".root");
  const blocks = new Map();
  const links = new Map();
  let target = null;

  const where = element("p", { class: "where" });
  const bar = element("div", { class: "bar" }, where,
    element("div", { class: "actions" },
      copyButton("Sao chép trích dẫn", () => target.citation),
      copyButton("Sao chép nguyên văn kèm trích dẫn", 
        () => quoted(target.quotation, target.citation).text, () => quoted(target.quotation, target.citation).html),
      copyButton("Sao chép liên kết", () => clauseAddress(target.id))));

  // Mark a clause with all that stands under it, and scroll to it.
  function go(clause, smooth) {
    target = clause;
    where.textContent = clause.path;
    for (const [id, block] of blocks) block.classList.toggle("target", id === clause.id || id.startsWith(clause.id + "/"));
    for (const [id, link] of links) {
      if (id === clause.id) link.setAttribute("aria-current", "location"); else link.removeAttribute("aria-current");
    }
    const link = links.get(clause.id);
    if (link) link.closest("nav").scrollTop = link.offsetTop - 120;
    const block = blocks.get(clause.id);
    block.style.scrollMarginTop = `${bar.offsetHeight + 72}px`; // below the page's head and this bar, however it wraps
    block.scrollIntoView({ block: "start", behavior: smooth ? "smooth" : "instant" });
    const mark = block.querySelector("mark:not(.doubt)");
    if (mark && mark.getBoundingClientRect().bottom > window.innerHeight) mark.scrollIntoView({ block: "center", behavior: "instant" });
  }

  // A link to a clause: within this document it moves the page, else it opens the other document.
  function opening(id, title, words) {
    const link = element("a", { href: clauseAddress(id), title });
    link.append(words);
    link.addEventListener("click", (event) => {
      event.stopPropagation(); // the clause around it is not what is asked for
      const own = data.clauses.find((clause) => clause.id === id);
      if (own) { event.preventDefault(); go(own, true); address(own); }
    });
    return link;
  }

  function references(clause) {
    return clause.links.map(({ start, end, opens, title }) => ({ start, end, node: (words) =>
      opens ? opening(opens, title, words) : element("span", { class: "unstored", title }, words) }));
  }

  const text = element("div", { class: "text", lang: "vi" }, bar, ...data.clauses.map((clause) => {
    const block = element("div", { class: `clause ${clause.kind}`, "data-clause": clause.id, tabindex: "-1", onclick: () => {
      if (!window.getSelection().toString()) { go(clause, true); address(clause); }
    } });
    if (clause.kind === "table" && clause.text.includes("|")) {
      block.append(element("table", {}, element("tbody", {}, ...tableRows(clause))));
    } else {
      block.append(...marked(clause.text, clause.highlights, clause.doubts, references(clause)));
    }
    for (const { opens, relation, citation, quotation } of clause.amendments) {
      block.append(element("aside", { class: "amendment" },
        element("p", { class: "by" }, `${relation} `, opening(opens, null, citation)), element("p", {}, quotation)));
    }
    blocks.set(clause.id, block);
    return block;
  }));

  function address(clause) { window.history.replaceState(null, "", clauseAddress(clause.id)); }

  const outline = element("ul", {}, ...data.clauses.filter((clause) => clause.outline).map((clause) => {
    const link = element("a", { href: clauseAddress(clause.id), style: `padding-left:${0.4 + clause.depth * 0.8}rem` }, clause.outline);
    link.addEventListener("click", (event) => { event.preventDefault(); go(clause, true); address(clause); });
    links.set(clause.id, link);
    return element("li", {}, link);
  }));
  const contents = element("details", { open: "" }, element("summary", {}, "Mục lục"), outline);
  if (window.innerWidth < 740) contents.removeAttribute("open");

  root.replaceChildren(element("div", { class: "layout" }, element("nav", { "aria-label": "Mục lục" }, contents), text));
  const first = data.clauses.find((clause) => clause.id === data.target);
  // The page settles its height after the component is mounted: scroll once now and once then.
  requestAnimationFrame(() => { go(first, false); setTimeout(() => go(first, false), 350); });
}

// The rows of a table's text, a cell between two borders; what is marked in the text is marked in its cell.
function tableRows(clause) {
  let at = 0;
  return clause.text.split("\n").map((row) => {
    const cells = [];
    let start = at;
    for (const piece of row.split("|")) {
      const from = start + Array.from(piece).length - Array.from(piece.trimStart()).length;
      const length = Array.from(piece.trim()).length;
      const inside = clause.highlights.map(([first, last]) => [Math.max(first - from, 0), Math.min(last - from, length)]);
      cells.push(element("td", {}, ...marked(piece.trim(), inside.filter(([first, last]) => first < last))));
      start += Array.from(piece).length + 1;
    }
    at = start;
    if (/^\s*\|/.test(row)) cells.shift();
    if (cells.length && /\|\s*$/.test(row)) cells.pop();
    return element("tr", {}, ...cells);
  });
}
