// The inspector: what the mark in focus says, how it may be read otherwise, and forms for claims and moments.
import { codeField } from "./choosing";
import { codeOf, codingInFocus, focused, marks, nameOf, order, state, terms, id } from "./state";
import type { Mark, Span } from "./state";
import { title } from "./margin";
import type { CodeEntry, CodingMark, Terms } from "../schema";
import { words } from "../words";

const inspector = document.getElementById("inspector")!;
let asking: "claim" | "moment" | null = null;
let drafted: { key: string; memo: string } | null = null; // a memo being typed survives what happens around it

export const isAsking = (): boolean => asking !== null;

export function show(): void {
  if (asking) return;
  const mark = focused();
  const typed = inspector.querySelector<HTMLTextAreaElement>("textarea[name=memo]");
  if (typed && typed.value !== typed.defaultValue) drafted = { key: typed.dataset.key!, memo: typed.value };
  const typing = typed !== null && document.activeElement === typed;
  if (!mark) inspector.replaceChildren(...hint());
  else if (mark.kind === "coding") inspector.replaceChildren(...ofCoding(codingInFocus()!));
  else if (mark.kind === "claim") inspector.replaceChildren(...ofClaim(mark));
  else inspector.replaceChildren(...ofMoment(mark));
  if (typing) inspector.querySelector<HTMLTextAreaElement>("textarea[name=memo]")?.focus();
}

const make = <K extends keyof HTMLElementTagNameMap>(tag: K, className = "", text = ""): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
};

function hint(): HTMLElement[] {
  const { codings, claims, hidden } = state.margin;
  const found = [make("p", "note", words("inspector-empty")), make("p", "note", words("counts", { codings: codings.length, claims: claims.length }))];
  if (hidden) found.push(make("p", "note", words("hidden", { count: hidden })));
  return found;
}

function ofCoding(coding: CodingMark): HTMLElement[] {
  const code = codeOf.get(coding.code);
  const crumb = make("p", "crumb");
  crumb.append(make("span", "coder", coding.coder.slice(0, 2)), make("span", "", words(coding.isDraft ? "draft-of" : "coding-of", { coder: coding.coder })), make("span", "handle", coding.code));
  const found: HTMLElement[] = [crumb, make("h2", "code-name", nameOf(coding.code)), make("p", "definition", code?.definition ?? "")];
  const own = coding.isOwn && !state.margin.isReadOnly;
  found.push(own ? readingForm(coding, code) : readingList(coding));
  found.push(...others(coding));
  found.push(own ? memoForm(coding) : make("p", "note", coding.memo));
  if (own) found.push(removeButton(words("delete-coding"), () => order("remove", { codings: [coding.id] })));
  return found;
}

function readingForm(coding: CodingMark, code: CodeEntry | undefined): HTMLElement {
  const form = make("form");
  const own = (kind: "polarity" | "level"): [string, string][] => [["", words("of-code", { term: termName(kind, code?.[kind] ?? "") })], ...terms[kind]];
  form.append(
    chooser(words("polarity"), "polarity", own("polarity"), coding.polaritySet), chooser(words("level"), "level", own("level"), coding.levelSet),
    field(words("reason"), "reason", coding.reason), chooser(words("voice"), "voice", terms.voice, coding.voice), chooser(words("stance"), "stance", terms.stance, coding.stance),
  );
  const why = form.querySelector<HTMLInputElement>("[name=reason]")!;
  const needs = (): boolean => ["polarity", "level"].some((name) => form.querySelector<HTMLSelectElement>(`[name=${name}]`)!.value !== "");
  const sync = (): void => {
    why.closest<HTMLElement>(".field")!.hidden = !needs();
    why.required = needs();
  };
  sync();
  form.addEventListener("change", () => {
    sync();
    if (needs() && !why.value.trim()) why.focus(); // a reading against the codebook asks for its reason first
    else form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void order("read", { coding: coding.id, ...values(form, ["polarity", "level", "reason", "voice", "stance"]) });
  });
  return form;
}

function readingList(coding: CodingMark): HTMLElement {
  const list = make("ul", "readings");
  const lines: [keyof Terms, string][] = [["polarity", coding.polarity], ["level", coding.level], ["voice", coding.voice], ["stance", coding.stance]];
  for (const [kind, term] of lines) if (term) list.append(make("li", "", `${words(kind)}: ${termName(kind, term)}`));
  if (coding.isOverride) list.append(make("li", "", `${words("reason")}: ${coding.reason}`));
  return list;
}

