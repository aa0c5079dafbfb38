import { realpath } from 'node:fs/promises';
import { LamboxError } from '../errors.ts';
import { limits } from '../lambda/limits.ts';

/**
 * Checks how many layers are named.
 * @throws LamboxError `InvalidOption`, in Lambda's words (row 7.5-9)
 */
export function checkLayerCount(layers: readonly string[]): void {
  if (layers.length <= limits.layersMax) return;
  throw new LamboxError(
    'InvalidOption',
    `Cannot reference more than ${limits.layersMax} layers. ${layers.length} are given`,
    { remedy: 'Put some of them together into one folder.', evidence: { layers } },
  );
}

/**
 * Checks that each layer is there, and there once.
 * @throws LamboxError `InvalidCode`, `InvalidOption`
 */
export async function checkLayers(layers: readonly string[]): Promise<void> {
  checkLayerCount(layers);
  const places = new Map<string, string>();
  for (const layer of layers) {
    const place = await realpath(layer).catch((error: unknown) => {
      throw missing(layer, error);
    });
    const other = places.get(place);
    if (other !== undefined) throw repeated(other, layer);
    places.set(place, layer);
  }
}

function missing(layer: string, cause: unknown): LamboxError {
  return new LamboxError('InvalidCode', `the layer ${JSON.stringify(layer)} does not exist`, {
    remedy: 'Name a directory or a zip file that holds what shall be at /opt.',
    evidence: { layer },
    cause,
  });
}

function repeated(first: string, second: string): LamboxError {
  return new LamboxError(
    'InvalidOption',
    'Two different versions of the same layer are not allowed to be referenced in the same ' +
      `function. ${first} and ${second} are versions of the same layer.`,
    { remedy: 'Name each layer once.', evidence: { first, second } },
  );
}
