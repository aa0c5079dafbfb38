import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { buildGoProgram } from '../../support/go-toolchain.ts';
import type { DeployedFunction, FileContent, InvokeAnswer, InvokeOptions } from './target.ts';

/** One thing that the probe does; `functions/probe/steps.go` says what each member means. */
export interface Step {
  readonly request?: Request;
  readonly await?: string;
  readonly print?: string;
  readonly sleepMs?: number;
  readonly spinMs?: number;
  readonly exit?: number;
  readonly signal?: number;
  readonly read?: string;
  readonly list?: string;
  readonly write?: Readonly<Record<string, string>>;
  readonly variables?: true;
  readonly trapTerm?: string;
  readonly listen?: string;
  readonly allocateMb?: number;
  readonly say?: string;
  readonly program?: readonly string[];
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly bodyBytes?: number;
  readonly chunks?: readonly string[];
  readonly chunkPauseMs?: number;
  readonly trailers?: Readonly<Record<string, string>>;
  readonly cut?: true;
  readonly host?: string;
  readonly patienceMs?: number;
  readonly beside?: string;
}

/** What the probe saw of a step. */
export interface Seen {
  readonly step: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly bytes?: number;
  readonly error?: string;
  readonly names?: readonly string[];
  readonly epochMs: number;
}

/** What an event that no step answered brings: its `next`, and all seen since the answer before. */
export interface ProbeAnswer {
  readonly next: Seen;
  readonly seen: readonly Seen[];
  readonly answer: InvokeAnswer;
}

/** `functions/probe/extension.go` says what each member means. */
export interface ExtensionScript {
  readonly first?: readonly Step[];
  readonly register?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly registered?: readonly Step[];
  readonly invoke?: readonly Step[];
  readonly shutdown?: readonly Step[];
  readonly stayAfterShutdown?: true;
}

const source = path.join(import.meta.dirname, '../functions/probe');
const program = path.resolve(import.meta.dirname, '../../../.cache/conformance/probe');

/** The compiled probe, built where its sources are newer. */
export async function probeProgram(): Promise<FileContent> {
  mkdirSync(path.dirname(program), { recursive: true });
  await buildGoProgram(source, program);
  return { executable: program };
}

/** The code of a function that is the probe. `init` runs before the first `next`. */
export async function probeCode(
  init: readonly Step[] = [],
): Promise<Readonly<Record<string, FileContent>>> {
  return { bootstrap: await probeProgram(), 'init.json': JSON.stringify(init) };
}

/** A layer of probes as external extensions, by name. */
export async function probeExtensions(
  scripts: Readonly<Record<string, ExtensionScript>>,
): Promise<Readonly<Record<string, FileContent>>> {
  const executable = await probeProgram();
  const files = Object.entries(scripts).flatMap(([name, script]) => [
    [`extensions/${name}`, executable] as const,
    [`scripts/${name}.json`, JSON.stringify(script)] as const,
  ]);
  return Object.fromEntries(files);
}

/** Has the probe do steps, none of which answers the invocation. */
export async function probe(
  deployed: DeployedFunction,
  steps: readonly Step[] = [],
  options: InvokeOptions = {},
): Promise<ProbeAnswer> {
  const answer = await deployed.invoke({ steps }, options);
  if (answer.status !== 200 || answer.functionError !== null)
    throw new Error(`the probe failed: ${answer.body}`);
  const parsed = JSON.parse(answer.body) as Pick<ProbeAnswer, 'next' | 'seen'>;
  return { next: parsed.next, seen: parsed.seen ?? [], answer };
}

/** What an extension, or a step `say`, has said so far under this name, in order. */
export function seenBy(deployed: DeployedFunction, name: string): readonly Seen[] {
  const prefix = `SEEN ${name} `;
  return deployed
    .log()
    .filter((text) => text.startsWith(prefix))
    .map((text) => JSON.parse(text.slice(prefix.length)) as Seen);
}

/** A request by its words: `POST /2018-06-01/runtime/init/error`. */
export function call(words: string, more: Partial<Request> = {}): Step {
  const [method = '', path = ''] = words.split(' ');
  return { request: { method, path, ...more } };
}

const invocation = '/2018-06-01/runtime/invocation';

/** Steps of the Runtime API by their route's name. */
export const runtimeApi = {
  next: (more: Partial<Request> = {}): Step => ({
    request: { method: 'GET', path: `${invocation}/next`, ...more },
  }),
  response: (body: string, more: Partial<Request> = {}): Step => ({
    request: { method: 'POST', path: `${invocation}/{requestId}/response`, body, ...more },
  }),
  error: (body: string, more: Partial<Request> = {}): Step => ({
    request: { method: 'POST', path: `${invocation}/{requestId}/error`, body, ...more },
  }),
  initError: (body: string, more: Partial<Request> = {}): Step => ({
    request: { method: 'POST', path: '/2018-06-01/runtime/init/error', body, ...more },
  }),
};

/** The step of an extension that posts an error of its own, in its init or at its exit. */
export function extensionError(phase: 'init' | 'exit', errorType: string): Step {
  const headers = {
    'Lambda-Extension-Identifier': '{identifier}',
    'Lambda-Extension-Function-Error-Type': errorType,
  };
  return call(`POST /2020-01-01/extension/${phase}/error`, { headers });
}
