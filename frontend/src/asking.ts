// Answers a form of questions in place, while words are typed and as soon as something is chosen; the address keeps what is asked.
import { become } from "./morph";
import { say } from "./notice";
import { Unreachable, ask } from "./server";
import { words } from "./words";

const PAUSE = 160; // ms after the last letter
let waiting = 0;
let running: AbortController | null = null;

export function startAsking(): void {
  document.addEventListener("input", (event) => {
    const form = asking(event.target);
    if (!form || !(event.target as Element).matches("input[type=search]") || (event as InputEvent).isComposing) return;
    later(form);
  });
  document.addEventListener("compositionend", (event) => {
    const form = asking(event.target);
    if (form && (event.target as Element).matches("input[type=search]")) later(form);
  });
  document.addEventListener("change", (event) => {
    const form = asking(event.target);
    if (form && !(event.target as Element).matches("input[type=search]")) void answer(form);
  });
  document.addEventListener("submit", (event) => {
    const form = asking(event.target);
    if (!form) return;
    event.preventDefault();
    void answer(form);
  });
}

function asking(target: EventTarget | null): HTMLFormElement | null {
  return (target as Element | null)?.closest<HTMLFormElement>("form[data-asking]") ?? null;
}

function later(form: HTMLFormElement): void {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => void answer(form), PAUSE);
}

async function answer(form: HTMLFormElement): Promise<void> {
  window.clearTimeout(waiting);
  running?.abort();
  const mine = (running = new AbortController());
  const there = new URL(form.action || location.href);
  const asked = [...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[1] !== "");
  there.search = new URLSearchParams(asked).toString();
  there.hash = "";
  try {
    const page = await (await ask(there.href, { headers: { accept: "text/html, application/json" }, signal: mine.signal })).text();
    if (mine !== running) return;
    history.replaceState({}, "", there);
    for (const chosen of form.querySelectorAll<HTMLSelectElement>("select")) if (chosen.options[0]?.value === "") chosen.value = "";
    for (const written of form.querySelectorAll<HTMLInputElement>("input.plain")) written.value = "";
    become(page);
  } catch (error) {
    if (error instanceof DOMException) return;
    say(error instanceof Unreachable ? words("unreachable") : (error as Error).message);
  }
}
