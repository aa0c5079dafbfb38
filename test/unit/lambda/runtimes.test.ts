import { describe, expect, it } from 'vitest';
import { LamboxError } from '../../../src/errors.ts';
import {
  findRuntime,
  nearestRuntime,
  parseRuntime,
  runtimes,
} from '../../../src/lambda/runtimes.ts';

describe('runtimes', () => {
  it('has every identifier of contract §11.1 once', () => {
    const identifiers = runtimes.map((runtime) => runtime.identifier);
    expect(new Set(identifiers).size).toBe(identifiers.length);
    expect(identifiers.toSorted()).toEqual(
      [
        ...['26.x', '24.x', '22.x', '20.x', '18.x'].map((version) => `nodejs${version}`),
        ...['15', '14', '13', '12', '11', '10', '9'].map((minor) => `python3.${minor}`),
        ...['25', '21', '17', '17.al2023', '11', '11.al2023'].map((version) => `java${version}`),
        ...['java8.al2', 'java8.al2023', 'dotnet10', 'dotnet9', 'dotnet8', 'dotnet6'],
        ...['ruby4.0', 'ruby3.4', 'ruby3.3', 'ruby3.2', 'provided.al2023', 'provided.al2'],
      ].toSorted(),
    );
  });

  it('has a recipe for each of them', () => {
    expect(runtimes.filter(({ recipe }) => recipe === 'none')).toEqual([]);
  });

  it('says of one that was never run what it is made of where the host decides', () => {
    const notes = new Map(runtimes.map((runtime) => [runtime.identifier, runtime.recipeNote]));
    for (const { identifier, recipe } of runtimes.filter(({ recipe }) => recipe !== 'runs')) {
      expect(notes.get(identifier), `${identifier}, ${recipe}`).toMatch(/^.{20,}$/);
    }
    expect(notes.get('java17.al2023')).toBe('made of a JDK 17 that this machine has');
    expect(notes.get('ruby3.4')).toMatch(/^made of a Ruby 3\.4 that .* of RubyGems$/);
    expect(notes.get('dotnet8')).toMatch(/^made of a \.NET SDK 8 that .* of NuGet$/);
    expect(notes.get('java21')).toBeNull();
  });

  it('knows what nodejs24.x stands for', () => {
    expect(findRuntime('nodejs24.x')).toEqual({
      identifier: 'nodejs24.x',
      family: 'nodejs',
      version: '24',
      operatingSystem: 'Amazon Linux 2023',
      awsImage: 'public.ecr.aws/lambda/nodejs:24',
      localImage: 'lambox/nodejs:24',
      architectures: ['x86_64', 'arm64'],
      bootstraps: ['/var/runtime/bootstrap'],
      framedLogs: true,
      runtimeClient: { registry: 'npm', name: 'aws-lambda-ric', version: '4.0.2' },
      stage: 'current',
      dates: { deprecation: '2028-04-30', blockCreate: '2028-06-01', blockUpdate: '2028-07-01' },
      recipe: 'runs',
      recipeNote: null,
    });
  });

  it('has the last client for .NET 6 that there is', () => {
    const version = (identifier: string) => findRuntime(identifier)?.runtimeClient?.version;
    expect(['dotnet6', 'dotnet8', 'dotnet10'].map(version)).toEqual(['1.14.4', '2.1.2', '2.1.2']);
  });

  it('lets provided runtimes bring their own program and frames none of their logs', () => {
    const runtime = findRuntime('provided.al2023');
    expect(runtime?.bootstraps).toEqual(['/var/task/bootstrap', '/opt/bootstrap']);
    expect(runtime?.framedLogs).toBe(false);
    expect(runtime?.runtimeClient).toBeNull();
  });
});

describe('nearestRuntime', () => {
  it.each([
    ['nodejs24', 'nodejs24.x'],
    ['node24.x', 'nodejs24.x'],
    ['NodeJS22.x', 'nodejs22.x'],
    ['python3.13.x', 'python3.13'],
    ['provided.al2022', 'provided.al2023'],
  ])('suggests for %s %s', (written, expected) => {
    expect(nearestRuntime(written)?.identifier).toBe(expected);
  });

  it('suggests nothing for something else', () => {
    expect(nearestRuntime('brainfuck')).toBeNull();
    expect(nearestRuntime('')).toBeNull();
  });
});

describe('parseRuntime', () => {
  it('throws UnknownRuntime that names the value, the nearest and the known', () => {
    expect(parseRuntime('nodejs24.x').family).toBe('nodejs');
    try {
      parseRuntime('nodejs24');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(LamboxError);
      expect(error).toMatchObject({
        code: 'UnknownRuntime',
        message: 'runtime "nodejs24" is not known',
        remedy: expect.stringMatching(/^Did you mean nodejs24\.x\? Known runtimes: nodejs26\.x, /),
      });
    }
  });
});
