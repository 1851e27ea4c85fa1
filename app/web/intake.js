export default function ({ parentElement, data }) {
  translations = data.words;
  const root = parentElement.querySelector(".root");
  root.replaceChildren(...data.works.map(work));
}

function work(one) {
  return element("section", { class: "work", "aria-busy": String(one.busy) },
    element("p", { class: "headline", role: "status" }, one.index?.total ? `${one.said} ${one.index.done}/${one.index.total}` : one.said),
    one.index ? bar(one.index.done, one.index.total, one.said) : null,
    one.error ? element("p", { class: "refusal" }, one.error) : null,
    element("ul", { class: "files", tabindex: one.files.length > 6 ? "0" : null, "aria-label": _("Các tệp") }, ...one.files.map(file)));
}

function file(one) {
  const name = one.document ? element("a", { href: clauseAddress(one.document), target: "_self" }, one.name) : one.name;
  return element("li", { class: one.state },
    element("span", { class: "name" }, name),
    element("span", { class: "state" }, `${signs[one.state]} ${one.said}`, one.clauses ? ` · ${one.clauses}` : ""),
    one.state === "reading" ? bar(one.done, one.total, one.name) : null,
    one.error ? element("p", { class: "refusal", lang: "en" }, one.error) : null,
    one.notices?.length ? element("ul", { class: "notices" }, ...one.notices.map(notice)) : null);
}

// The sign only repeats the word behind it.
const signs = { waiting: "…", reading: "…", added: "✓", updated: "✓", unchanged: "=", refused: "✕" };

function bar(done, total, label) {
  return element("progress", { "aria-label": label, ...(total ? { value: done, max: total } : {}) });
}
