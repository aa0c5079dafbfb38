import { describe, expect, it } from 'vitest';
import {
  baseImagesOf,
  findBuildKitNeed,
  parseDockerfile,
} from '../../../src/package/dockerfile.ts';

const needOf = (...lines: readonly string[]) => findBuildKitNeed(parseDockerfile(lines.join('\n')));

describe('a Dockerfile needs BuildKit', () => {
  it.each([
    ['RUN --mount=type=cache,target=/root/.npm npm ci', 'RUN --mount'],
    ['RUN --network=none make', 'RUN --network'],
    ['copy --chmod=755 run /run', 'COPY --chmod'],
    ['COPY --chown=1:1 --link a b', 'COPY --link'],
    ['ADD --checksum=sha256:0 http://x /x', 'ADD --checksum'],
    ['RUN <<EOF', 'RUN <<EOF'],
    ['COPY <<-"EOF" /etc/x', 'COPY <<-"EOF"'],
    ['RUN python3 <<PY > /out', 'RUN <<PY'],
    ['ONBUILD RUN --mount=type=secret,id=x true', 'RUN --mount'],
    ['FROM --platform=$BUILDPLATFORM golang AS build', 'FROM --platform=$BUILDPLATFORM'],
  ])('for %s', (line, feature) => {
    expect(needOf('# a comment', 'FROM x', '', line)).toEqual({ line: 4, feature });
  });

  it('for a language of its own, named by # syntax=', () => {
    expect(needOf('# syntax=docker/dockerfile:1-labs', 'FROM x')).toEqual({
      line: 1,
      feature: '# syntax=docker/dockerfile:1-labs',
    });
  });

  it.each([
    [['# syntax=docker/dockerfile:1', 'FROM x']],
    [['FROM x', '# syntax=other', 'RUN true']],
    [['FROM --platform=linux/amd64 x AS y', 'COPY --from=y --chown=1 a b']],
    [['FROM x', 'HEALTHCHECK --interval=5s --timeout=1s CMD true']],
    [['FROM x', 'RUN cat <<< word', 'RUN a --mount b']],
    [['FROM x', 'CMD ["--mount"]']],
  ])('not for %j', (lines) => {
    expect(needOf(...lines)).toBeNull();
  });

  it('at the line where the instruction begins, comments and continuations passed over', () => {
    const lines = ['FROM x', 'RUN a \\', '# between', '  && b', 'RUN \\', '  --mount=type=tmpfs c'];
    expect(needOf(...lines)).toEqual({ line: 5, feature: 'RUN --mount' });
  });

  it('with the escape character that it chooses', () => {
    const lines = ['# escape=`', 'FROM x', 'RUN a `', '  b', 'RUN --mount=x c'];
    expect(needOf(...lines)).toMatchObject({ line: 5 });
  });
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: a Dockerfile's own.
it('its base images are known with the arguments put in, stages left out', () => {
  const dockerfile = parseDockerfile(
    [
      'ARG VERSION=24',
      'ARG OTHER',
      'FROM r.example/node:${VERSION} AS build',
      'ARG VERSION=1',
      'FROM ${TOOLS:-tools:1}',
      'FROM $UNKNOWN',
      'FROM build AS last',
      'FROM scratch',
      'FROM r.example/node:$VERSION',
      'FROM $OTHER',
    ].join('\n'),
  );
  expect(baseImagesOf(dockerfile, {})).toEqual(['r.example/node:24', 'tools:1']);
  expect(baseImagesOf(dockerfile, { OTHER: 'own', VERSION: '22' })).toEqual([
    'r.example/node:22',
    'tools:1',
    'own',
  ]);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: a Dockerfile's own.
