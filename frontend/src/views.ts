// Shows what a form of settings asks for without leaving the page; the address holds it, so Back shows what was before.
import { become } from "./morph";
import { say } from "./notice";
import { Unreachable, ask } from "./server";
import { words } from "./words";

let shown = withoutOpen(location.href);
let asked: AbortController | null = null;

export function startViews(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "get" || form.dataset.view === undefined) return;
    event.preventDefault();
    void view(addressOf(form));
  });
  document.addEventListener("change", (event) => {
    const form = (event.target as HTMLInputElement).form;
    if (form?.dataset.view === "") void view(addressOf(form));
  });
  document.addEventListener("input", (event) => {
    const input = event.target as HTMLInputElement;
    const told = input.type === "range" ? input.closest("label")?.querySelector("output") : null;
    if (told) told.value = input.value;
  });
  window.addEventListener("popstate", () => {
    if (withoutOpen(location.href) !== shown) void view(location.href, true);
  });
}

/** Return the address that a form asks for; what is empty, or stands where it rests, is left out of it. */
function addressOf(form: HTMLFormElement): string {
  const address = new URL(form.getAttribute("action") ?? location.pathname, location.href);
  address.search = "";
  for (const [name, value] of new FormData(form)) {
    const field = form.elements.namedItem(name);
    const rest = field instanceof HTMLElement ? field.dataset.rest : undefined;
    if (value && value !== rest) address.searchParams.append(name, String(value));
  }
  return address.href;
}

async function view(address: string, isBack = false): Promise<void> {
  asked?.abort();
  asked = new AbortController();
  try {
    const response = await ask(address, { headers: { accept: "text/html, application/json" }, signal: asked.signal });
    const html = await response.text();
    if (!isBack) history.pushState({}, "", address);
    shown = withoutOpen(address);
    become(html);
  } catch (error) {
    if (error instanceof DOMException) return; // asked for something else meanwhile
    say(error instanceof Unreachable ? words("unreachable") : (error as Error).message);
  }
}

function withoutOpen(address: string): string {
  const found = new URL(address, location.href);
  found.searchParams.delete("open");
  return found.pathname + found.search;
}
