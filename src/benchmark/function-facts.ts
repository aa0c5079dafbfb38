import type { LambdaFunction } from '../lambda-function.ts';

/** How images that are made here name the runtime's client in them. */
const clientLabel = 'dev.lambox.runtime-client';
const shownIdDigits = 12;

/** `nodejs24.x on lambox/nodejs:24 (4f1c…), aws-lambda-ric@4.0.2`: what figures depend on. */
export function functionFacts({
  configuration,
  package: { image },
}: Pick<LambdaFunction, 'configuration' | 'package'>): string {
  const runtime = configuration.runtime === null ? 'image' : `${configuration.runtime} on`;
  const id = image.id.replace(/^sha256:/, '').slice(0, shownIdDigits);
  const client = image.labels[clientLabel];
  return `${runtime} ${image.reference} (${id})${client === undefined ? '' : `, ${client}`}`;
}
