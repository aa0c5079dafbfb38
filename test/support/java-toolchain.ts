import { execFile, execFileSync } from 'node:child_process';
import { glob } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ContainerEngine } from '../../src/engine/container-engine.ts';
import type { ResolvedImage } from '../../src/package/deployed-package.ts';
import { runInImage } from './image-script.ts';
import type { TemporaryDirectory } from './temporary-directory.ts';

const run = promisify(execFile);
const functions = path.resolve(import.meta.dirname, '../functions');

/** Whether there is a Java compiler; what needs it is skipped elsewhere, and counted. */
export function hasJavac(): boolean {
  try {
    execFileSync('javac', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Compiles the Java handlers of every scenario into one folder: classes `Echo`, `State` and so on.
 * What they compile against is the image's own.
 */
export async function compileJava(
  engine: ContainerEngine,
  image: ResolvedImage,
  output: TemporaryDirectory,
): Promise<void> {
  const jar = 'base64 -w 0 /var/runtime/lib/aws-lambda-java-core-*.jar';
  const text = await runInImage(engine, image, jar, { labels: {} });
  output.write({ 'core.jar': Buffer.from(text.replace('(0)', ''), 'base64') });
  const sources: string[] = [];
  for await (const source of glob('*/java/*.java', { cwd: functions })) sources.push(source);
  const options = ['--release', '17', '-encoding', 'UTF-8'];
  const paths = ['-classpath', output.join('core.jar'), '-d', output.join('classes')];
  await run('javac', [...options, ...paths, ...sources], { cwd: functions });
}
