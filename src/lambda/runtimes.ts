import { LamboxError } from '../errors.ts';
import { nearestName } from './nearest-name.ts';
import type {
  DeprecationDates,
  OperatingSystem,
  Runtime,
  RuntimeClient,
  RuntimeFamily,
} from './runtime.ts';

const al2023 = 'Amazon Linux 2023';
const al2 = 'Amazon Linux 2';
const rubyClient: RuntimeClient = {
  registry: 'RubyGems',
  name: 'aws_lambda_ric',
  version: '3.1.3',
};
const javaClient: RuntimeClient = {
  registry: 'Maven Central',
  name: 'aws-lambda-java-runtime-interface-client',
  version: '2.10.1',
};

/** Every identifier of contract §11.1, newest first within a family. */
export const runtimes: readonly Runtime[] = [
  row('nodejs26.x', 'nodejs', '26', al2023, [null], {
    runtimeClient: nodeClient('4.0.2'),
    stage: 'preview',
    recipe: 'runs',
  }),
  row('nodejs24.x', 'nodejs', '24', al2023, ['2028-04-30', '2028-06-01', '2028-07-01'], {
    runtimeClient: nodeClient('4.0.2'),
    recipe: 'runs',
  }),
  row('nodejs22.x', 'nodejs', '22', al2023, ['2027-04-30', '2027-06-01', '2027-07-01'], {
    runtimeClient: nodeClient('3.3.0'),
    recipe: 'runs',
  }),
  row('nodejs20.x', 'nodejs', '20', al2023, ['2026-04-30', '2026-08-31', '2026-09-30'], {
    runtimeClient: nodeClient('3.3.0'),
    stage: 'deprecated',
    recipe: 'runs',
  }),
  row('nodejs18.x', 'nodejs', '18', al2, ['2025-09-01', '2026-08-31', '2026-09-30'], {
    runtimeClient: nodeClient('3.3.0'),
    stage: 'deprecated',
    recipe: 'runs',
  }),
  row('python3.15', 'python', '3.15', al2023, [null], {
    ...python('3.15'),
    stage: 'preview',
    recipe: 'complete',
  }),
  row('python3.14', 'python', '3.14', al2023, ['2029-06-30', '2029-07-31', '2029-08-31'], {
    ...python('3.14'),
    recipe: 'complete',
  }),
  row('python3.13', 'python', '3.13', al2023, ['2029-06-30', '2029-07-31', '2029-08-31'], python()),
  row('python3.12', 'python', '3.12', al2023, ['2028-10-31', '2028-11-30', '2029-01-10'], {
    ...python('3.12'),
  }),
  row('python3.11', 'python', '3.11', al2, ['2027-06-30', '2027-07-31', '2027-08-31'], {
    ...python('3.11'),
  }),
  row('python3.10', 'python', '3.10', al2, ['2026-10-31', '2027-02-01', '2027-03-03'], {
    ...python('3.10'),
    stage: 'deprecated',
  }),
  row('python3.9', 'python', '3.9', al2, ['2025-12-15', '2026-08-31', '2026-09-30'], {
    ...python('3.9', '4.0.4'),
    stage: 'deprecated',
  }),
  row('java25', 'java', '25', al2023, ['2029-06-30', '2029-07-31', '2029-08-31'], java('runs')),
  row('java21', 'java', '21', al2023, ['2029-06-30', '2029-07-31', '2029-08-31'], java('runs')),
  row('java17.al2023', 'java', '17.al2023', al2023, ['2029-06-30'], java('runs', '17')),
  row('java11.al2023', 'java', '11.al2023', al2023, ['2029-06-30'], java('complete', '11')),
  row('java8.al2023', 'java', '8.al2023', al2023, ['2029-06-30'], java('complete', '8')),
  row('java17', 'java', '17', al2, ['2027-06-30'], java('runs', '17')),
  row('java11', 'java', '11', al2, ['2027-06-30'], java('complete', '11')),
  row('java8.al2', 'java', '8.al2', al2, ['2027-06-30'], java('complete', '8')),
  row('dotnet10', 'dotnet', '10', al2023, ['2028-11-14', '2028-12-14', '2029-01-15'], dotnet('10')),
  row('dotnet9', 'dotnet', '9', al2023, ['2026-11-10'], { ...dotnet('9'), stage: 'imageOnly' }),
  row('dotnet8', 'dotnet', '8', al2023, ['2026-11-10', '2027-02-01', '2027-03-03'], {
    ...dotnet('8'),
    stage: 'deprecated',
  }),
  row('dotnet6', 'dotnet', '6', al2, ['2024-12-20', '2027-02-01', '2027-03-03'], {
    ...dotnet('6', '1.14.4'),
    stage: 'deprecated',
  }),
  row('ruby4.0', 'ruby', '4.0', al2023, ['2029-03-31', '2029-04-30', '2029-05-31'], {
    ...ruby('4.0'),
  }),
  row('ruby3.4', 'ruby', '3.4', al2023, ['2028-03-31', '2028-04-30', '2028-05-31'], {
    ...ruby('3.4'),
  }),
  row('ruby3.3', 'ruby', '3.3', al2023, ['2027-03-31', '2027-04-30', '2027-05-31'], {
    ...ruby(),
    recipeNote: 'made with a client from RubyGems',
  }),
  row('ruby3.2', 'ruby', '3.2', al2, ['2026-03-31'], {
    ...ruby('3.2'),
    stage: 'deprecated',
  }),
  row('provided.al2023', 'provided', 'al2023', al2023, ['2029-06-30', '2029-07-31', '2029-08-31'], {
    recipe: 'runs',
  }),
  row('provided.al2', 'provided', 'al2', al2, ['2026-07-31', '2027-02-01', '2027-03-03'], {
    stage: 'deprecated',
    recipe: 'runs',
  }),
];