/** What others, or this coder too, read into the same words. */
function others(coding: CodingMark): HTMLElement[] {
  const here = marks().filter((mark) => mark.key !== coding.id && mark.start < coding.end && coding.start < mark.end);
  if (!here.length) return [];
  const list = make("ul", "readings");
  for (const mark of here) {
    const item = make("li");
    const button = make("button", "linkish", title(mark));
    button.type = "button";
    button.addEventListener("click", () => document.querySelector<HTMLElement>(`.bracket[data-id="${CSS.escape(id(mark))}"]`)?.click());
    item.append(make("span", "coder second", mark.coder.slice(0, 2)), make("span", `pol ${mark.polarity}`), button);
    list.append(item);
  }
  return [make("h3", "", words("other-readings")), list];
}

function memoForm(coding: CodingMark): HTMLElement {
  const form = make("form");
  const area = make("textarea");
  area.name = "memo";
  area.rows = 3;
  area.dataset.key = coding.id;
  area.defaultValue = coding.memo;
  if (drafted?.key === coding.id) area.value = drafted.memo;
  const label = make("label", "field tall");
  label.append(make("span", "", words("memo")), area);
  const save = make("button", "btn", words("save"));
  form.append(label, save);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await order("note", { coding: coding.id, memo: area.value, was: coding.memo })) drafted = null;
  });
  area.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.requestSubmit());
  return form;
}

function ofClaim(mark: Mark): HTMLElement[] {
  const claim = state.margin.claims.find((each) => each.handle === mark.key)!;
  const crumb = make("p", "crumb");
  crumb.append(make("span", "coder", claim.coder.slice(0, 2)), make("span", "", words("claim")), make("span", "handle", claim.handle));
  const found: HTMLElement[] = [crumb, make("h2", "code-name", title(mark)), make("p", "note", claim.note)];
  if (!claim.isOwn || state.margin.isReadOnly) return found;
  const form = make("form");
  form.append(
    chooser(words("sign"), "sign", [["1", words("raises")], ["-1", words("lowers")]], String(claim.sign)),
    chooser(words("strength"), "strength", [["", words("not-said")], ["1", "1"], ["2", "2"], ["3", "3"]], String(claim.strength ?? "")),
    chooser(words("voice"), "voice", terms.voice, claim.voice), chooser(words("stance"), "stance", terms.stance, claim.stance), field(words("note"), "note", claim.note),
  );
  form.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = values(form, ["sign", "strength", "voice", "stance", "note"]);
    void order("change-claim", { ...given, claim: claim.handle, sign: Number(given.sign), strength: given.strength ? Number(given.strength) : null });
  });
  found.push(form, removeButton(words("delete-claim"), () => order("remove", { claims: [claim.handle] })));
  return found;
}

function ofMoment(mark: Mark): HTMLElement[] {
  const [handle, position] = mark.key.split("/");
  const episode = state.margin.episodes.find((each) => each.handle === handle)!;
  const crumb = make("p", "crumb");
  crumb.append(make("span", "coder", episode.coder.slice(0, 2)), make("span", "", words("episode")), make("span", "handle", episode.handle));
  const found: HTMLElement[] = [crumb, make("h2", "code-name", episode.label)];
  const list = make("ol", "readings");
  for (const moment of episode.moments) list.append(make("li", "", `${moment.position}. ${termName("stage", moment.stage)}${moment.code ? ` · ${nameOf(moment.code)}` : ""}`));
  found.push(list);
  if (!episode.isOwn || state.margin.isReadOnly) return found;
  const form = make("form");
  form.append(
    chooser(words("ended"), "state", [["closed", words("closed")], ["open", words("open")], ["disputed", words("disputed")]], episode.state),
    chooser(words("outcome"), "outcome", [["", words("not-said")], ...terms.outcome], episode.outcome),
  );
  form.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = values(form, ["state", "outcome"]);
    void order("end-episode", { episode: episode.handle, state: given.state, outcome: given.state === "open" ? "" : given.outcome });
  });
  found.push(form, removeButton(words("delete-moment"), () => order("take-moment", { episode: handle, position: Number(position) })));
  return found;
}

