// The keys that work on every page.
import { undo } from "./forms";
import { openPalette } from "./palette";
import { study } from "./server";

export const isTyping = (event: Event): boolean =>
  event.composedPath().some((node) => node instanceof HTMLElement && (node.matches("input, textarea, select") || node.isContentEditable));

export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || !study()) return;
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") {
      event.preventDefault();
      openPalette();
    }
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      event.preventDefault();
      openPalette();
    } else if (event.key === "?") {
      (document.getElementById("keys") as HTMLDialogElement | null)?.showModal();
    } else if (event.key === "u" || event.key === "U") {
      void undo(event.key === "U");
    }
  });
}
