// The tree of codes: a code is dragged, or taken up and put down by keys, and goes below another one.
import { isTyping } from "../keys";
import { watch } from "../live";
import { say } from "../notice";
import { words } from "../words";

const PLACE = "a[data-code]";
let taken = "";

// the tree and the forms beside it are set anew as a whole, but never under somebody's typing or sending
document.addEventListener("kangni:page", () => location.reload());
let isSent = false;
document.addEventListener("submit", (event) => {
  if ((event.target as HTMLFormElement).dataset.plain === undefined) return;
  if (isSent) event.preventDefault(); // a double click is one click
  isSent = true;
});
window.addEventListener("pageshow", () => (isSent = false));
watch(() => {
  if (!isSent && !document.activeElement?.matches("input, textarea, select")) location.reload();
  return true;
});

const placeOf = (event: Event): HTMLElement | null => (event.target as Element).closest?.<HTMLElement>(PLACE) ?? null;

function move(under: string): void {
  const form = document.getElementById("moving") as HTMLFormElement | null;
  if (!form || !taken || taken === under) return;
  (form.elements.namedItem("code") as HTMLInputElement).value = taken;
  (form.elements.namedItem("under") as HTMLInputElement).value = under;
  taken = "";
  form.requestSubmit();
}

function mark(kind: string, place: HTMLElement | null): void {
  for (const other of document.querySelectorAll(`${PLACE}.${kind}`)) other.classList.remove(kind);
  place?.classList.add(kind);
}

document.addEventListener("dragstart", (event) => {
  const place = placeOf(event);
  if (!place || !document.getElementById("moving")) return;
  taken = place.dataset.code!;
  event.dataTransfer!.setData("text/plain", taken);
  mark("taken", place);
});
document.addEventListener("dragover", (event) => {
  if (!taken || !placeOf(event)) return;
  event.preventDefault();
  mark("over", placeOf(event));
});
document.addEventListener("drop", (event) => {
  const place = placeOf(event);
  if (!taken || !place) return;
  event.preventDefault();
  move(place.dataset.code!);
});
document.addEventListener("dragend", () => {
  mark("over", null);
  mark("taken", null);
  taken = "";
});
document.addEventListener("keydown", (event) => {
  if (isTyping(event) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const place = placeOf(event);
  if (event.key === "x" && place && document.getElementById("moving")) {
    taken = place.dataset.code!;
    mark("taken", place);
    say(words("taken-up", { code: taken }));
  } else if (event.key === "v" && place) move(place.dataset.code!);
  else if (event.key === "V") move("");
});
