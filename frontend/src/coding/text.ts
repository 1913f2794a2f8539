// The text and its offsets. The workbench counts code points, browsers count UTF-16 units; only this file knows both.
import { room, state } from "./state";
import type { Span } from "./state";

export interface Line { element: HTMLElement; turn: HTMLElement; node: Text; start: number; end: number; text: string; points: string[] | null }

const sheet = document.getElementById("sheet")!;

export const lines: Line[] = [...sheet.querySelectorAll<HTMLElement>("p[data-start]")].map((element) => {
  const node = element.firstChild as Text;
  const text = node.data;
  const points = /[\ud800-\udfff]/.test(text) ? [...text] : null; // most lines have none: units are points
  const start = Number(element.dataset.start);
  return { element, turn: element.parentElement!, node, start, end: start + (points?.length ?? text.length), text, points };
});

export const lineAt = (point: number): Line => {
  let found = lines[0]!;
  for (const line of lines) {
    if (line.start > point) break;
    found = line;
  }
  return found;
};

const toUnits = (line: Line, points: number): number => (line.points ? line.points.slice(0, points).join("").length : points);
const toPoints = (line: Line, units: number): number => (line.points ? [...line.text.slice(0, units)].length : units);

/** A range over some code points of the text. */
export function rangeOf(span: Span): StaticRange {
  const first = lineAt(span.start);
  const last = lineAt(Math.max(span.start, span.end - 1));
  return new StaticRange({
    startContainer: first.node, startOffset: toUnits(first, Math.min(Math.max(span.start - first.start, 0), first.end - first.start)),
    endContainer: last.node, endOffset: toUnits(last, Math.min(Math.max(span.end - last.start, 0), last.end - last.start)),
  });
}

export function boxOf(span: Span): { top: number; bottom: number } {
  const range = document.createRange();
  const fixed = rangeOf(span);
  range.setStart(fixed.startContainer, fixed.startOffset);
  range.setEnd(fixed.endContainer, fixed.endOffset);
  const box = range.getBoundingClientRect();
  return { top: box.top, bottom: box.bottom };
}

/** The code points that are selected with mouse or keyboard; null where none of the transcript's words are. */
export function selected(): Span | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!sheet.contains(range.commonAncestorContainer)) return null;
  const start = pointOf(range.startContainer, range.startOffset, false);
  const end = pointOf(range.endContainer, range.endOffset, true);
  return start === null || end === null || start >= end ? null : { start, end };
}

/** A place in the page as a code point; outside of words the nearest end of words, behind or before. */
function pointOf(node: Node, units: number, isEnd: boolean): number | null {
  const line = lines.find((candidate) => candidate.node === node);
  if (line) return line.start + toPoints(line, units);
  const place = document.createRange();
  place.setStart(node, units);
  const before = lines.filter((candidate) => place.comparePoint(candidate.node, 0) < 0);
  if (isEnd) return before.at(-1)?.end ?? null;
  return (lines[before.length] ?? null)?.start ?? null;
}

export function select(span: Span): void {
  const range = rangeOf(span);
  getSelection()?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  state.selection = span;
}

/** Select nothing; at once, for the browser tells of it only after the next key. */
export function unselect(): void {
  getSelection()?.removeAllRanges();
  state.selection = null;
}

/** The next sentence of a turn after what is selected there, else its first. */
export function nextSentence(line: Line): Span {
  const segments = [...new Intl.Segmenter(room.dataset.language, { granularity: "sentence" }).segment(line.text)];
  const spans = segments.map((part) => {
    const start = line.start + toPoints(line, part.index);
    const words = part.segment.trimEnd();
    return { start, end: start + [...words].length };
  }).filter((span) => span.end > span.start);
  const chosen = state.selection;
  return spans.find((span) => chosen && chosen.start >= line.start && span.start >= chosen.end) ?? spans[0] ?? { start: line.start, end: line.end };
}

/** A place moved by one character as people see it, or by a word. */
export function moved(point: number, step: -1 | 1, by: "grapheme" | "word"): number {
  const line = lineAt(step < 0 ? Math.max(point - 1, 0) : point);
  const bounds = [0, ...[...new Intl.Segmenter(room.dataset.language, { granularity: by }).segment(line.text)].map((part) => part.index), line.text.length]
    .map((units) => line.start + toPoints(line, units));
  const next = step > 0 ? bounds.find((bound) => bound > point) : bounds.findLast((bound) => bound < point);
  return next ?? point;
}

export function goTo(turn: number): void {
  const line = lines[Math.min(Math.max(turn, 0), lines.length - 1)];
  if (!line) return;
  lines[state.here]?.turn.classList.remove("here");
  state.here = lines.indexOf(line);
  line.turn.classList.add("here");
  const script = document.getElementById("script")!;
  const [box, frame] = [line.turn.getBoundingClientRect(), script.getBoundingClientRect()];
  if (box.top < frame.top + 8 || box.bottom > frame.bottom - 8) line.turn.scrollIntoView({ block: "center", behavior: "auto" });
}
