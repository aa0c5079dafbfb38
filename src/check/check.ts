import { statSync } from 'node:fs';
import type { Architecture } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import type { FunctionOptions } from '../function-options.ts';
import type { InvocationResult } from '../invocation/invocation-result.ts';
import { limits } from '../lambda/limits.ts';
import type { LambdaFunction } from '../lambda-function.ts';
import { parsePlatform } from '../package/platform.ts';
import { resolveTarget, type Target } from '../package/resolve-target.ts';
import type { CheckEvent, CheckOptions } from './check-options.ts';
import type { CheckedFunction, CheckReport } from './check-report.ts';
import { modeFindings } from './code-modes.ts';
import { capFindings, type Finding } from './finding.ts';
import { imageFindings } from './image-findings.ts';
import { nativeFindings } from './native-programs.ts';
import { type Rehearsal, rehearse } from './rehearsal.ts';
import { rehearsalFindings } from './rehearsal-findings.ts';
import { findBleeding, type OpenTrial } from './state-bleed.ts';
import { stateFindings } from './state-findings.ts';
import { createTrial, type TrialParts } from './trial.ts';

const defaultEvents: readonly CheckEvent[] = [{ name: '{}', bytes: Buffer.from('{}') }];

/**
 * Looks for what works here and will not on Lambda, and for what one event leaves for the next.
 * @throws LamboxError what creating the function throws, but for code that is too large
 */
export async function checkFunction(
  parts: TrialParts,
  { events = defaultEvents, stateBleed = false, ...given }: CheckOptions,
): Promise<CheckReport> {
  const { description, onProgress } = parts.surroundings;
  const target = await resolveTarget(given.code, given);
  const options = await withoutRefusal(given, target, parts);
  const { platform } = given;
  const wanted = platform === undefined ? description.architecture : parsePlatform(platform);
  const about = { events: events.map(({ name }) => name), stateBleed };
  onProgress('a run in which everything may be written');
  const rehearsal = await rehearseOrSay(parts, options, events);
  if ('id' in rehearsal) {
    return { function: null, findings: [rehearsal], notes: [], ...about };
  }
  const findings = [
    ...packageFindings(target, rehearsal.lambda, wanted),
    ...layerFindings(given.layers ?? [], rehearsal.lambda, wanted),
    ...rehearsalFindings(rehearsal),
  ];
  if (stateBleed) {
    const open = openerOf(quiet(parts), pinned(options, rehearsal.lambda));
    findings.push(...stateFindings(await findBleeding(open, events, onProgress)));
  }
  return {
    function: describe(rehearsal.lambda),
    findings: capFindings(findings),
    notes: notesOf(rehearsal, events),
    ...about,
  };
}

/**
 * What is there already for another machine than asked for would be refused: here it is a finding.
 */
async function withoutRefusal(
  { platform, ...others }: FunctionOptions,
  target: Target,
  { surroundings }: TrialParts,
): Promise<FunctionOptions> {
  const isThere =
    target.kind === 'image' && (await surroundings.engine.inspectImage(target.reference)) !== null;
  const isToCome = target.kind === 'dockerfile' || (target.kind === 'image' && !isThere);
  return isToCome && platform !== undefined ? { ...others, platform } : others;
}

/** Code that is too large cannot be deployed at all: that is the finding then. */
async function rehearseOrSay(
  parts: TrialParts,
  options: FunctionOptions,
  events: readonly CheckEvent[],
): Promise<Rehearsal | Finding> {
  try {
    return await rehearse(
      parts,
      options,
      events.map(({ bytes }) => bytes),
    );
  } catch (error) {
    const isTooLarge =
      error instanceof LamboxError && error.code === 'InvalidCode' && 'sizeBytes' in error.evidence;
    if (!isTooLarge) throw error;
    const why = `will fail on Lambda because its limit is reached: ${error.message}`;
    return { id: 'size', what: options.code, why, remedy: error.remedy ?? '' };
  }
}

