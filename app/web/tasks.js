export default function ({ parentElement, data }) {
  translations = data.words;
  const root = parentElement.querySelector(".root");
  const shown = { list, deadlines, matrix }[data.view](data);
  root.replaceChildren(...shown);
}

// `mark` is the stretch of the document that is marked where the clause opens.
function clauseLink(id, mark, ...children) {
  return element("a", { href: clauseAddress(id, { mark: mark.join("-") }), target: "_self" }, ...children);
}

function agency({ name, now }) {
  return element("span", { class: "agency", lang: "vi" }, name, now ? element("span", { class: "now" }, ` (${now})`) : null);
}

function separated(nodes) {
  return nodes.flatMap((node, at) => at ? ["; ", node] : [node]);
}

function due(group) {
  if (!group.due && !group.printed) return null;
  const words = group.due || group.printed;
  const said = group.due && group.printed ? element("span", { class: "printed" }, " – ", _("văn bản ghi:"), " ", element("span", { lang: "vi" }, `“${group.printed}”`)) : null;
  return element("p", { class: "due" }, element("strong", {}, _("Thời hạn"), `: ${words}`), group.past ? element("span", { class: "past" }, _("đã qua")) : null, said);
}

function card(group, withWork = true) {
  const leads = group.leads.length ? separated(group.leads.map(agency)) : [_("Văn bản không nêu cơ quan chủ trì")];
  return element("article", { class: "task", "data-clause": group.clause_id },
    element("h2", {}, ...leads, group.request ? element("span", { class: "kind" }, _("Đề nghị")) : null),
    group.cooperating.length ? element("p", { class: "with" }, _("Phối hợp"), ": ", ...separated(group.cooperating.map(agency))) : null,
    due(group),
    withWork ? element("p", { class: "work", lang: "vi" }, group.task) : null,
    element("p", { class: "place" }, clauseLink(group.clause_id, group.mark, group.place)));
}

function list(data) {
  return data.groups.map((group) => card(group));
}

function deadlines(data) {
  if (!data.groups.length) return [element("p", { class: "none" }, _("Không có nhiệm vụ nào nêu thời hạn."))];
  return data.groups.map((group) => card(group));
}

function cell([leads, helps], title) {
  const marks = [leads ? `●${leads > 1 ? leads : ""}` : "", helps ? `○${helps > 1 ? helps : ""}` : ""].filter(Boolean).join(" ");
  const words = [leads ? sentence(_("chủ trì {n}"), { n: leads }).join("") : "", helps ? sentence(_("phối hợp {n}"), { n: helps }).join("") : ""].filter(Boolean).join(", ");
  return element("td", marks ? { title: `${title}: ${words}`, "aria-label": words } : {}, marks);
}

// The way to a clause, which may go on in the next line behind each step.
function steps(label) {
  return label.split(/(?<=\/)/).flatMap((step) => [element("span", { class: "whole" }, step), element("wbr")]);
}

function matrix(data) {
  const heads = data.columns.map((column) => element("th", { scope: "col", title: column.title ?? column.label },
    column.clause_id ? clauseLink(column.clause_id, column.mark, ...steps(column.label)) : element("a", { href: column.href, target: "_self" }, ...unbroken(column.label))));
  const rows = data.rows.map((row) => element("tr", {},
    element("th", { scope: "row", lang: "vi" }, element("a", { href: row.href, target: "_self" }, row.name), row.now ? element("span", { class: "now" }, ` (${row.now})`) : null),
    element("td", { class: "count" }, String(row.leads)), element("td", { class: "count" }, String(row.helps)),
    ...row.cells.map((counts, at) => cell(counts, data.columns[at].label))));
  return [
    element("p", { class: "legend" }, _("● chủ trì   ○ phối hợp. Bấm tên cơ quan để lọc, bấm đầu cột để mở văn bản hoặc điều khoản.")),
    element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": _("Ma trận cơ quan và nhiệm vụ") },
      element("table", {}, element("thead", {}, element("tr", {}, element("th", { scope: "col" }, _("Cơ quan")),
        element("th", { scope: "col" }, _("Chủ trì")), element("th", { scope: "col" }, _("Phối hợp")), ...heads)), element("tbody", {}, ...rows))),
  ];
}
