// Choosing a code: a field that ranks codes by name in either language, pinyin initials, id and how lately they were used.
import { codes, lately, nameOf } from "./state";
import type { CodeEntry } from "../schema";
import { choose, chosen } from "../palette";
import { words } from "../words";

const MOST = 60;

/** Codes that fit what was typed, the best first; without anything typed those used last, then the codebook's order. */
export function ranked(typed: string): CodeEntry[] {
  const wanted = typed.toLocaleLowerCase().replaceAll(" ", "");
  const recent = lately();
  const scored: [number, number, CodeEntry][] = [];
  codes.forEach((code, order) => {
    const score = wanted ? fit(code, wanted) : 2;
    if (score === null) return;
    const used = recent.indexOf(code.handle);
    scored.push([score + (code.isLeaf ? 0 : 1.5) - (used >= 0 ? 0.9 / (1 + used) : 0), order, code]);
  });
  return scored.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, MOST).map(([, , code]) => code);
}

function fit(code: CodeEntry, wanted: string): number | null {
  let best: number | null = null;
  code.keys.forEach((key, place) => {
    const score = key === wanted ? 0 : key.startsWith(wanted) ? 1 : key.includes(wanted) ? 2 : null;
    if (score !== null && (best === null || score + place / 100 < best)) best = score + place / 100;
  });
  return best;
}

/** Make a field whose list follows what is typed; `pick` gets the code that was chosen. */
export function codeField(label: string, pick: (code: CodeEntry) => void): { input: HTMLInputElement; list: HTMLUListElement; fill: () => void } {
  const input = document.createElement("input");
  const list = document.createElement("ul");
  input.type = "text";
  input.autocomplete = "off";
  input.spellcheck = false;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-label", label);
  input.setAttribute("aria-expanded", "true");
  list.id = `codes-${Math.random().toString(36).slice(2)}`;
  input.setAttribute("aria-controls", list.id);
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words("codes"));
  const fill = (): void => {
    list.replaceChildren(...ranked(input.value).map((code, n) => option(code, `${list.id}-${n}`)));
    choose(list, 0);
  };
  const take = (item: Element | undefined): void => {
    const code = codes.find((each) => each.handle === (item as HTMLElement | undefined)?.dataset.handle);
    if (code) pick(code);
  };
  input.addEventListener("input", fill);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // an input method is still choosing characters
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) {
      event.preventDefault();
      choose(list, Math.min(Math.max(chosen(list) + step, 0), list.children.length - 1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(list.children[chosen(list)]);
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => take((event.target as Element).closest("li") ?? undefined));
  return { input, list, fill };
}

function option(code: CodeEntry, id: string): HTMLLIElement {
  const item = document.createElement("li");
  item.id = id;
  item.dataset.handle = code.handle;
  item.setAttribute("role", "option");
  const mark = document.createElement("span");
  mark.className = `pol ${code.polarity || "neutral"}`;
  const name = document.createElement("b");
  name.textContent = code.name;
  const parent = document.createElement("small");
  parent.textContent = code.parent ? nameOf(code.parent) : "";
  const handle = document.createElement("span");
  handle.className = "handle";
  handle.textContent = code.handle;
  item.append(mark, name, parent, handle);
  item.title = code.definition;
  return item;
}
