// Watches the study's number of changes, so that another window or coder is seen within a second.
import { become } from "./morph";
import { offline } from "./notice";
import { type RunSeen, isWaiting, seeRuns } from "./runs";
import { Refusal, Unreachable, address, ask, askObject, study } from "./server";

const EVERY = 600; // ms
let gone = false;

/** Called with the new number whenever the study changed elsewhere; may return true to say that it has taken care. */
type Watcher = (revision: number) => boolean | Promise<boolean>;
const watchers: Watcher[] = [];

export function watch(watcher: Watcher): void {
  watchers.push(watcher);
}

export function startLive(): void {
  if (!study()) return;
  window.setTimeout(tick, EVERY);
}

async function tick(): Promise<void> {
  try {
    if (document.visibilityState === "visible") await look();
  } finally {
    window.setTimeout(tick, gone ? 2 * EVERY : isWaiting() ? EVERY / 3 : EVERY);
  }
}

async function look(): Promise<void> {
  try {
    const { revision, runs } = await askObject<{ revision: number; runs: RunSeen[] }>(address("revision"));
    if (gone) document.dispatchEvent(new CustomEvent("kangni:back"));
    setGone(false);
    if (revision !== Number(document.body.dataset.revision)) await changed(revision);
    else await seeRuns(runs);
  } catch (error) {
    if (error instanceof Unreachable) setGone(true);
    else if (error instanceof Refusal && (error.status === 401 || error.status === 404)) setGone(true);
    else throw error;
  }
}

async function changed(revision: number): Promise<void> {
  for (const watcher of watchers) if (await watcher(revision)) {
    document.body.dataset.revision = String(revision);
    return;
  }
  const page = await (await ask(location.href, { headers: { accept: "text/html" } })).text();
  document.body.dataset.revision = String(revision);
  become(page);
}

function setGone(now: boolean): void {
  if (now !== gone) offline(now);
  gone = now;
}
