// The coding room: reads the keys and the mouse, and keeps text, margin and inspector in step.
import { askFor, isAsking, startAsking, stopAsking } from "../coding/asking";
import { codeField, ranked } from "../coding/choosing";
import { answerDraft, focusMemo, show } from "../coding/inspector";
import { dim, forgetPlaces, layOut, onHover, onLook } from "../coding/margin";
import { paint } from "../coding/paint";
import { PENDING, changed, codes, codingInFocus, focused, id, isSame, marks, nameOf, onChange, order, reload, remember, room, state } from "../coding/state";
import type { Mark, Span } from "../coding/state";
import { goTo, lineAt, lines, moved, nextSentence, select, selected, unselect } from "../coding/text";
import { isTyping } from "../keys";
import { watch } from "../live";
import { say } from "../notice";
import { Refusal } from "../server";
import type { CodeEntry, CodingMark } from "../schema";
import { words } from "../words";

const script = document.getElementById("script")!;
let edges: { end: "end" | "start"; span: Span } | null = null;
let palette: HTMLDialogElement | null = null;

function refresh(): void {
  paint();
  layOut();
  show();
  bar();
  tree();
  beside();
}

onChange(refresh);
onLook((mark) => focusOn(mark));
onHover((mark) => {
  dim(mark ? id(mark) : state.focus);
  paint(mark);
});
watch(async () => {
  try {
    await reload();
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    document.getElementById("gone")!.hidden = false; // taken back or erased elsewhere; the words stay readable here
    state.margin = { ...state.margin, isReadOnly: true };
    refresh();
  }
  return true;
});
document.addEventListener("kangni:page", () => void reload().catch(() => undefined)); // undo answered with a page

function focusOn(mark: Mark | null): void {
  state.focus = mark ? id(mark) : null;
  if (mark) goTo(lines.indexOf(lineAt(mark.start)));
  stopAsking();
  paint();
  dim();
  show();
  bar();
  beside();
}

// --- what is selected ------------------------------------------------------------------------------------------------

document.addEventListener("selectionchange", () => {
  const span = selected();
  if (span) state.selection = span;
  else if (!palette?.open && !isAsking() && document.activeElement?.closest(".inspector") === null) state.selection = null;
});
script.addEventListener("mouseup", () => {
  const span = selected();
  if (span) goTo(lines.indexOf(lineAt(span.start)));
});
script.addEventListener("click", (event) => {
  if (selected()) return;
  const turn = (event.target as Element).closest<HTMLElement>(".turn");
  const at = turn ? lines.findIndex((line) => line.turn === turn) : -1;
  if (at >= 0) goTo(at);
  const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const line = lines.find((each) => each.node === caret?.offsetNode);
  if (!line || !caret) return;
  const point = line.start + [...line.text.slice(0, caret.offset)].length;
  const under = marks().filter((mark) => mark.start <= point && point < mark.end);
  const next = under[(under.findIndex((mark) => id(mark) === state.focus) + 1) % Math.max(1, under.length)];
  focusOn(next ?? null); // a second click on the same words looks at the next reading beneath
});

function extend(key: string, byWord: boolean): void {
  const now = state.selection;
  if (!now) return;
  const by = byWord ? "word" : "grapheme";
  const end = key === "ArrowRight" ? moved(now.end, 1, by) : key === "ArrowLeft" ? moved(now.end, -1, by) : now.end;
  if (end > now.start) select({ start: now.start, end });
}

// --- codes ---------------------------------------------------------------------------------------------------------

async function apply(code: CodeEntry): Promise<void> {
  const span = state.selection;
  if (!span) return;
  const wanted = pendingOf(code, span);
  if (state.pending.some((each) => isSame(each, wanted))) return; // a double click is one click
  palette?.close();
  remember(code.handle);
  select(span); // stays ready for the next code
  script.focus({ preventScroll: true });
  if (!state.margin.codings.some((each) => isSame(each, wanted))) {
    state.pending.push(wanted); // seen at once, dashed until it is stored
    layOut();
    paint();
  }
  const stored = order("apply", { ...span, code: code.handle });
  storing = stored;
  if (!(await stored)) return;
  const mine = state.margin.codings.find((each) => isSame(each, wanted));
  if (mine) state.focus = `coding:${mine.id}`;
  paint();
  dim();
  show();
  say(words("applied", { code: code.name }));
}