export function findRuntime(identifier: string): Runtime | null {
  return runtimes.find((runtime) => runtime.identifier === identifier) ?? null;
}

/** The known identifier that is written most alike, or `null` when none is near. */
export function nearestRuntime(identifier: string): Runtime | null {
  const known = runtimes.map((runtime) => runtime.identifier);
  const nearest = nearestName(identifier.toLowerCase(), known);
  return nearest === null ? null : findRuntime(nearest);
}

/**
 * @throws LamboxError `UnknownRuntime` that lists the known identifiers and suggests the nearest.
 */
export function parseRuntime(identifier: string): Runtime {
  const runtime = findRuntime(identifier);
  if (runtime !== null) return runtime;
  const nearest = nearestRuntime(identifier);
  const suggestion = nearest === null ? '' : `Did you mean ${nearest.identifier}? `;
  throw new LamboxError('UnknownRuntime', `runtime ${JSON.stringify(identifier)} is not known`, {
    remedy: `${suggestion}Known runtimes: ${runtimes.map((known) => known.identifier).join(', ')}.`,
    evidence: { identifier, nearest: nearest?.identifier ?? null },
  });
}

function row(
  identifier: string,
  family: RuntimeFamily,
  version: string,
  operatingSystem: OperatingSystem,
  dates: readonly (string | null)[],
  deviations: Partial<Runtime> = {},
): Runtime {
  const managed = family !== 'provided';
  return {
    identifier,
    family,
    version,
    operatingSystem,
    awsImage: `public.ecr.aws/lambda/${family}:${version}`,
    localImage: `lambox/${family}:${version}`,
    architectures: ['x86_64', 'arm64'],
    bootstraps: managed ? ['/var/runtime/bootstrap'] : ['/var/task/bootstrap', '/opt/bootstrap'],
    framedLogs: managed,
    runtimeClient: null,
    stage: 'current',
    dates: deprecationDates(dates),
    recipe: 'none',
    recipeNote: null,
    ...deviations,
  };
}

function deprecationDates(dates: readonly (string | null)[]): DeprecationDates {
  const [deprecation = null, blockCreate = null, blockUpdate = null] = dates;
  return { deprecation, blockCreate, blockUpdate };
}

function nodeClient(version: string): RuntimeClient {
  return { registry: 'npm', name: 'aws-lambda-ric', version };
}

/** @param host the version that the host must have, where Debian 13 has none */
function python(host?: string, version = '4.2.2'): Partial<Runtime> {
  const runtimeClient: RuntimeClient = { registry: 'PyPI', name: 'awslambdaric', version };
  return { runtimeClient, recipe: 'runs', recipeNote: ofHost('CPython', host) };
}

/** @param host likewise */
function java(recipe: Runtime['recipe'], host?: string): Partial<Runtime> {
  return { runtimeClient: javaClient, recipe, recipeNote: ofHost('JDK', host) };
}

/** @param host likewise */
function ruby(host?: string): Partial<Runtime> {
  const recipeNote =
    host === undefined ? null : `${ofHost('Ruby', host)}, and a client of RubyGems`;
  return { runtimeClient: rubyClient, recipe: 'complete', recipeNote };
}

/** The client's 2.0 has none for .NET 6 any more. */
function dotnet(host: string, version = '2.1.2'): Partial<Runtime> {
  const name = 'Amazon.Lambda.RuntimeSupport';
  return {
    runtimeClient: { registry: 'NuGet', name, version },
    recipe: 'complete',
    recipeNote: `${ofHost('.NET SDK', host)}, with ASP.NET Core, and a client of NuGet`,
  };
}

function ofHost(language: string, version: string | undefined): string | null {
  return version === undefined ? null : `made of a ${language} ${version} that this machine has`;
}
