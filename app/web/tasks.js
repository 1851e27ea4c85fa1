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
  return element("span", { class: "agency" }, name, now ? element("span", { class: "now" }, ` (${now})`) : null);
}

function separated(nodes) {
  return nodes.flatMap((node, at) => at ? ["; ", node] : [node]);
}

function due(group) {
  if (!group.due && !group.printed) return null;
  const words = group.due || group.printed;
  const said = group.due && group.printed ? element("span", { class: "printed" }, ` – văn bản ghi: “${group.printed}”`) : null;
  return element("p", { class: "due" }, element("strong", {}, `Thời hạn: ${words}`), group.past ? element("span", { class: "past" }, "đã qua") : null, said);
}

function card(group, withWork = true) {
  const leads = group.leads.length ? separated(group.leads.map(agency)) : ["Văn bản không nêu cơ quan chủ trì"];
  return element("article", { class: "task", "data-clause": group.clause_id },
    element("h3", {}, ...leads, group.request ? element("span", { class: "kind" }, "Đề nghị") : null),
    group.cooperating.length ? element("p", { class: "with" }, "Phối hợp: ", ...separated(group.cooperating.map(agency))) : null,
    due(group),
    withWork ? element("p", { class: "work" }, group.task) : null,
    element("p", { class: "place" }, clauseLink(group.clause_id, group.mark, group.place)));
}

function list(data) {
  return data.groups.map((group) => card(group));
}

function deadlines(data) {
  if (!data.groups.length) return [element("p", { class: "none" }, "Không có nhiệm vụ nào nêu thời hạn.")];
  return data.groups.map((group) => card(group));
}

function cell([leads, helps], title) {
  const marks = [leads ? `●${leads > 1 ? leads : ""}` : "", helps ? `○${helps > 1 ? helps : ""}` : ""].filter(Boolean).join(" ");
  const words = [leads ? `chủ trì ${leads}` : "", helps ? `phối hợp ${helps}` : ""].filter(Boolean).join(", ");
  return element("td", marks ? { title: `${title}: ${words}`, "aria-label": words } : {}, marks);
}

function matrix(data) {
  const heads = data.columns.map((column) => element("th", { scope: "col", title: column.title ?? column.label },
    column.clause_id ? clauseLink(column.clause_id, column.mark, column.label) : element("a", { href: column.href, target: "_self" }, column.label)));
  const rows = data.rows.map((row) => element("tr", {},
    element("th", { scope: "row" }, element("a", { href: row.href, target: "_self" }, row.name), row.now ? element("span", { class: "now" }, ` (${row.now})`) : null),
    element("td", { class: "count" }, String(row.leads)), element("td", { class: "count" }, String(row.helps)),
    ...row.cells.map((counts, at) => cell(counts, data.columns[at].label))));
  return [
    element("p", { class: "legend" }, "● chủ trì   ○ phối hợp. Bấm tên cơ quan để lọc, bấm đầu cột để mở văn bản hoặc điều khoản."),
    element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Ma trận cơ quan và nhiệm vụ" },
      element("table", {}, element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Cơ quan"),
        element("th", { scope: "col" }, "Chủ trì"), element("th", { scope: "col" }, "Phối hợp"), ...heads)), element("tbody", {}, ...rows))),
  ];
}