let asked = 0;
let storing: Promise<unknown> = Promise.resolve();
const pendingOf = (code: CodeEntry, span: Span): CodingMark => ({
  id: `${PENDING}-${++asked}`, ...span, code: code.handle, polarity: code.polarity, level: code.level, coder: document.body.dataset.coder ?? "", isOwn: true,
  isOverride: false, polaritySet: "", levelSet: "", reason: "", voice: "own", stance: "holds", memo: "", isDraft: false,
});

function openPalette(typed: string): void {
  if (!state.selection || state.margin.isReadOnly) return;
  palette ??= makePalette();
  const input = palette.querySelector("input")!;
  input.value = typed;
  const box = getSelection()?.rangeCount ? getSelection()!.getRangeAt(0).getBoundingClientRect() : script.getBoundingClientRect();
  palette.show();
  palette.style.left = `${Math.min(Math.max(8, box.left), innerWidth - 400)}px`;
  palette.style.top = `${box.bottom + 330 < innerHeight ? box.bottom + 6 : Math.max(8, box.top - 330)}px`;
  input.dispatchEvent(new Event("input"));
  input.focus();
  paint();
}

function makePalette(): HTMLDialogElement {
  const dialog = document.createElement("dialog");
  dialog.className = "palette coder-palette";
  dialog.setAttribute("aria-label", words("choose-code"));
  const made = codeField(words("choose-code"), (code) => void apply(code));
  dialog.append(made.input, made.list);
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) close();
  });
  made.input.addEventListener("blur", () => close());
  document.body.append(dialog);
  return dialog;
}

function close(): void {
  if (!palette?.open) return;
  palette.close();
  paint();
  if (state.selection) select(state.selection);
  script.focus({ preventScroll: true });
}

// --- bounds ---------------------------------------------------------------------------------------------------------

function moveEdge(event: KeyboardEvent): void {
  if (!edges) return;
  const by = event.ctrlKey ? "word" : "grapheme";
  const step = event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : -1;
  const point = moved(edges.span[edges.end], step, by);
  const span = { ...edges.span, [edges.end]: point };
  if (span.start < span.end) {
    edges = { ...edges, span };
    select(span);
  }
}

function beginEdges(): void {
  const coding = codingInFocus();
  if (!coding?.isOwn || state.margin.isReadOnly) return;
  edges = { end: edges?.end === "end" ? "start" : "end", span: edges?.span ?? { start: coding.start, end: coding.end } };
  select(edges.span);
  say(words(edges.end === "end" ? "moving-end" : "moving-start"));
}

async function endEdges(keep: boolean): Promise<void> {
  const [coding, kept_] = [codingInFocus(), edges];
  edges = null; // first, so that the next key means what it says while the answer is on its way
  unselect();
  if (kept_ && keep && coding) await order("move", { coding: coding.id, ...kept_.span });
}

// --- keys ----------------------------------------------------------------------------------------------------------

const acts: Record<string, () => void> = {
  j: () => goTo(state.here + 1),
  k: () => goTo(state.here - 1),
  n: () => step(1),
  p: () => step(-1),
  t: () => selectTurn(),
  s: () => selectSentence(),
  e: () => beginEdges(),
  m: () => focusMemo(),
  d: () => void removeFocused(),
  b: () => void toggleBlind(),
  l: () => state.selection && !state.margin.isReadOnly && askFor("claim", state.selection),
  o: () => state.selection && !state.margin.isReadOnly && askFor("moment", state.selection),
  ".": () => void again(),
};
const ON_CODING = new Set(["e", "m", "d", "n", "p"]);
const WITH_WORDS = new Set(["t", "s", "l", "o", "."]); // keep their meaning while words are selected; other letters choose a code

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented || isTyping(event) || document.querySelector("dialog[open]:not(.coder-palette)")) return;
  if (event.key === "Escape") {
    if (edges) void endEdges(false);
    else if (isAsking()) stopAsking();
    else if (state.selection) unselect();
    else focusOn(null);
    return;
  }
  if (edges && event.key.startsWith("Arrow")) return event.preventDefault(), moveEdge(event);
  if (edges && event.key === "Enter") return event.preventDefault(), void endEdges(true);
  if (event.shiftKey && event.key.startsWith("Arrow") && state.selection) return event.preventDefault(), extend(event.key, event.ctrlKey);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!state.selection && event.key === "Enter" && event.target === script && answerDraft("adopt")) return event.preventDefault();
  if (!state.selection && event.key === "Backspace" && answerDraft("refuse")) return event.preventDefault();
  if (state.selection && !edges && event.key === "Enter") return event.preventDefault(), openPalette("");
  const act = acts[event.key];
  const isLetter = event.key.length === 1 && /\p{L}/u.test(event.key);
  if (state.selection && !edges && isLetter && !WITH_WORDS.has(event.key) && event.key !== "u" && event.key !== "U") return event.preventDefault(), openPalette(event.key);
  if (!act) return;
  event.preventDefault();
  if (state.pending.length && ON_CODING.has(event.key)) void storing.then(act); // it is about the coding that is being stored
  else act();
});

