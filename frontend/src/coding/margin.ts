// Places brackets in lanes beside the text and their names in a column, so that nothing collides at any depth.
import { codingOf, isPending, terms, id, marks, nameOf, state } from "./state";
import type { Mark } from "./state";
import { boxOf } from "./text";
import { words } from "../words";

const LANE = 9, LANES = 54, GAP = 3;
let first = 0; // where the lanes begin: beside the words, however wide those are

interface Placed { mark: Mark; top: number; bottom: number; lane: number; element: HTMLElement }
interface Group { marks: Placed[]; want: number; height: number; y: number; element: HTMLButtonElement }

// What was made stays as long as it says the same: applying a code lays out one bracket, not three hundred.
const made = new Map<string, HTMLElement>();
const heights = new Map<HTMLElement, number>();
const boxes = new Map<string, { top: number; bottom: number }>();
let width = 0;

const margin = document.getElementById("margin")!;
const wires = document.getElementById("wires")!;
const sheet = document.getElementById("sheet")!;
let groups: Group[] = [];
export let look: (mark: Mark) => void = () => undefined;
let hover: (mark: Mark | null) => void = () => undefined;
export const onHover = (listener: (mark: Mark | null) => void): void => void (hover = listener);
export const onLook = (listener: (mark: Mark) => void): void => void (look = listener);

/** Lay the margin out anew: once after the marks or the width of the text changed, never while scrolling. */
export function layOut(): void {
  const origin = sheet.getBoundingClientRect().top;
  first = sheet.querySelector<HTMLElement>(".turn")?.offsetWidth ?? 0;
  if (first !== width) boxes.clear(), heights.clear();
  width = first;
  const placed = marks().map((mark) => {
    const box = placeOf(mark, origin);
    return { mark, top: box.top + 3, bottom: box.bottom - 3, lane: 0, element: bracket(mark) };
  });
  placed.sort((a, b) => a.top - b.top || b.bottom - a.bottom);
  const step = Math.min(LANE, LANES / Math.max(1, intoLanes(placed)));
  for (const p of placed) {
    p.element.style.top = `${p.top}px`;
    p.element.style.height = `${p.bottom - p.top}px`;
    p.element.style.left = `${first + p.lane * step}px`;
  }
  groups = grouped(placed);
  arrange([wires, ...placed.map((p) => p.element), ...groups.map((group) => group.element)]);
  for (const group of groups) if (!heights.has(group.element)) heights.set(group.element, group.element.offsetHeight + 1); // one layout of the page
  for (const group of groups) group.height = heights.get(group.element)!;
  settle(groups);
  for (const group of groups) {
    group.element.style.top = `${group.y}px`;
    group.element.style.left = `${names()}px`;
  }
  wires.replaceChildren(...groups.map((group) => wire(group, step)));
  dim();
}

/** Forget where words stand: their lines break otherwise now. */
export function forgetPlaces(): void {
  width = 0;
}

function placeOf(mark: Mark, origin: number): { top: number; bottom: number } {
  const key = `${mark.start}-${mark.end}`;
  let place = boxes.get(key);
  if (!place) {
    const box = boxOf(mark);
    boxes.set(key, (place = { top: box.top - origin, bottom: box.bottom - origin }));
  }
  return place;
}

/** Put these elements into the margin in this order, moving only those that are not in their place. */
function arrange(wanted: Element[]): void {
  const keep = new Set(wanted);
  for (const element of [...margin.children]) if (!keep.has(element)) element.remove();
  let next = margin.firstElementChild;
  for (const element of wanted) {
    if (element === next) next = next.nextElementSibling;
    else margin.insertBefore(element, next);
  }
  for (const [key, element] of made) if (!keep.has(element)) made.delete(key), heights.delete(element);
}

/** A bracket takes the lane nearest the text that is free over its height; returns how many lanes there are. */
function intoLanes(placed: Placed[]): number {
  const free: number[] = [];
  for (const p of placed) {
    let lane = free.findIndex((bottom) => bottom + GAP <= p.top);
    if (lane < 0) lane = free.length;
    free[lane] = p.bottom;
    p.lane = lane;
  }
  return free.length;
}

function bracket(mark: Mark): HTMLElement {
  const coding = mark.kind === "coding" ? codingOf(mark) : undefined;
  const className = `bracket ${mark.polarity}${mark.coder === state.margin.coders[0] ? "" : " other"}${coding?.isDraft || isPending(mark) ? " draft" : ""}`;
  const known = made.get(`${id(mark)} ${className}`);
  if (known) return known;
  const element = document.createElement("div");
  made.set(`${id(mark)} ${className}`, element);
  element.className = className;
  element.dataset.id = id(mark);
  element.addEventListener("click", () => look(mark));
  hovers(element, mark);
  return element;
}

