// A stretch of a text by code points, which JavaScript's strings do not count.
function slicing(text) {
  const points = /[\u{10000}-\u{10FFFF}]/u.test(text) ? Array.from(text) : null;
  return (from, to) => points ? points.slice(from, to).join("") : text.slice(from, to);
}

// Work in tasks of a few milliseconds each, so that the page scrolls meanwhile.
function inTasks(steps) {
  const work = () => {
    const until = performance.now() + 12;
    while (steps.length && performance.now() < until) steps.shift()();
    if (steps.length) setTimeout(work);
  };
  setTimeout(work);
}

// The blocks of all clauses in sections, which the browser lays out when they come into view; until then their height is estimated.
function clauseText(clauses, { draw, choose }) {
  const LETTERS = 6000, LETTER = 7.6, LINE = 25.6, GAP = 14;
  const blocks = new Map();
  const sections = [];
  const element_ = element("div", { class: "text", lang: "vi" });
  let room = 0;
  for (const clause of clauses) {
    if (room <= 0) { sections.push([]); room = LETTERS; }
    sections.at(-1).push(clause);
    room -= clause.text.length + 60;
  }
  const holders = sections.map((own) => Object.assign(element("section", {}), { clauses: own }));
  const holderOf = new Map(holders.flatMap((holder) => holder.clauses.map((clause) => [clause, holder])));
  element_.append(...holders);

  function fill(holder) {
    if (holder.filled) return;
    holder.filled = true;
    holder.append(...holder.clauses.map((clause) => {
      const block = element("div", { class: `clause ${clause.kind}`, "data-clause": clause.id, tabindex: "-1", onclick: () => {
        if (!window.getSelection().toString()) choose(clause);
      } }, ...draw(clause));
      blocks.set(clause, block);
      return block;
    }));
  }

  function estimate() {
    const across = Math.max(20, (element_.clientWidth - 24) / LETTER);
    for (const holder of holders) {
      const height = holder.clauses.reduce((sum, { text }) => sum + GAP + LINE * text.split("\n").reduce((lines, line) => lines + Math.ceil((line.length + 1) / across), 0), 0);
      holder.style.containIntrinsicSize = `auto none auto ${Math.round(height)}px`;
    }
  }

  const block = (clause) => { fill(holderOf.get(clause)); return blocks.get(clause); };
  return {
    element: element_,
    block,
    // The blocks from a clause up to the one at place `end`; -1 is the end of the document.
    upTo: (clause, end) => clauses.slice(clause.at, end < 0 ? clauses.length : end).map(block),
    redraw: (clause) => blocks.get(clause)?.replaceChildren(...draw(clause)),
    // Too far to be scrolled past: what lies between would have to be laid out.
    far: (other) => Math.abs(other.getBoundingClientRect().top) > 4 * window.innerHeight,
    fill: () => { estimate(); inTasks(holders.map((holder) => () => fill(holder))); },
  };
}

// The outline: a link for each clause that has a heading or a label, in lists of fifty, which the browser styles and lays out when they come into view:
// to watch each line for that would take it ten milliseconds at every turn of the wheel.
function outlineOf(clauses, choose) {
  const LIST = 50, ROW = 27; // lines of a list; height of most lines in pixels
  const links = new Map();
  const lists = element("div", {});
  const contents = element("details", { open: "" }, element("summary", {}, _("Mục lục")), lists);
  if (window.innerWidth < 740) contents.removeAttribute("open");
  const nav = element("nav", { "aria-label": _("Mục lục"), lang: "vi" }, contents);
  let current = null, held = false;
  const place = () => {
    const link = links.get(current);
    if (link) nav.scrollTop += link.getBoundingClientRect().top - nav.getBoundingClientRect().top - 120;
  };
  const show = () => {
    links.get(current)?.setAttribute("aria-current", "location");
    held = true;
    place();
  };
  // Lists that come into view take their true height: the line that is shown stays where it is until the reader moves the outline.
  new ResizeObserver(() => { if (held) place(); }).observe(lists);
  contents.addEventListener("toggle", show);
  for (const kind of ["wheel", "pointerdown", "keydown"]) nav.addEventListener(kind, () => { held = false; }, { passive: true });
  const entry = (clause) => {
    const link = element("a", { href: clauseAddress(clause.id), style: `padding-left:${0.4 + clause.depth * 0.8}rem` }, clause.outline);
    link.addEventListener("click", (event) => { event.preventDefault(); choose(clause); });
    links.set(clause, link);
    return element("li", {}, link);
  };
  return {
    element: nav,
    choose: (clause) => { links.get(current)?.removeAttribute("aria-current"); current = clause; show(); },
    fill: () => {
      const entries = clauses.filter((clause) => clause.outline);
      const steps = [];
      for (let at = 0; at < entries.length; at += LIST) steps.push(() => {
        const own = entries.slice(at, at + LIST);
        lists.append(element("ul", { style: `contain-intrinsic-size:auto none auto ${own.length * ROW}px` }, ...own.map(entry)));
      });
      inTasks([...steps, show]);
    },
  };
}

// The rows of a table's text, a cell between two borders; what is marked in the text is marked in its cell.
function tableRows(text, marks) {
  let at = 0;
  return text.split("\n").map((row) => {
    const cells = [];
    let start = at;
    for (const piece of row.split("|")) {
      const from = start + Array.from(piece).length - Array.from(piece.trimStart()).length;
      const length = Array.from(piece.trim()).length;
      const inside = marks.map(([first, last]) => [Math.max(first - from, 0), Math.min(last - from, length)]);
      cells.push(element("td", {}, ...marked(piece.trim(), inside.filter(([first, last]) => first < last))));
      start += Array.from(piece).length + 1;
    }
    at = start;
    if (/^\s*\|/.test(row)) cells.shift();
    if (cells.length && /\|\s*$/.test(row)) cells.pop();
    return element("tr", {}, ...cells);
  });
}
