// Opens the words behind a number beside the page; the address holds what is open, so Back closes it.
import { say } from "./notice";
import { ask } from "./server";

let opener: Element | null = null;

export function startDrawer(): void {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = (event.target as Element).closest("a");
    const target = link && addressOf(link);
    if (!target || !isDrawer(target, link)) return;
    event.preventDefault();
    opener = target.searchParams.has("open") ? link : opener;
    history.pushState({}, "", target);
    void show();
  });
  window.addEventListener("popstate", () => void show());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    document.querySelector<HTMLAnchorElement>("#drawer .close")?.click();
  });
}

function addressOf(link: Element): URL | null {
  const href = link.getAttribute("href");
  return href === null ? null : new URL(href, location.href);
}

function isDrawer(target: URL, link: Element): boolean {
  if (target.origin !== location.origin || target.pathname !== location.pathname) return false;
  if (link.matches(".drawer .close")) return true;
  if (!target.searchParams.has("open")) return false;
  const [there, here] = [new URLSearchParams(target.search), new URLSearchParams(location.search)];
  there.delete("open");
  here.delete("open");
  return there.toString() === here.toString();
}

async function show(): Promise<void> {
  const drawer = document.getElementById("drawer")!;
  if (!new URL(location.href).searchParams.has("open")) {
    drawer.replaceChildren();
    (opener as HTMLElement | null)?.focus();
    return;
  }
  try {
    const response = await ask(location.href, { headers: { "x-part": "drawer", accept: "text/html, application/json" } });
    const part = new DOMParser().parseFromString(await response.text(), "text/html");
    drawer.replaceChildren(...part.body.childNodes);
    drawer.querySelector<HTMLElement>("h2")?.focus();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}
