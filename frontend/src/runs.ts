// Shows how far long work of this page is, as the live channel tells it, and what it found once it has ended.
import { refresh } from "./morph";
import { words } from "./words";

export interface RunSeen {
  id: string;
  state: string;
  done: number;
  total: number;
}

const shown = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-run]");

/** Tell whether this page waits for a run: the live channel then looks more often. */
export const isWaiting = (): boolean => shown() !== null;

export async function seeRuns(runs: RunSeen[]): Promise<void> {
  const box = shown();
  if (!box) return;
  const run = runs.find((one) => one.id === box.dataset.run);
  if (!run || run.state !== "running") return refresh(); // gone: the workbench was started anew, and runs it again
  const bar = box.querySelector("progress")!;
  bar.max = run.total || 1;
  bar.value = run.done;
  if (run.total) box.querySelector("[data-far]")!.textContent = words("run-far", { done: run.done, total: run.total });
}
