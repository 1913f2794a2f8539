// Finds pages, codes, people and words from one field; the same list serves wherever something is to be picked.
import { say } from "./notice";
import { address, askObject, study } from "./server";
import { words } from "./words";

export interface Found {
  name: string;
  detail: string;
  handle: string;
  polarity: string;
  address: string;
}

let dialog: HTMLDialogElement | null = null;
let asked: AbortController | null = null;

export function startPalette(): void {
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-palette]")) openPalette();
  });
}

export function openPalette(): void {
  if (!study() || document.querySelector("dialog[open]")) return;
  dialog ??= make();
  dialog.showModal();
  const input = dialog.querySelector("input")!;
  input.select();
  void fill(input.value);
}

function make(): HTMLDialogElement {
  const made = document.createElement("dialog");
  made.className = "palette";
  made.setAttribute("aria-label", words("find"));
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = words("find");
  input.setAttribute("aria-label", words("find"));
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "true");
  input.setAttribute("aria-controls", "found");
  const list = document.createElement("ul");
  list.id = "found";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words("found"));
  made.append(input, list);
  document.body.append(made);
  input.addEventListener("input", () => void fill(input.value));
  input.addEventListener("keydown", onKey);
  list.addEventListener("click", (event) => follow((event.target as Element).closest("li")));
  made.addEventListener("click", (event) => event.target === made && made.close());
  return made;
}

async function fill(words_: string): Promise<void> {
  asked?.abort();
  asked = new AbortController();
  try {
    const found = await askObject<Found[]>(`${address("find")}?q=${encodeURIComponent(words_)}`, { signal: asked.signal });
    const list = dialog!.querySelector("ul")!;
    list.replaceChildren(...found.map(line));
    choose(list, 0);
  } catch (error) {
    if (!(error instanceof DOMException)) say((error as Error).message);
  }
}

/** Make one line of a list of things found. */
export function line(found: Found, n: number): HTMLLIElement {
  const item = document.createElement("li");
  item.id = `found-${n}`;
  item.setAttribute("role", "option");
  item.dataset.address = found.address;
  item.dataset.handle = found.handle;
  if (found.polarity) {
    const mark = document.createElement("span");
    mark.className = `pol ${found.polarity}`;
    item.append(mark);
  }
  const name = document.createElement("span");
  name.textContent = found.name;
  const detail = document.createElement("small");
  detail.textContent = found.detail;
  const handle = document.createElement("span");
  handle.className = "handle";
  handle.textContent = found.handle;
  item.append(name, detail, handle);
  return item;
}

/** Select one line of a list, and tell the field above it. */
export function choose(list: HTMLUListElement, n: number): void {
  const items = [...list.children] as HTMLLIElement[];
  items.forEach((item, k) => item.setAttribute("aria-selected", String(k === n)));
  items[n]?.scrollIntoView({ block: "nearest" });
  const input = list.parentElement?.querySelector("input");
  if (items[n]) input?.setAttribute("aria-activedescendant", items[n].id);
  else input?.removeAttribute("aria-activedescendant");
}

export function chosen(list: HTMLUListElement): number {
  return [...list.children].findIndex((item) => item.getAttribute("aria-selected") === "true");
}

function onKey(event: KeyboardEvent): void {
  if (event.isComposing) return; // an input method is choosing its own words
  const list = dialog!.querySelector("ul")!;
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step) {
    event.preventDefault();
    choose(list, Math.min(Math.max(chosen(list) + step, 0), list.children.length - 1));
  } else if (event.key === "Enter") {
    event.preventDefault();
    follow(list.children[chosen(list)] as HTMLLIElement | undefined);
  }
}

function follow(item: HTMLLIElement | null | undefined): void {
  if (!item?.dataset.address) return;
  dialog!.close();
  location.assign(item.dataset.address);
}
