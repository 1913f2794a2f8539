// What the workbench answers in the coding room; a test holds these to the server's own kinds.

export interface CodingMark {
  id: string; start: number; end: number; code: string; polarity: string; level: string; coder: string;
  isOwn: boolean; isOverride: boolean; polaritySet: string; levelSet: string; reason: string; voice: string;
  stance: string; memo: string; isDraft: boolean;
}

export interface ClaimMark {
  handle: string; start: number; end: number; cause: string; effect: string; sign: number; strength: number | null;
  coder: string; isOwn: boolean; voice: string; stance: string; note: string;
}

export interface MomentMark { position: number; stage: string; code: string; start: number; end: number }

export interface EpisodeMark {
  handle: string; label: string; coder: string; isOwn: boolean; state: string; outcome: string; moments: MomentMark[];
}

export interface Margin {
  revision: number; codebook: string; codings: CodingMark[]; claims: ClaimMark[]; episodes: EpisodeMark[]; coders: string[];
  isBlind: boolean; mayLook: boolean; hidden: number; isDone: boolean; isReadOnly: boolean;
}

export interface CodeEntry {
  handle: string; name: string; parent: string; polarity: string; level: string; definition: string; keys: string[];
  isLeaf: boolean;
}

export type Terms = Record<"polarity" | "level" | "voice" | "stance" | "stage" | "outcome", [string, string][]>;
