/** What `/api/recordings` answers. Times ending in `Ms` count from the recording's start unless they stand alone; others are ms since 1970. */

export type RecordingState = "expected" | "recording" | "paused" | "completed" | "partial" | "failed";

export interface RecordingView {
  id: string;
  session: string;
  interaction: string;
  queue: string;
  customer: { id: string; name?: string };
  agent: { id: string; name: string };
  state: RecordingState;
  expectedAt: number;
  startedAt?: number;
  endedAt?: number;
  durationMs?: number;
  purposes: ("quality" | "evidence")[];
  retainUntil?: number;
  bytes?: number;
  location: "local" | "uploaded";
  missing?: string;
  erasedAt?: number;
}

export interface RecordedFile {
  file: string;
  url: string;
  participant: string;
  role: "customer" | "agent" | "guest" | "supervisor" | "mix";
  name?: string;
  kind: "camera" | "screen" | "microphone" | "mix";
  startMs: number;
  durationMs: number;
  contentType: string;
  bytes: number;
  width?: number;
  height?: number;
}

export interface Span {
  fromMs: number;
  toMs: number;
}

export interface RecordingIndex {
  durationMs: number;
  gaps: (Span & { participant?: string; kind?: string; reason: string })[];
  pauses: (Span & { reason: string })[];
  events: { atMs: number; kind: string; participant?: string; detail?: string }[];
  talk: { participant: string; role: string; name?: string; talkMs: number; ratio: number; spans?: [number, number][] }[];
  silenceMs?: number;
  overlapMs?: number;
  /** There was more than is kept here. */
  isTruncated?: boolean;
}

export interface ChatLine {
  atMs: number;
  at: number;
  from: string;
  role: string;
  name?: string;
  text: string;
}

export interface Segment {
  kind: string;
  agent: { id: string; name: string };
  fromMs: number;
  toMs?: number;
}

export interface Detail {
  recording: RecordingView;
  files: RecordedFile[];
  index: RecordingIndex;
  chat: ChatLine[];
  segments: Segment[];
}
