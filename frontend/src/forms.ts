// Sends forms without leaving the page: once, with what was typed kept when it fails.
import { become } from "./morph";
import { say } from "./notice";
import { Unreachable, address, ask } from "./server";
import { words } from "./words";

const under = new WeakSet<HTMLFormElement>();

export function startForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post" || form.dataset.plain !== undefined || event.defaultPrevented) return;
    event.preventDefault();
    if (under.has(form)) return; // a double click is one click
    void post(form, event.submitter as HTMLButtonElement | null);
  });
}

async function post(form: HTMLFormElement, submitter: HTMLButtonElement | null): Promise<void> {
  under.add(form);
  form.setAttribute("aria-busy", "true");
  try {
    const body = new FormData(form, submitter);
    const plain = form.enctype === "multipart/form-data" ? body : new URLSearchParams(body as unknown as Record<string, string>);
    const action = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action; // one form, several deeds
    const response = await ask(action, { method: "POST", body: plain, headers: { accept: "text/html, application/json" } });
    settle(response.url, await response.text());
    const did = response.headers.get("x-did");
    if (did) tell(decodeURIComponent(did));
  } catch (error) {
    say(error instanceof Unreachable ? words("unreachable") : (error as Error).message);
  } finally {
    under.delete(form);
    form.removeAttribute("aria-busy");
  }
}

/** Show the answered page, under its own address. */
function settle(url: string, html: string): void {
  const there = new URL(url);
  if (there.pathname !== location.pathname) {
    location.assign(url);
    return;
  }
  history.replaceState({}, "", there);
  become(html);
}

/** Say what was done, and offer to take it back. */
export function tell(did: string): void {
  say(did, { name: words("undo"), run: () => void undo() });
}

export async function undo(again = false): Promise<void> {
  const body = new URLSearchParams({ back: location.pathname + location.search });
  try {
    const response = await ask(address(again ? "redo" : "undo"), { method: "POST", body, headers: { accept: "text/html, application/json" } });
    settle(response.url, await response.text());
    const did = response.headers.get("x-did");
    if (did) say(decodeURIComponent(did));
  } catch (error) {
    say(error instanceof Unreachable ? words("unreachable") : (error as Error).message);
  }
}