/** Show on the translation beside a turn that its original is coded, and which words are looked at. */
function beside(): void {
  if (!document.getElementById("sheet")!.classList.contains("two")) return;
  const all = marks().filter((mark) => mark.kind === "coding");
  const look = focused();
  for (const line of lines) {
    const other = line.turn.querySelector<HTMLElement>("p.other");
    if (!other) continue;
    const here = all.filter((mark) => mark.start < line.end && line.start < mark.end);
    const kinds = new Set(here.map((mark) => mark.polarity));
    const one = kinds.size === 1 ? [...kinds][0]! : "neutral"; // read both ways, or neither
    other.className = here.length ? `other coded ${one}` : "other";
    other.classList.toggle("on", look !== null && look.start < line.end && line.start < look.end);
  }
}

function step(by: 1 | -1): void {
  const all = marks();
  const at = all.findIndex((mark) => id(mark) === state.focus);
  const here = lines[state.here]?.start ?? 0;
  const near = by > 0 ? all.findIndex((mark) => mark.start >= here) : all.findLastIndex((mark) => mark.start <= here);
  focusOn(all[at < 0 ? near : at + by] ?? focused());
}

function selectTurn(): void {
  const line = lines[state.here];
  if (line) select({ start: line.start, end: line.end });
}

function selectSentence(): void {
  const line = lines[state.here];
  if (line) select(nextSentence(line));
}

async function removeFocused(): Promise<void> {
  const mark = focused();
  if (!mark?.isOwn || state.margin.isReadOnly) return;
  if (mark.kind === "coding") await order("remove", { codings: [mark.key] });
  else if (mark.kind === "claim") await order("remove", { claims: [mark.key] });
  else await order("take-moment", { episode: mark.key.split("/")[0], position: Number(mark.key.split("/")[1]) });
}

async function again(): Promise<void> {
  const code = codes.find((each) => each.handle === state.last);
  if (code) await apply(code);
}

async function toggleBlind(): Promise<void> {
  if (!state.margin.isBlind && !state.looks) return;
  if (!state.margin.mayLook) return say(words("no-look"));
  state.looks = !state.looks;
  const url = new URL(location.href);
  if (state.looks) url.searchParams.set("look", "1");
  else url.searchParams.delete("look");
  history.replaceState(history.state, "", url); // the address holds the view
  await reload();
}

// --- the bar and the codebook beside the text -----------------------------------------------------------------------

function bar(): void {
  document.getElementById("where")!.textContent = words("turn-of", { turn: lines[state.here]?.turn.dataset.turn ?? "", turns: lines.length });
  const blind = document.getElementById("blind")!;
  blind.hidden = !state.margin.isBlind;
  blind.textContent = words("blind");
  const done = document.getElementById("done") as HTMLButtonElement;
  done.hidden = state.margin.isDone || state.margin.isReadOnly;
  const whose = document.getElementById("whose")!;
  const coders = [...new Set(state.margin.codings.map((coding) => coding.coder))].sort();
  whose.hidden = coders.length < 2;
  const button = (label: string, coder: string | null): HTMLButtonElement => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.setAttribute("aria-pressed", String(coder === null ? !state.shown.size : state.shown.has(coder)));
    made.addEventListener("click", () => {
      state.shown = new Set(coder === null ? [] : [coder]);
      changed();
    });
    return made;
  };
  whose.replaceChildren(button(words("all"), null), ...coders.map((coder) => button(coder, coder)));
}

