import { LamboxError } from '../errors.ts';
import type { FunctionCredentials } from '../lambda/function-configuration.ts';

/** What a profile of the AWS CLI's configuration gives a function. */
export interface AwsProfile {
  readonly credentials: FunctionCredentials;
  /** `null` where the profile names none. */
  readonly region: string | null;
}

/**
 * Reads a profile as the AWS CLI does: keys, assumed roles, SSO, processes. AWS's libraries are
 * loaded only here.
 * @throws LamboxError `InvalidOption` when there is no such profile or it gives no credentials
 */
export async function readAwsProfile(profile: string): Promise<AwsProfile> {
  const [{ fromIni }, { loadSharedConfigFiles }] = await Promise.all([
    import('@aws-sdk/credential-providers'),
    import('@smithy/shared-ini-file-loader'),
  ]);
  const files = await loadSharedConfigFiles();
  const { region }: { region?: string | undefined } = {
    ...files.credentialsFile[profile],
    ...files.configFile[profile],
  };
  try {
    const identity = await fromIni({ profile })();
    return {
      credentials: {
        accessKeyId: identity.accessKeyId,
        secretAccessKey: identity.secretAccessKey,
        sessionToken: identity.sessionToken ?? '',
      },
      region: region ?? null,
    };
  } catch (cause) {
    throw noCredentials(
      profile,
      Object.keys({ ...files.configFile, ...files.credentialsFile }),
      cause,
    );
  }
}

function noCredentials(profile: string, profiles: readonly string[], cause: unknown): LamboxError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const names =
    profiles.length === 0 ? 'there are no profiles' : `there are: ${profiles.join(', ')}`;
  return new LamboxError(
    'InvalidOption',
    `--aws-profile ${profile} gives no credentials: ${reason} (${names})`,
    { remedy: `Try aws sts get-caller-identity --profile ${profile}, or name another.`, cause },
  );
}
