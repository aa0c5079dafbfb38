import type { FunctionVersion } from '../../src/environment/function-version.ts';
import type { FunctionConfigurationInput } from '../../src/lambda/resolve-function-configuration.ts';
import { resolveFunctionConfiguration } from '../../src/lambda/resolve-function-configuration.ts';
import type { ResolvedImage } from '../../src/package/deployed-package.ts';

export const nodeImage: ResolvedImage = {
  id: 'sha256:1111',
  reference: 'lambox/nodejs:24',
  digest: null,
  architecture: 'x86_64',
  sizeBytes: 1,
  labels: {},
  environmentVariables: { FROM_IMAGE: 'yes', PATH: '/image/bin' },
  entryPoint: ['/lambda-entrypoint.sh'],
  command: ['app.handler'],
  workingDirectory: '/var/task',
  volumes: [],
  imported: false,
  healthCheck: [],
  createdAt: '2026-11-24T00:00:00Z',
  source: 'bootstrapped',
  operatingSystem: 'Debian 13',
};

/** A zip function, unless the members make it an image function. */
export function functionVersion(
  members: Partial<FunctionConfigurationInput> = {},
  image: Partial<ResolvedImage> = {},
): FunctionVersion {
  const zip = { runtime: 'nodejs24.x', handler: 'index.handler' };
  const isImage = members.packageType === 'Image';
  return {
    configuration: resolveFunctionConfiguration({
      functionName: 'hello',
      ...(isImage ? {} : zip),
      ...members,
    }),
    package: {
      image: { ...nodeImage, ...image },
      codeDirectory: isImage ? null : '/cache/code/ab',
      codeSha256: isImage ? null : 'ab',
      codeSizeBytes: isImage ? 0 : 10,
      layersDirectory: null,
      layers: [],
      volumes: [],
    },
    networkMode: 'bridge',
    hostServices: [],
    isolation: 'strict',
    keepPeaks: false,
  };
}