function packageFindings(
  target: Target,
  { configuration, package: { image, codeDirectory } }: LambdaFunction,
  wanted: Architecture,
): readonly Finding[] {
  // A runtime's image is not the function's.
  const ofImage = configuration.packageType === 'Image' ? imageFindings(image, wanted) : [];
  // What was zipped says itself with which modes; those are the container's.
  const ofDirectory = target.kind === 'directory' ? modeFindings(target.directory) : [];
  const ofCode = codeDirectory === null ? [] : nativeFindings(codeDirectory, wanted);
  return [...ofImage, ...ofDirectory, ...ofCode];
}

function layerFindings(
  layers: readonly string[],
  { package: { layersDirectory } }: LambdaFunction,
  wanted: Architecture,
): readonly Finding[] {
  if (layersDirectory === null) return [];
  const directories = layers.filter((layer) => statSync(layer).isDirectory());
  const findings = [
    ...directories.flatMap(modeFindings),
    ...nativeFindings(layersDirectory, wanted),
  ];
  return findings.map((finding) => ({ ...finding, what: `/opt/${finding.what}` }));
}

/** An image is not looked for or built again: all environments are of the same. */
function pinned(
  options: FunctionOptions,
  { configuration, package: deployed }: LambdaFunction,
): FunctionOptions {
  if (configuration.packageType === 'Zip') return options;
  const { platform: _platform, pull: _pull, buildArguments: _arguments, ...others } = options;
  const { functionName } = configuration;
  return { ...others, code: deployed.image.id, functionName };
}

/** What deploying has to say was said the first time. */
function quiet({ surroundings, create }: TrialParts): TrialParts {
  return { surroundings: { ...surroundings, onProgress: () => undefined }, create };
}

function openerOf(parts: TrialParts, options: FunctionOptions): OpenTrial {
  return async (isolation) => {
    const trial = await createTrial(parts, { ...options, isolation });
    return {
      async send({ bytes }) {
        const { functionError, payload } = await trial.send(bytes);
        return { failed: functionError !== null, payload };
      },
      async temporaryFiles() {
        const entries = await trial.container.list(['/tmp'], 'function');
        return entries.map(({ path }) => path).filter((path) => path !== '/tmp');
      },
      emptyTemporary: () => trial.container.empty('/tmp'),
      [Symbol.asyncDispose]: () => trial[Symbol.asyncDispose](),
    };
  };
}

function notesOf(rehearsal: Rehearsal, events: readonly CheckEvent[]): readonly string[] {
  const { lambda, results, lost } = rehearsal;
  const failures = results.flatMap((result, index) => failureNote(result, events[index]));
  const gone = lost ? ['the container ended in the run: what was written went with it'] : [];
  const { architecture } = lambda.configuration;
  const emulated = lambda.emulated ? [`it was emulated: this machine is not ${architecture}`] : [];
  return [...failures, ...gone, ...emulated];
}

/** What lies behind a failure was not seen: an event that the function understands shows more. */
function failureNote(
  { functionError, payload }: InvocationResult,
  event: CheckEvent | undefined,
): readonly string[] {
  if (functionError === null) return [];
  const { errorType, errorMessage } = (payload ?? {}) as Readonly<Record<string, unknown>>;
  const text = [errorType, errorMessage].filter((part) => part !== undefined).join(': ');
  return [
    `${event?.name ?? 'an event'} was answered with an error, ${text}: what lies behind it \
was not seen`,
  ];
}

function describe({ configuration, package: deployed }: LambdaFunction): CheckedFunction {
  const { functionName: name, packageType, runtime, handler, architecture } = configuration;
  const isImage = packageType === 'Image';
  const layerBytes = deployed.layers.reduce((bytes, layer) => bytes + layer.sizeBytes, 0);
  return {
    ...{ name, packageType, runtime, handler, architecture },
    sizeBytes: isImage ? deployed.image.sizeBytes : deployed.codeSizeBytes + layerBytes,
    sizeBytesMax: isImage ? limits.imageBytesMax : limits.codeBytesMax,
  };
}
