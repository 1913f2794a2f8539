// Changes a page into what the workbench answers, leaving alone what a person is typing or has open.
import { Idiomorph } from "idiomorph";
import { address, ask } from "./server";

const PARTS = ["main", "last", "drawer"];

/** Put a whole answered page in place of this one, part by part. */
export function become(html: string): void {
  const next = new DOMParser().parseFromString(html, "text/html");
  for (const id of PARTS) {
    const here = document.getElementById(id);
    const there = next.getElementById(id);
    if (!here || !there) continue;
    if (here.querySelector("[data-island]")) continue; // an island keeps its own state
    Idiomorph.morph(here, [...there.childNodes], { // its children: a node by itself would be put inside
      morphStyle: "innerHTML",
      ignoreActiveValue: true,
      callbacks: {
        beforeNodeMorphed: (node: Node) => !(node instanceof HTMLElement && node.dataset.keep !== undefined),
        beforeAttributeUpdated: (name: string, node: Element) => !(node instanceof HTMLDetailsElement && name === "open"),
      },
    });
  }
  document.title = next.title;
  const revision = next.body.dataset.revision;
  if (revision !== undefined) document.body.dataset.revision = revision;
  document.dispatchEvent(new CustomEvent("kangni:page"));
}

/** Show what was done last, on a page whose island keeps its own state. */
export async function refreshLast(): Promise<void> {
  const here = document.getElementById("last");
  if (!here) return;
  const back = encodeURIComponent(location.pathname + location.search);
  here.innerHTML = await (await ask(`${address("last")}?back=${back}`, { headers: { accept: "text/html" } })).text();
}

export async function refresh(): Promise<void> {
  become(await (await ask(location.href, { headers: { accept: "text/html" } })).text());
}