/** Ask for a claim on the selected words: this leads to that. */
export function askClaim(span: Span): void {
  asking = "claim";
  const order_id = crypto.randomUUID();
  const form = make("form");
  const chosen: { cause?: CodeEntry; effect?: CodeEntry } = {};
  const slot = (side: "cause" | "effect", next: () => void): HTMLElement => {
    const box = make("div", "pick field tall");
    const made = codeField(words(side), (code) => {
      chosen[side] = code;
      made.input.value = code.name;
      made.list.hidden = true;
      next();
    });
    made.list.hidden = true;
    made.input.addEventListener("input", () => (made.list.hidden = false));
    made.input.addEventListener("focus", () => (made.fill(), (made.list.hidden = chosen[side] !== undefined)));
    made.input.addEventListener("blur", () => (made.list.hidden = true));
    box.append(make("span", "", words(side)), made.input, made.list);
    return box;
  };
  const focusOn = (name: string): void => form.querySelector<HTMLElement>(name)?.focus();
  form.append(
    slot("cause", () => focusOn("[aria-label='" + CSS.escape(words("effect")) + "']")), slot("effect", () => focusOn("[name=sign]")),
    chooser(words("sign"), "sign", [["1", words("raises")], ["-1", words("lowers")]], "1"),
    chooser(words("strength"), "strength", [["", words("not-said")], ["1", "1"], ["2", "2"], ["3", "3"]], ""), chooser(words("voice"), "voice", terms.voice, "own"),
  );
  finish(form, words("make-claim"), async () => {
    if (!chosen.cause || !chosen.effect) return focusOn("input"), false;
    const given = values(form, ["sign", "strength", "voice"]);
    const strength = given.strength ? Number(given.strength) : null;
    return order("claim", { id: order_id, ...span, cause: chosen.cause.handle, effect: chosen.effect.handle, sign: Number(given.sign), strength, voice: given.voice });
  });
}

/** Ask which moment of which episode the selected words are. */
export function askMoment(span: Span): void {
  asking = "moment";
  const form = make("form");
  const own = state.margin.episodes.filter((episode) => episode.isOwn);
  form.append(
    chooser(words("episode"), "episode", [...own.map((e): [string, string] => [e.handle, `${e.handle} ${e.label}`]), ["", words("new-episode")]], own.at(-1)?.handle ?? ""),
    field(words("label"), "label", ""), chooser(words("stage"), "stage", terms.stage, terms.stage[0]?.[0] ?? ""),
  );
  const label = form.querySelector<HTMLInputElement>("[name=label]")!;
  const sync = (): void => {
    const isNew = form.querySelector<HTMLSelectElement>("[name=episode]")!.value === "";
    label.closest<HTMLElement>(".field")!.hidden = !isNew;
    label.required = isNew;
  };
  sync();
  form.addEventListener("change", sync);
  finish(form, words("add-moment"), () => {
    const code = state.margin.codings.find((coding) => coding.isOwn && coding.start === span.start && coding.end === span.end)?.code ?? "";
    return order("moment", { ...span, ...values(form, ["episode", "label", "stage"]), code });
  });
}

function finish(form: HTMLFormElement, heading: string, send: () => Promise<boolean> | boolean): void {
  const buttons = make("div", "row");
  const cancel = make("button", "btn quiet", words("cancel"));
  cancel.type = "button";
  cancel.addEventListener("click", stopAsking);
  buttons.append(make("button", "btn main", words("save")), cancel);
  form.append(buttons);
  let isUnderWay = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isUnderWay) return;
    isUnderWay = true;
    const stored = await send();
    isUnderWay = false;
    if (stored) stopAsking();
  });
  inspector.replaceChildren(make("h2", "code-name", heading), form);
  form.querySelector<HTMLElement>("input, select")?.focus();
}

export function stopAsking(): void {
  if (!asking) return;
  asking = null;
  show();
  document.getElementById("script")!.focus({ preventScroll: true });
}

export const focusMemo = (): void => inspector.querySelector<HTMLElement>("textarea[name=memo]")?.focus();

const termName = (kind: keyof Terms, term: string): string => terms[kind].find(([known]) => known === term)?.[1] ?? (term || words("none"));

function chooser(label: string, name: string, options: [string, string][], value: string): HTMLElement {
  const select = make("select");
  select.name = name;
  for (const [term, words_] of options) select.append(new Option(words_, term, term === value, term === value));
  const box = make("label", "field");
  box.append(make("span", "", label), select);
  return box;
}

function field(label: string, name: string, value: string): HTMLElement {
  const input = make("input");
  input.name = name;
  input.value = value;
  const box = make("label", "field");
  box.append(make("span", "", label), input);
  return box;
}

const values = (form: HTMLFormElement, names: string[]): Record<string, string> => {
  const data = new FormData(form);
  return Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? "")]));
};

function removeButton(label: string, remove: () => Promise<boolean>): HTMLElement {
  const button = make("button", "btn quiet", label);
  button.type = "button";
  button.addEventListener("click", () => void remove());
  return button;
}
