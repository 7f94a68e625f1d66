// Sorts, filters and searches the class table; without it the table is read as it stands.
(() => {
  const table = document.getElementById("students");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...body.rows];
  const digits = (text) =>
    text.replace(/[۰-۹]/g, (d) => d.charCodeAt(0) - 1776).replace(/[٠-٩]/g, (d) => d.charCodeAt(0) - 1632);
  const fold = (text) => digits(text).normalize("NFKC").replace(/ي/g, "ی").replace(/ك/g, "ک").toLowerCase();
  const names = rows.map((row) => fold(row.cells[0].textContent + " " + row.cells[1].textContent));
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const key = (row, column) => {
    const cell = row.cells[column];
    if (!heads[column].classList.contains("figure")) return digits(cell.textContent);
    return cell.dataset.value === undefined ? null : Number(cell.dataset.value);
  };
  const compare = (one, other) => {
    if (one === null || other === null) return (one === null) - (other === null);
    return typeof one === "number" ? one - other : order.compare(one, other);
  };
  const sort = (column) => {
    const head = heads[column];
    const turned = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", turned === 1 ? "ascending" : "descending");
    const keys = new Map(rows.map((row) => [row, key(row, column)]));
    const sorted = [...rows].sort((one, other) => {
      const [a, b] = [keys.get(one), keys.get(other)];
      return a === null || b === null ? compare(a, b) : turned * compare(a, b);
    });
    body.append(...sorted);
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(column));
  });
  const find = document.getElementById("find");
  const status = document.getElementById("status");
  const shown = document.getElementById("shown");
  const persian = document.documentElement.lang.startsWith("fa");
  const count = (number) =>
    persian ? String(number).replace(/\d/g, (d) => String.fromCharCode(1776 + Number(d))) : String(number);
  const filter = () => {
    const wanted = fold(find.value.trim());
    let left = 0;
    rows.forEach((row, place) => {
      row.hidden = !names[place].includes(wanted) || (status.value !== "" && row.dataset.status !== status.value);
      if (!row.hidden) left += 1;
    });
    shown.textContent = shown.dataset.template
      .replace("{shown}", count(left)).replace("{all}", count(rows.length));
  };
  find.addEventListener("input", filter);
  status.addEventListener("change", filter);
  const form = document.getElementById("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
