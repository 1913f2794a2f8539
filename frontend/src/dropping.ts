// Files and folders dropped on a page, or chosen, are sent once; what is wrong with them is said where they were dropped.
import { Unreachable, ask } from "./server";
import { words } from "./words";

interface Found { file: File; path: string }

let sending = false;

const zone = (): HTMLFormElement | null => document.querySelector<HTMLFormElement>("form[data-drop]");

export function startDropping(): void {
  document.addEventListener("dragover", (event) => {
    if (!zone() || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    zone()!.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) zone()?.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    const form = zone();
    if (!form || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.remove("over");
    // entries are gone after the first await: take them all now
    const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
    const dropped = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
    void Promise.all(dropped.map(({ entry, file }) => (entry ? below(entry) : file ? [{ file, path: file.name }] : []))).then(
      (found) => send(form, found.flat()),
      () => say(form, words("unread-files"), true),
    );
  });
  document.addEventListener("change", (event) => {
    const input = event.target as HTMLInputElement;
    const form = input.closest?.<HTMLFormElement>("form[data-drop]");
    if (!form || input.type !== "file" || !input.files?.length) return;
    const chosen = [...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
    input.value = "";
    void send(form, chosen);
  });
}

async function below(entry: FileSystemEntry): Promise<Found[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ file, path: entry.fullPath.replace(/^\//, "") }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Found[] = [];
  for (;;) { // a reader gives a hundred at a time
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    for (const each of some) found.push(...(await below(each)));
  }
}

async function send(form: HTMLFormElement, found: Found[]): Promise<void> {
  if (sending || found.length === 0) return;
  const largest = Number(form.dataset.largest);
  const size = found.reduce((sum, each) => sum + each.file.size, 0);
  if (size > largest * 0.99) {
    const first = [...found].sort((a, b) => b.file.size - a.file.size)[0]!;
    say(form, words("too-large", { file: first.path, size: (size / 1e6).toFixed(0), largest: (largest / 1e6).toFixed(0) }), true);
    return;
  }
  sending = true;
  say(form, words("bringing", { count: found.length, size: (size / 1e6).toFixed(1) }));
  const body = new FormData();
  for (const each of found) body.append("files", each.file, each.path);
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input[type=hidden], select")) body.append(field.name, field.value);
  try {
    const response = await ask(form.action, { method: "POST", body, headers: { accept: "application/json, text/html" }, redirect: "follow" });
    location.assign(response.url);
  } catch (error) {
    say(form, error instanceof Unreachable ? words("unread-files") : (error as Error).message, true);
  } finally {
    sending = false;
  }
}

function say(form: HTMLFormElement, sentence: string, isRefused = false): void {
  const place = form.querySelector<HTMLElement>("[data-drop-says]")!;
  place.textContent = sentence;
  place.classList.toggle("refused", isRefused);
}
