// The state of the coding room: what stands in the margin, what is in focus, what is selected; orders to the workbench.
import { refreshLast } from "../morph";
import { say } from "../notice";
import type { CodeEntry, CodingMark, Margin, Terms } from "../schema";
import { Refusal, Unreachable, askObject, send, study } from "../server";
import { words } from "../words";

export interface Span { start: number; end: number }
/** What a mark in the margin is: a coding by id, a claim by name, a moment by episode and position. */
export interface Mark extends Span { kind: "coding" | "claim" | "moment"; key: string; coder: string; polarity: string; code: string; isOwn: boolean }

const read = <T>(id: string): T => JSON.parse(document.getElementById(id)!.textContent!) as T;

export const room = document.querySelector<HTMLElement>(".room")!;
export let codes = read<CodeEntry[]>("codes");
export const terms = read<Terms>("terms");
export let codeOf = new Map(codes.map((code) => [code.handle, code]));
export const nameOf = (handle: string): string => codeOf.get(handle)?.name || handle;

export const state = {
  margin: read<Margin>("state"),
  pending: [] as CodingMark[],
  focus: null as string | null,
  selection: null as Span | null,
  here: 0,
  last: lately()[0] ?? null,
  shown: new Set<string>(),
  looks: new URLSearchParams(location.search).get("look") === "1",
};

/** How keys of codings begin that are shown already and stored in a moment. */
export const PENDING = "pending";
export const isPending = (mark: Mark): boolean => mark.key.startsWith(PENDING);

const listeners: (() => void)[] = [];
export const onChange = (listener: () => void): void => void listeners.push(listener);
export const changed = (): void => listeners.forEach((listener) => listener());

/** The codes used last, the latest first; they outlive the page, as a session of coding does. */
export function lately(): string[] {
  try {
    return JSON.parse(localStorage.getItem(`kangni-lately-${study()}`) ?? "[]") as string[];
  } catch {
    return [];
  }
}

export function remember(handle: string): void {
  state.last = handle;
  localStorage.setItem(`kangni-lately-${study()}`, JSON.stringify([handle, ...lately().filter((other) => other !== handle)].slice(0, 30)));
}

const base = (): string => location.pathname;
const query = (): string => (state.looks ? "?look=1" : "");

const underWay = new Set<string>();

/** Order one deed; the margin as it then stands is shown. What fails is said, and nothing on the page changes. */
export async function order(name: string, body: unknown = {}): Promise<boolean> {
  try {
    return await ordered(name, body);
  } catch (error) {
    say(error instanceof Unreachable ? words("unreachable") : (error as Error).message);
    if (state.pending.length) (state.pending = []), changed();
    if (error instanceof Refusal) void reload().catch(() => undefined); // things stand otherwise than this page thought
    return false;
  }
}

/** Order one deed, and throw what goes wrong; the same order twice at once is one order, for a double click is one click. */
export async function ordered(name: string, body: unknown): Promise<boolean> {
  const wanted = name + JSON.stringify(body);
  if (underWay.has(wanted)) return false;
  underWay.add(wanted);
  try {
    await take(await send<Margin>(`${base()}/${name}${query()}`, body));
    return true;
  } finally {
    underWay.delete(wanted);
  }
}

export async function reload(): Promise<void> {
  await take(await askObject<Margin>(`${base()}/margin${query()}`));
}

async function take(margin: Margin): Promise<void> {
  if (margin.codebook !== state.margin.codebook) {
    codes = await askObject<CodeEntry[]>(`${base()}/codes`);
    codeOf = new Map(codes.map((code) => [code.handle, code]));
  }
  if (margin.revision !== state.margin.revision) void refreshLast().catch(() => undefined);
  state.margin = margin;
  state.pending = state.pending.filter((coding) => !margin.codings.some((stored) => isSame(stored, coding)));
  document.body.dataset.revision = String(margin.revision);
  if (state.focus && !marks().some((mark) => id(mark) === state.focus)) state.focus = null;
  changed();
}

export const id = (mark: Mark): string => `${mark.kind}:${mark.key}`;

/** All marks that are shown, in the order of the text. */
export function marks(): Mark[] {
  const seen = (coder: string): boolean => !state.shown.size || state.shown.has(coder);
  const { claims, episodes } = state.margin;
  const codings = state.pending.length ? [...state.margin.codings, ...state.pending] : state.margin.codings;
  const found: Mark[] = [
    ...codings.map((c) => ({ kind: "coding" as const, key: c.id, ...pick(c), polarity: c.polarity || "neutral", code: c.code })),
    ...claims.map((c) => ({ kind: "claim" as const, key: c.handle, ...pick(c), polarity: "claim", code: c.handle })),
    ...episodes.flatMap((e) =>
      e.moments.map((m) => ({
        kind: "moment" as const, key: `${e.handle}/${m.position}`, start: m.start, end: m.end, coder: e.coder, isOwn: e.isOwn,
        polarity: "moment", code: e.handle,
      })),
    ),
  ];
  return found.filter((mark) => seen(mark.coder)).sort((a, b) => a.start - b.start || b.end - a.end || (id(a) < id(b) ? -1 : 1));
}

const pick = (mark: { start: number; end: number; coder: string; isOwn: boolean }) => ({
  start: mark.start, end: mark.end, coder: mark.coder, isOwn: mark.isOwn,
});

export const isSame = (a: CodingMark, b: CodingMark): boolean => a.isOwn && a.code === b.code && a.start === b.start && a.end === b.end;

let byId = new Map<string, CodingMark>();
let indexed: Margin | null = null;
export function codingOf(mark: Mark): CodingMark | undefined {
  if (indexed !== state.margin) byId = new Map(state.margin.codings.map((coding) => [coding.id, coding]));
  indexed = state.margin;
  return byId.get(mark.key);
}

export const focused = (): Mark | null => marks().find((mark) => id(mark) === state.focus) ?? null;
export const codingInFocus = () => {
  const mark = focused();
  return mark?.kind === "coding" ? state.margin.codings.find((coding) => coding.id === mark.key) ?? null : null;
};
