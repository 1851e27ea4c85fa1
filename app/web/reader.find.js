// The way between the places that answer the question (?q=), or, when words are sought in the document (?find=), those where they stand.
function finding(data, clauses, text, { mark, go }) {
  const field = element("input", { type: "search", placeholder: _("Tìm trong văn bản"), "aria-label": _("Tìm trong văn bản"), maxlength: "200" });
  field.value = new URLSearchParams(window.location.search).get("find") ?? "";
  const count = element("span", { class: "count", "aria-live": "polite" });
  const before = element("button", { type: "button", title: _("Chỗ trước (phím p)"), "aria-label": _("Chỗ trước") }, "↑");
  const after = element("button", { type: "button", title: _("Chỗ sau (phím n)"), "aria-label": _("Chỗ sau") }, "↓");
  const MOST = 500;
  let hits = [], found = [], at = -1, folded = null, lowered = null, begun = null;

  const places = () => field.value.trim() ? found : hits;

  function say() {
    const { length } = places();
    const sought = field.value.trim();
    count.textContent = length ? [sought ? "" : _("Chỗ trả lời câu hỏi:"), `${at < 0 ? "–" : at + 1}/${length}${length === MOST ? "+" : ""}`].join(" ")
      : sought ? _("Không có trong văn bản") : "";
    for (const button of [before, after]) button.hidden = !length;
  }

  function step(by) {
    const all = places();
    if (!all.length) return;
    const from = at < 0 && by < 0 ? 0 : at;
    const { clause, nth } = all[(from + by + all.length) % all.length];
    go(clause, { nth });
  }

  // Every place of the words: with diacritics where they are typed, else without.
  function seek() {
    for (const clause of new Set(found.map((place) => place.clause))) mark(clause, hits.find((hit) => hit.clause === clause)?.marks ?? []);
    found = [];
    at = -1;
    const typed = letters(field.value.trim().replace(/\s+/g, " "), lower);
    if (typed) {
      const plain = letters(typed, fold);
      const within = plain === typed ? (folded ??= letters(text, fold)) : (lowered ??= letters(text, lower));
      found = placesOf(within, typed);
      const own = Map.groupBy(found, (place) => place.clause);
      for (const [clause, all] of own) mark(clause, all.map(({ span }) => span));
    }
    say();
  }

  function placesOf(within, typed) {
    const units = counting(text);
    const out = [];
    let clause = 0;
    for (let start = within.indexOf(typed); start >= 0 && out.length < MOST; start = within.indexOf(typed, start + typed.length)) {
      const [first, last] = [units(start), units(start + typed.length)];
      while (clause < clauses.length && clauses[clause].end <= first) clause += 1;
      const own = clauses[clause];
      if (!own || first < own.start || last > own.end) continue; // over the border of two clauses, or in none
      out.push({ clause: own, span: [first - own.start, last - own.start], nth: out.at(-1)?.clause === own ? out.at(-1).nth + 1 : 0 });
    }
    return out;
  }

  field.addEventListener("input", () => { clearTimeout(begun); begun = setTimeout(() => { seek(); if (found.length) step(1); field.focus(); }, 250); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); step(event.shiftKey ? -1 : 1); }
    if (event.key === "Escape") { field.value = ""; seek(); }
  });
  before.addEventListener("click", () => step(-1));
  after.addEventListener("click", () => step(1));
  const keys = new AbortController();
  document.addEventListener("keydown", (event) => {
    if (!field.isConnected) { keys.abort(); return; }
    const by = { n: 1, p: -1 }[event.key];
    if (by && !event.ctrlKey && !event.altKey && !event.metaKey && !typing()) { event.preventDefault(); step(by); }
  }, { signal: keys.signal });

  return {
    element: element("div", { class: "finding", role: "search" }, field, count, before, after),
    sought: () => field.value.trim(),
    // The reader has gone to a clause: which of the places that is.
    at: (clause, nth) => { at = places().findIndex((place) => place.clause === clause && place.nth === nth); say(); },
    start: async () => {
      say();
      if (field.value.trim()) seek();
      if (!data.question) return;
      const byId = new Map(clauses.map((clause) => [clause.id, clause]));
      const answers = await fetched("hits", { document: data.document, q: data.question }) ?? [];
      hits = answers.filter(({ id }) => byId.has(id)).map(({ id, marks }) => ({ clause: byId.get(id), marks, nth: 0 }));
      for (const { clause, marks } of hits) if (clause.id !== data.target.id && !found.some((place) => place.clause === clause)) mark(clause, marks);
      if (!field.value.trim()) at = hits.findIndex(({ clause }) => clause.id === data.target.id);
      say();
    },
  };
}

// `text` letter by letter, as long as before, so that places stay.
function letters(text, change) {
  const known = new Map();
  let out = "";
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    let changed = known.get(letter);
    if (changed === undefined) known.set(letter, changed = change(letter));
    out += changed.length === 1 ? changed : letter;
  }
  return out;
}

function lower(letter) { return /\s/.test(letter) ? " " : letter.toLowerCase(); }

function fold(letter) { return lower(letter).replace("đ", "d").normalize("NFD")[0]; }

// The code points before each of a string's units.
function counting(text) {
  if (!/[\u{10000}-\u{10FFFF}]/u.test(text)) return (unit) => unit;
  const points = new Uint32Array(text.length + 1);
  for (let unit = 0, point = 0; unit < text.length; point += 1) {
    const width = text.codePointAt(unit) > 0xffff ? 2 : 1;
    points.fill(point, unit, unit + width);
    unit += width;
    points[unit] = point + 1;
  }
  return (unit) => points[unit];
}