function tree(): void {
  const counts = new Map<string, number>();
  for (const coding of state.margin.codings) counts.set(coding.code, (counts.get(coding.code) ?? 0) + 1);
  const typed = (document.getElementById("filter") as HTMLInputElement).value;
  const shown = typed ? new Set(ranked(typed).map((code) => code.handle)) : null;
  const parts: HTMLElement[] = [];
  let family = "";
  for (const code of codes) {
    if (!code.isLeaf || (shown && !shown.has(code.handle))) continue;
    if (code.parent !== family) {
      family = code.parent;
      const head = document.createElement("p");
      head.className = "family";
      head.textContent = family ? nameOf(family) : words("no-parent");
      parts.push(head);
    }
    parts.push(leaf(code, counts.get(code.handle) ?? 0));
  }
  document.getElementById("tree")!.replaceChildren(...parts);
}

function leaf(code: CodeEntry, count: number): HTMLElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = count ? "leaf" : "leaf none";
  made.title = code.definition;
  made.draggable = true;
  const mark = document.createElement("span");
  mark.className = `pol ${code.polarity || "neutral"}`;
  const name = document.createElement("span");
  name.className = "name";
  name.textContent = code.name;
  const number = document.createElement("span");
  number.className = "count";
  number.textContent = count ? String(count) : "";
  made.append(mark, name, number);
  made.addEventListener("mousedown", () => (kept = state.selection));
  made.addEventListener("click", () => {
    if (!kept) return nextOf(code);
    state.selection = kept;
    void apply(code);
  });
  made.addEventListener("dragstart", (event) => {
    kept = state.selection;
    event.dataTransfer?.setData("text/plain", code.handle);
  });
  return made;
}

let kept: Span | null = null; // what was selected before a press on the codebook took the selection away

/** Without words selected a code leads to where it stands next. */
function nextOf(code: CodeEntry): void {
  const all = marks().filter((mark) => mark.kind === "coding" && mark.code === code.handle);
  const at = all.findIndex((mark) => id(mark) === state.focus);
  focusOn(all[(at + 1) % Math.max(1, all.length)] ?? null);
}

script.addEventListener("dragover", (event) => event.preventDefault());
script.addEventListener("drop", (event) => {
  event.preventDefault();
  const code = codes.find((each) => each.handle === event.dataTransfer?.getData("text/plain"));
  if (code && kept) {
    state.selection = kept;
    void apply(code);
  }
});
document.getElementById("filter")!.addEventListener("input", tree);
document.getElementById("done")!.addEventListener("click", () => void order("done"));
document.getElementById("two")!.addEventListener("click", (event) => {
  const button = event.currentTarget as HTMLElement;
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  document.getElementById("sheet")!.classList.toggle("two", on);
  for (const other of document.querySelectorAll<HTMLElement>("p.other")) other.hidden = !on;
  const url = new URL(location.href);
  if (on) url.searchParams.set("two", "1");
  else url.searchParams.delete("two");
  history.replaceState(history.state, "", url);
  forgetPlaces();
  refresh();
});
document.getElementById("aside")!.addEventListener("click", (event) => {
  const open = room.classList.toggle("open");
  (event.currentTarget as HTMLElement).setAttribute("aria-expanded", String(open));
});
let wide = script.clientWidth;
new ResizeObserver(() => {
  if (script.clientWidth === wide) return;
  wide = script.clientWidth;
  forgetPlaces();
  layOut();
}).observe(script);

const at = Number(new URLSearchParams(location.search).get("at"));
goTo(at ? lines.indexOf(lineAt(at)) : 0);
if (new URLSearchParams(location.search).has("two")) document.getElementById("two")!.click();
else refresh();
startAsking();
if (at && !isAsking()) focusOn(marks().find((mark) => mark.start === at) ?? null);
script.focus({ preventScroll: true });
