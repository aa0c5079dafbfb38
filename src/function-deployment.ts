import type { FunctionOptions } from './function-options.ts';
import type { FunctionSurroundings } from './function-surroundings.ts';
import { type Deployment, type DeploymentOptions, deploy } from './package/deployment.ts';
import { emulationNotice } from './package/emulation.ts';
import { placePackage } from './package/placed-package.ts';
import { requirePlatform } from './package/platform.ts';

/**
 * Deploys what the options name. Where the engine does not see our files, the code travels: once,
 * and part of deploying it.
 * @throws LamboxError see `deploy`
 */
export async function deployFunction(
  surroundings: FunctionSurroundings,
  options: FunctionOptions,
): Promise<Deployment> {
  const { engine, description, seesFiles, clock, onProgress } = surroundings;
  const { code, runtime, handler, platform } = options;
  const given = { runtime, handler };
  const deployment = await deploy(code, given, deploymentOptions(surroundings, options));
  requirePlatform(platform, deployment.package.image);
  const notice = await emulationNotice(description, deployment.package.image);
  if (notice !== null) onProgress(notice);
  if (seesFiles) return deployment;
  const beganAtMs = clock.monotonicMs();
  const placed = await placePackage(engine, deployment.package);
  const { cost } = deployment;
  const deployCodeMs = cost.deployCodeMs + clock.monotonicMs() - beganAtMs;
  return { ...deployment, package: placed, cost: { ...cost, deployCodeMs } };
}

function deploymentOptions(
  { engine, clock, onProgress, flights, configuration }: FunctionSurroundings,
  { platform, pull, buildArguments, layers }: FunctionOptions,
): DeploymentOptions {
  const { cacheDirectory, codeStoreBytesMax, registryMirror } = configuration;
  const { certificateFiles, lockFile, python, java, ruby, dotnet } = configuration;
  const where = { cacheDirectory, codeStoreBytesMax, registryMirror, certificateFiles, lockFile };
  return {
    engine,
    clock,
    onProgress,
    flights,
    python,
    java,
    ruby,
    dotnet,
    ...where,
    platform,
    pull,
    buildArguments,
    layers,
  };
}
