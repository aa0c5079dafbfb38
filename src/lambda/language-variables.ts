import type { Runtime } from './runtime.ts';

/**
 * What each language adds for its handlers (contract §4.3). `PWD` and `SHLVL` are left to the shell
 * that starts the runtime client, and so is the doubled first element of Ruby's paths: that shell
 * prepends it. Python's bootstrap sets `PYTHONPATH`, which tells it that the customer has set none.
 * The customer's own value wins over each of these.
 */
export function languageVariables(runtime: Runtime | null): Readonly<Record<string, string>> {
  switch (runtime?.family) {
    case 'nodejs':
      return nodeVariables(runtime.version);
    case 'python':
      return pythonVariables(runtime.version);
    case 'ruby':
      return rubyVariables(runtime);
    case 'dotnet':
      return dotnetVariables(runtime.version);
    default:
      return {};
  }
}

/** Row 4.3-1. */
function nodeVariables(version: string): Record<string, string> {
  const modules = [
    `/opt/nodejs/node${version}/node_modules`,
    '/opt/nodejs/node_modules',
    '/var/runtime/node_modules',
    '/var/runtime',
    '/var/task',
  ];
  return {
    NODE_PATH: modules.join(':'),
    ...(Number(version) <= 18 ? { NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem' } : {}),
  };
}

/** Row 4.3-2. */
function pythonVariables(version: string): Record<string, string> {
  const minor = Number(version.split('.')[1]);
  return minor >= 12 ? { LC_CTYPE: 'C.UTF-8' } : {};
}

/** Row 4.3-3. */
function rubyVariables({ version, runtimeClient }: Runtime): Record<string, string> {
  const abi = `${version}.0`;
  const gems = [
    `/var/task/vendor/bundle/ruby/${abi}`,
    `/opt/ruby/gems/${abi}`,
    '/var/runtime',
    `/var/runtime/ruby/${abi}`,
  ];
  const client = `/var/runtime/gems/aws_lambda_ric-${runtimeClient?.version ?? ''}/lib`;
  return {
    GEM_HOME: '/var/runtime',
    GEM_PATH: gems.join(':'),
    RUBYLIB: [client, '/var/task', '/var/runtime/lib', '/opt/ruby/lib'].join(':'),
  };
}

/** Row 4.3-5. */
function dotnetVariables(version: string): Record<string, string> {
  return {
    DOTNET_ROOT: '/var/lang/bin',
    LAMBDA_RUNTIME_NAME: `dotnet${version}`,
    ...(version === '8' ? { SSL_CERT_FILE: '/var/runtime/empty-certificates.crt' } : {}),
  };
}
