import { readFileSync } from 'node:fs';
import type { Frame, FrameKind } from '../../src/channel/frames.ts';

interface Vector {
  readonly name: string;
  readonly kind: FrameKind;
  readonly stream: number;
  readonly json?: Readonly<Record<string, unknown>>;
  readonly bytes?: string;
  readonly credit?: number;
  readonly log?: {
    readonly origin: number;
    readonly framing: number;
    readonly level: number;
    readonly flags: number;
    readonly text: string;
  };
  readonly frame: string;
}

interface WireVectors {
  readonly protocol: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly frames: readonly Vector[];
  readonly invalid: readonly { name: string; frame: string; error: string }[];
}

const origins = ['function', 'extension'];
const framings = ['line', 'text', 'json'];
const levels = [null, 'TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const base64Members = ['body', 'errorBody'];

/** What both sides of the wire must read and write alike. */
export const wireVectors: WireVectors = JSON.parse(
  readFileSync(new URL('./wire-vectors.json', import.meta.url), 'utf8'),
);

/** The frame that a vector stands for, in our members. */
export function frameOfVector(vector: Vector): Frame {
  const { kind, stream, bytes, credit, log } = vector;
  const frame: unknown = {
    ...jsonMembers(vector),
    ...(bytes === undefined ? {} : { bytes: Buffer.from(bytes, 'hex') }),
    ...(credit === undefined ? {} : { bytes: credit }),
    ...(log === undefined ? {} : logMembers(log)),
    ...(stream === 0 ? {} : { stream }),
    kind,
  };
  return frame as Frame;
}

function jsonMembers(vector: Vector): Record<string, unknown> {
  const members = Object.entries(vector.json ?? {}).map(([name, value]) => {
    if (name === 'kind') return ['answer', value];
    if (base64Members.includes(name)) return [name, Buffer.from(String(value), 'base64')];
    return [name, value];
  });
  return Object.fromEntries(members);
}

function logMembers(log: NonNullable<Vector['log']>): Record<string, unknown> {
  const { origin, framing, level, flags, ...members } = log;
  return {
    ...members,
    origin: origins[origin],
    framing: framings[framing],
    level: levels[level],
    continues: flags === 1,
  };
}
