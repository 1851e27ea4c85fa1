export default function ({ parentElement, data }) {
  translations = data.words;
  const root = parentElement.querySelector(".root");
  root.replaceChildren(element("div", { class: "sides" },
    element("div", { class: "row heads" }, ...data.titles.map((title) => element("div", { class: "side", lang: data.titled }, title))),
    ...data.rows.map((row) => element("section", { class: "row" },
      side(row.a, data.titles[0]), side(row.b, data.titles[1]), changes(row)))));
}

// On a narrow screen the sides stand below each other: each then says whose it is.
function side(cell, title) {
  if (cell.name) return element("div", { class: "side name", lang: "vi" }, cell.name);
  if (cell.nothing) return element("div", { class: "side nothing", "data-of": title }, cell.nothing);
  return element("div", { class: "side", "data-of": title, "data-clause": cell.clause, lang: "vi" },
    element("p", { class: "place" }, element("a", { href: clauseAddress(cell.clause), target: "_self" }, cell.place)),
    element("p", { class: "words" }, ...marked(cell.text, cell.marks)));
}

function changes(row) {
  if (row.same) return element("p", { class: "changes" }, _("Giống nhau"));
  return row.changes.length ? element("ul", { class: "changes" }, ...row.changes.map((line) => element("li", {}, `${line.name}: `, element("span", { lang: "vi" }, line.values)))) : null;
}
