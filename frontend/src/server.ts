// Talks to the workbench: every request says who asks, every failure becomes a sentence.

export interface Fault {
  kind: string;
  sentence: string;
  hint: string;
}

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly fault: Fault,
  ) {
    super([fault.sentence, fault.hint].filter(Boolean).join(" "));
  }
}

export class Unreachable extends Error {}

export const study = (): string => document.body.dataset.study ?? "";

export const address = (place: string): string => `/studies/${study()}/${place}`;

/** Ask for something; a refusal of the workbench is thrown with its sentence, a missing workbench as `Unreachable`. */
export async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, credentials: "same-origin" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable();
  }
  if (response.ok) return response;
  const kind = response.headers.get("content-type") ?? "";
  const fault: Fault = kind.includes("json")
    ? ((await response.json()) as { error: Fault }).error
    : { kind: "", sentence: (await response.text()).slice(0, 300), hint: "" };
  throw new Refusal(response.status, fault);
}

export async function askObject<T>(url: string, init: RequestInit = {}): Promise<T> {
  const headers = { accept: "application/json", ...(init.headers ?? {}) };
  return (await (await ask(url, { ...init, headers })).json()) as T;
}

export function send<T>(url: string, body: unknown, method = "POST"): Promise<T> {
  return askObject<T>(url, { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } });
}
