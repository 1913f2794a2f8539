// The words that scripts say themselves, in the page's language; the workbench writes them into the page.

let known: Record<string, string> | null = null;

export function words(name: string, facts: Record<string, string | number> = {}): string {
  known ??= JSON.parse(document.getElementById("words")?.textContent ?? "{}") as Record<string, string>;
  return (known[name] ?? name).replace(/\{(\w+)\}/g, (whole, key: string) => String(facts[key] ?? whole));
}
