// The inspector: what the mark in focus says, and how it may be read otherwise.
import { isAsking } from "./asking";
import { codeOf, codingInFocus, focused, marks, nameOf, order, ordered, reload, state, terms, id } from "./state";
import type { Mark } from "./state";
import { title } from "./margin";
import type { CodeEntry, CodingMark, Terms } from "../schema";
import { say } from "../notice";
import { Refusal, Unreachable } from "../server";
import { words } from "../words";

const inspector = document.getElementById("inspector")!;
let sent: string | null = null; // what was typed and is being stored
let drafted: { key: string; memo: string; was: string } | null = null; // a memo being typed survives what happens around it

export function show(): void {
  if (isAsking()) return;
  const mark = focused();
  const typed = inspector.querySelector<HTMLTextAreaElement>("textarea[name=memo]");
  if (typed && typed.value !== typed.defaultValue && typed.value !== sent) drafted = { key: typed.dataset.key!, memo: typed.value, was: typed.dataset.was! };
  const typing = typed !== null && document.activeElement === typed;
  const caret = typed?.selectionEnd ?? 0;
  if (!mark) inspector.replaceChildren(...hint());
  else if (mark.kind === "coding") inspector.replaceChildren(...ofCoding(codingInFocus()!));
  else if (mark.kind === "claim") inspector.replaceChildren(...ofClaim(mark));
  else inspector.replaceChildren(...ofMoment(mark));
  const again = inspector.querySelector<HTMLTextAreaElement>("textarea[name=memo]");
  if (typing && again) again.focus(), again.setSelectionRange(caret, caret);
}

export const make = <K extends keyof HTMLElementTagNameMap>(tag: K, className = "", text = ""): HTMLElementTagNameMap[K] => {
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
  if (coding.isDraft) return [...found, ...draftButtons()];
  const own = coding.isOwn && !state.margin.isReadOnly;
  found.push(own ? readingForm(coding, code) : readingList(coding));
  found.push(...others(coding));
  found.push(own ? memoForm(coding) : make("p", "note", coding.memo));
  if (own) found.push(removeButton(words("delete-coding"), () => order("remove", { codings: [coding.id] })));
  return found;
}

/** A machine's draft counts for nothing until somebody adopts it. */
function draftButtons(): HTMLElement[] {
  const found: HTMLElement[] = [make("p", "note", words("draft-waits"))];
  if (state.margin.isReadOnly) return found;
  const row = make("div", "row");
  const adopt = actButton("btn main", words("adopt"), () => answerDraft("adopt"));
  const refuse = actButton("btn quiet", words("refuse"), () => answerDraft("refuse"));
  row.append(adopt, refuse);
  return [...found, row];
}

/** Adopt or refuse the draft in focus; tells whether there is one. */
export function answerDraft(answer: "adopt" | "refuse"): boolean {
  const coding = codingInFocus();
  if (!coding?.isDraft || state.margin.isReadOnly) return false;
  void order(answer, { drafts: [coding.id] });
  return true;
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
  const kept = drafted?.key === coding.id ? drafted : null;
  area.dataset.key = coding.id;
  area.dataset.was = kept ? kept.was : coding.memo; // what stood there when this person began to type
  area.defaultValue = coding.memo;
  if (kept) area.value = kept.memo;
  const label = make("label", "field tall");
  label.append(make("span", "", words("memo")), area);
  const save = make("button", "btn", words("save"));
  form.append(label, save);
  if (kept && kept.was !== coding.memo) form.prepend(make("p", "note", words("memo-meanwhile", { theirs: coding.memo })));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await noteBoth(coding.id, area.value, area.dataset.was!);
  });
  area.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.requestSubmit());
  return form;
}

/** Store a memo; where another window wrote one meanwhile, both texts are kept, one below the other. */
async function noteBoth(coding: string, mine: string, was: string): Promise<void> {
  const stands = (): string => state.margin.codings.find((each) => each.id === coding)?.memo ?? was;
  const together = (): string => (stands() === was || stands() === "" || stands() === mine.trim() ? mine : `${stands()}\n\n${mine}`);
  const both = together() !== mine;
  const send = (): Promise<boolean> => ordered("note", { coding, memo: together(), was: stands() });
  drafted = { key: coding, memo: mine, was };
  const before = drafted;
  sent = mine;
  try {
    try {
      drafted = null;
      await send();
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 409) throw error;
      drafted = before;
      await reload(); // somebody was quicker by less than a second
      drafted = null;
      await send();
      return say(words("memo-both"));
    }
    if (both) say(words("memo-both"));
  } catch (error) {
    drafted = before;
    sent = null;
    show();
    say(error instanceof Unreachable ? words("unreachable") : (error as Error).message);
  } finally {
    sent = null;
  }
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

export const focusMemo = (): void => inspector.querySelector<HTMLElement>("textarea[name=memo]")?.focus();

const termName = (kind: keyof Terms, term: string): string => terms[kind].find(([known]) => known === term)?.[1] ?? (term || words("none"));

export function chooser(label: string, name: string, options: [string, string][], value: string): HTMLElement {
  const select = make("select");
  select.name = name;
  for (const [term, words_] of options) select.append(new Option(words_, term, term === value, term === value));
  const box = make("label", "field");
  box.append(make("span", "", label), select);
  return box;
}

export function field(label: string, name: string, value: string): HTMLElement {
  const input = make("input");
  input.name = name;
  input.value = value;
  const box = make("label", "field");
  box.append(make("span", "", label), input);
  return box;
}

export const values = (form: HTMLFormElement, names: string[]): Record<string, string> => {
  const data = new FormData(form);
  return Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? "")]));
};

const removeButton = (label: string, remove: () => Promise<boolean>): HTMLElement => actButton("btn quiet", label, remove);

function actButton(className: string, label: string, act: () => unknown): HTMLElement {
  const button = make("button", className, label);
  button.type = "button";
  button.addEventListener("click", () => void act());
  return button;
}
