// Paints the text: an underline per coding through the browser's own highlights, so that the words' nodes never change.
import { focused, marks, state } from "./state";
import type { Mark } from "./state";
import { rangeOf } from "./text";

const pigments = ["risk", "protective", "neutral"];

/** Paint all marks; `over` stands out, else the mark in focus. */
export function paint(over: Mark | null = null): void {
  const first = state.margin.coders[0];
  const sets = new Map<string, StaticRange[]>();
  const add = (name: string, range: StaticRange): void => void (sets.get(name) ?? sets.set(name, []).get(name)!).push(range);
  for (const mark of marks()) {
    if (mark.kind !== "coding") continue;
    const pigment = pigments.includes(mark.polarity) ? mark.polarity : "neutral";
    add(`${pigment}-${mark.coder === first ? "first" : "other"}`, rangeOf(mark));
  }
  const mark = over ?? focused();
  if (mark) add(`focus-${pigments.includes(mark.polarity) ? mark.polarity : "neutral"}`, rangeOf(mark));
  if (state.selection && document.activeElement?.closest(".coder-palette, .inspector")) add("chosen", rangeOf(state.selection));
  CSS.highlights.clear();
  for (const [name, ranges] of sets) {
    const highlight = new Highlight(...ranges);
    highlight.priority = name === "chosen" ? 9 : name.startsWith("focus") ? 0 : name.endsWith("first") ? 2 : 1;
    CSS.highlights.set(name, highlight);
  }
}
