// Asks for a claim or a moment on the selected words. Back leaves the question, forward asks it again, and what was typed is kept.
import { codeField } from "./choosing";
import { chooser, field, make, show, values } from "./inspector";
import { codeOf, order, room, state, terms } from "./state";
import type { Span } from "./state";
import type { CodeEntry } from "../schema";
import { words } from "../words";

interface Question extends Span { kind: "claim" | "moment" }
type Typed = Record<string, string>;

const inspector = document.getElementById("inspector")!;
const script = document.getElementById("script")!;
let asked: Question | null = null;

export const isAsking = (): boolean => asked !== null;

/** Ask about some words; the question is a step of the browser's history. */
export function askFor(kind: Question["kind"], span: Span): void {
  const question: Question = { kind, ...span };
  if (isAsking()) history.replaceState({ question }, "");
  else history.pushState({ question }, "");
  put(question);
}

export function startAsking(): void {
  const look = (): void => {
    const question = (history.state as { question?: Question } | null)?.question;
    if (question && !state.margin.isReadOnly) put(question);
    else leave();
  };
  window.addEventListener("popstate", look);
  look(); // after a reload the question still stands
}

export function stopAsking(): void {
  if (!isAsking()) return;
  leave();
  if ((history.state as { question?: Question } | null)?.question) history.back();
}

function leave(): void {
  if (!asked) return;
  asked = null;
  show();
  script.focus({ preventScroll: true });
}

function put(question: Question): void {
  asked = question;
  if (question.kind === "claim") askClaim(question);
  else askMoment(question);
}

// What was typed lives as long as the tab, under the words it is about.
const place = (question: Question): string => `kangni-${question.kind}-${room.dataset.document}-${question.start}-${question.end}`;
const kept = (question: Question): Typed => JSON.parse(sessionStorage.getItem(place(question)) ?? "{}") as Typed;
const keep = (question: Question, typed: Typed): void => sessionStorage.setItem(place(question), JSON.stringify({ ...kept(question), ...typed }));

const strengths = (): [string, string][] => [["", words("not-said")], ["1", "1"], ["2", "2"], ["3", "3"]];

function askClaim(question: Question): void {
  const typed = kept(question);
  const id = typed.id ?? crypto.randomUUID();
  keep(question, { id });
  const form = make("form");
  const chosen: { cause?: CodeEntry | undefined; effect?: CodeEntry | undefined } = {};
  const slot = (side: "cause" | "effect", next: () => void): HTMLElement => {
    const box = make("div", "pick field tall");
    const made = codeField(words(side), (code) => {
      chosen[side] = code;
      made.input.value = code.name;
      made.list.hidden = true;
      keep(question, { [side]: code.handle });
      next();
    });
    chosen[side] = codeOf.get(typed[side] ?? "");
    made.input.value = chosen[side]?.name ?? "";
    made.list.hidden = true;
    made.input.addEventListener("input", () => ((made.list.hidden = false), (chosen[side] = undefined)));
    made.input.addEventListener("focus", () => (made.fill(), (made.list.hidden = chosen[side] !== undefined)));
    made.input.addEventListener("blur", () => (made.list.hidden = true));
    box.append(make("span", "", words(side)), made.input, made.list);
    return box;
  };
  const focusOn = (name: string): void => form.querySelector<HTMLElement>(name)?.focus();
  form.append(
    slot("cause", () => focusOn(`[aria-label="${CSS.escape(words("effect"))}"]`)), slot("effect", () => focusOn("[name=sign]")),
    chooser(words("sign"), "sign", [["1", words("raises")], ["-1", words("lowers")]], typed.sign ?? "1"),
    chooser(words("strength"), "strength", strengths(), typed.strength ?? ""), chooser(words("voice"), "voice", terms.voice, typed.voice ?? "own"),
    field(words("note"), "note", typed.note ?? ""),
  );
  finish(question, form, ["sign", "strength", "voice", "note"], words("make-claim"), async () => {
    const { cause, effect } = chosen;
    if (!cause || !effect) return focusOn(`[aria-label="${CSS.escape(words(cause ? "effect" : "cause"))}"]`), false;
    const given = values(form, ["sign", "strength", "voice", "note"]);
    const strength = given.strength ? Number(given.strength) : null;
    const { start, end } = question;
    return order("claim", { id, start, end, cause: cause.handle, effect: effect.handle, sign: Number(given.sign), strength, voice: given.voice, note: given.note });
  });
}

function askMoment(question: Question): void {
  const typed = kept(question);
  const form = make("form");
  const own = state.margin.episodes.filter((episode) => episode.isOwn);
  const { start, end } = question;
  form.append(
    chooser(words("episode"), "episode", [...own.map((e): [string, string] => [e.handle, `${e.handle} ${e.label}`]), ["", words("new-episode")]], typed.episode ?? own.at(-1)?.handle ?? ""),
    field(words("label"), "label", typed.label ?? ""), chooser(words("stage"), "stage", terms.stage, typed.stage ?? terms.stage[0]?.[0] ?? ""),
  );
  const label = form.querySelector<HTMLInputElement>("[name=label]")!;
  const sync = (): void => {
    const isNew = form.querySelector<HTMLSelectElement>("[name=episode]")!.value === "";
    label.closest<HTMLElement>(".field")!.hidden = !isNew;
    label.required = isNew;
  };
  sync();
  form.addEventListener("change", sync);
  finish(question, form, ["episode", "label", "stage"], words("add-moment"), () => {
    const code = state.margin.codings.find((coding) => coding.isOwn && coding.start === start && coding.end === end)?.code ?? "";
    return order("moment", { start, end, ...values(form, ["episode", "label", "stage"]), code });
  });
}

function finish(question: Question, form: HTMLFormElement, names: string[], heading: string, send: () => Promise<boolean> | boolean): void {
  const buttons = make("div", "row");
  const cancel = make("button", "btn quiet", words("cancel"));
  cancel.type = "button";
  const forget = (): void => {
    sessionStorage.removeItem(place(question));
    stopAsking();
  };
  cancel.addEventListener("click", forget);
  buttons.append(make("button", "btn main", words("save")), cancel);
  form.append(buttons);
  form.addEventListener("input", () => keep(question, values(form, names)));
  let isUnderWay = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isUnderWay) return;
    isUnderWay = true;
    const stored = await send();
    isUnderWay = false;
    if (stored) forget();
  });
  inspector.replaceChildren(make("h2", "code-name", heading), form);
  form.querySelector<HTMLElement>("input, select")?.focus();
}
