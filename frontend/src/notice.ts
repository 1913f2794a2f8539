// Short notices at the foot of the page, and the banner that says the workbench does not answer.

let timer = 0;

const box = (id: string): HTMLElement => document.getElementById(id)!;

/** Say something for a while; with an act, offer it as a button. */
export function say(words: string, act?: { name: string; run: () => void }): void {
  const toast = box("toast");
  toast.replaceChildren(document.createTextNode(words));
  if (act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = act.name;
    button.addEventListener("click", () => {
      toast.hidden = true;
      act.run();
    });
    toast.append(button);
  }
  toast.hidden = false;
  clearTimeout(timer);
  timer = window.setTimeout(() => (toast.hidden = true), act ? 9000 : 6000);
}

export function offline(gone: boolean): void {
  box("offline").hidden = !gone;
}