/** Two coders with the same code on overlapping words share one name. */
function grouped(placed: Placed[]): Group[] {
  const found: Group[] = [];
  const open = new Map<string, Group>();
  for (const p of placed) {
    const key = `${p.mark.kind}:${p.mark.code}:${p.mark.polarity}`;
    const group = open.get(key);
    if (group && p.mark.kind === "coding" && group.marks.some((other) => other.mark.start < p.mark.end && p.mark.start < other.mark.end)) {
      group.marks.push(p);
      continue;
    }
    const opened: Group = { marks: [p], want: p.top - 4, height: 0, y: 0, element: document.createElement("button") };
    open.set(key, opened);
    found.push(opened);
  }
  for (const group of found) name(group);
  return found;
}

function name(group: Group): void {
  const mark = group.marks[0]!.mark;
  const coding = mark.kind === "coding" ? codingOf(mark) : undefined;
  const className = `name-of ${mark.polarity}${coding?.isOverride ? " override" : ""}${coding?.isDraft || isPending(mark) ? " draft" : ""}`;
  const says = `name ${id(mark)} ${className} ${title(mark)} ${initials(group)}`;
  const known = made.get(says) as HTMLButtonElement | undefined;
  if (known) return void (group.element = known);
  const button = group.element;
  made.set(says, button);
  button.type = "button";
  button.className = className;
  const sign = span(mark.kind === "coding" ? `pol ${mark.polarity}` : "", mark.kind === "moment" ? "◦" : "");
  button.append(sign, span("words", title(mark)), span("who-by", initials(group)));
  button.append(span("unseen", `, ${words("characters", { start: mark.start, end: mark.end })}`));
  button.addEventListener("click", () => look(mark));
  hovers(button, mark);
}

const names = (): number => first + LANES + 6;

function hovers(element: HTMLElement, mark: Mark): void {
  element.addEventListener("pointerenter", () => hover(mark));
  element.addEventListener("pointerleave", () => hover(null));
}

/** What a mark is called. */
export function title(mark: Mark): string {
  if (mark.kind === "coding") return nameOf(mark.code);
  if (mark.kind === "claim") {
    const claim = state.margin.claims.find((c) => c.handle === mark.key)!;
    return `${nameOf(claim.cause)} ${claim.sign > 0 ? "→+" : "⊣−"} ${nameOf(claim.effect)}`;
  }
  const [handle, position] = mark.key.split("/");
  const moment = state.margin.episodes.find((e) => e.handle === handle)?.moments.find((m) => m.position === Number(position));
  const stage = terms.stage.find(([term]) => term === moment?.stage)?.[1] ?? moment?.stage ?? "";
  return `${handle} · ${stage}`;
}

const initials = (group: Group): string => [...new Set(group.marks.map((p) => p.mark.coder.slice(0, 2)))].sort().join("");

function span(className: string, text: string): HTMLSpanElement {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}

/** Names keep their order and never overlap; those that would are pooled at the mean of what they wanted. */
function settle(all: Group[]): void {
  const pools: { members: Group[]; height: number; wanted: number; y: number }[] = [];
  for (const group of all) {
    let pool = { members: [group], height: group.height, wanted: group.want, y: group.want };
    for (let last = pools.at(-1); last && last.y + last.height > pool.y; last = pools.at(-1)) {
      pools.pop();
      const wanted = last.wanted + pool.wanted - pool.members.length * last.height;
      const members = [...last.members, ...pool.members];
      pool = { members, height: last.height + pool.height, wanted, y: Math.max(0, wanted / members.length) };
    }
    pools.push(pool);
  }
  for (const pool of pools) {
    let y = pool.y;
    for (const group of pool.members) {
      group.y = y;
      y += group.height;
    }
  }
}

function wire(group: Group, step: number): SVGPathElement {
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  const one = group.marks[0]!;
  const [x, y] = [first + one.lane * step + 7, one.top + 1];
  path.setAttribute("d", `M${x} ${y}L${names() - 8} ${y}L${names() - 2} ${group.y + 12}`);
  path.dataset.id = id(one.mark);
  return path;
}

/** Let one mark stand out; the rest is dimmed, never hidden. */
export function dim(over: string | null = state.focus): void {
  margin.classList.toggle("dimmed", over !== null);
  for (const element of margin.querySelectorAll<HTMLElement>(".bracket")) element.classList.toggle("on", element.dataset.id === over);
  for (const group of groups) group.element.classList.toggle("on", group.marks.some((p) => id(p.mark) === over));
  for (const path of wires.querySelectorAll<SVGPathElement>("path")) path.classList.toggle("on", path.dataset.id === over);
}
