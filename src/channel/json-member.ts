import { frameError } from './frame-error.ts';

/** One member of a JSON body: how its value is checked when read and written. */
export interface Member<Value> {
  /**
   * `owner` is the path of what holds the value, `name` the value's own name there; without one
   * `owner` is the value's path.
   * @throws LamboxError `ChannelFailed` that names path, value and what was expected.
   */
  read(value: unknown, owner: string, name: string): Value;
  write(value: Value): unknown;
  /** The member's name on the wire where it is not the frame's. */
  readonly wireName?: string;
  /** May be left out; a `null` counts as left out. */
  readonly optional?: true;
}

/** The members of a JSON body, in the order they are written. */
export type Shape<Body> = {
  readonly [Name in keyof Body]-?: Member<Exclude<Body[Name], undefined>>;
};

const same = (value: unknown): unknown => value;

function checked<Value>(
  expectation: string,
  accepts: (value: unknown) => value is Value,
): Member<Value> {
  return {
    read(value, owner, name) {
      if (accepts(value)) return value;
      throw wrongMember(pathOf(owner, name), value, expectation);
    },
    write: same,
  };
}

/** Put together only where it is needed: most values are right. */
function pathOf(owner: string, name: string): string {
  return name === '' ? owner : `${owner}.${name}`;
}

function wrongMember(path: string, value: unknown, expectation: string): Error {
  const shown = value === undefined ? 'missing' : JSON.stringify(value).slice(0, 80);
  return frameError(`${path} is ${shown}, expected ${expectation}`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text = checked('a string', (value) => typeof value === 'string');
export const flag = checked('true or false', (value) => typeof value === 'boolean');
/** Bytes, microseconds, numbers of things. */
export const count = checked(
  'a whole number of at least 0',
  (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0,
);
export const wholeNumber = checked('a whole number', (value): value is number =>
  Number.isSafeInteger(value),
);
/** JSON has no infinities, so every number is a duration or a time to go. */
export const decimal = checked('a number', (value) => typeof value === 'number');
export const variables = checked(
  'an object of strings',
  (value): value is Readonly<Record<string, string>> =>
    isObject(value) && Object.values(value).every((member) => typeof member === 'string'),
);

export function oneOf<const Literals extends readonly (string | number)[]>(
  ...literals: Literals
): Member<Literals[number]> {
  return checked(
    literals.map((literal) => JSON.stringify(literal)).join(' or '),
    (value): value is Literals[number] => literals.includes(value as Literals[number]),
  );
}

export const base64: Member<Uint8Array> = {
  read(value, owner, name) {
    const encoded = text.read(value, owner, name);
    const bytes = Buffer.from(encoded, 'base64');
    // Buffer skips what is no base64; only what reads back alike was all of it.
    if (bytes.toString('base64') === encoded) return bytes;
    throw wrongMember(pathOf(owner, name), value, 'base64');
  },
  write: (bytes) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
};

export function nullable<Value>(member: Member<Value>): Member<Value | null> {
  return {
    read: (value, owner, name) =>
      value === null || value === undefined ? null : member.read(value, owner, name),
    write: (value) => (value === null ? null : member.write(value)),
  };
}

export function optional<Value>(member: Member<Value>): Member<Value> {
  return { ...member, optional: true };
}

export function named<Value>(wireName: string, member: Member<Value>): Member<Value> {
  return { ...member, wireName };
}

export function list<Value>(member: Member<Value>): Member<readonly Value[]> {
  return {
    read(value, owner, name) {
      const path = pathOf(owner, name);
      if (!Array.isArray(value)) throw wrongMember(path, value, 'a list');
      return value.map((item, index) => member.read(item, `${path}[${index}]`, ''));
    },
    write: (values) => values.map((value) => member.write(value)),
  };
}

/** An object of known members; others are ignored. */
export interface ObjectMember<Body> extends Member<Body> {
  /** Reads into an object that has other members already. */
  readInto<Target extends object>(target: Target, value: unknown, path: string): Target & Body;
}

export function object<Body extends object>(shape: Shape<Body>): ObjectMember<Body> {
  const members: readonly (readonly [string, Member<unknown>])[] = Object.entries(shape);
  const readInto = <Target extends object>(target: Target, value: unknown, path: string) => {
    if (!isObject(value)) throw wrongMember(path, value, 'an object');
    const body = target as Record<string, unknown>;
    for (const [name, member] of members) {
      const wireName = member.wireName ?? name;
      const sent = value[wireName];
      if (member.optional && (sent === undefined || sent === null)) continue;
      body[name] = member.read(sent, path, wireName);
    }
    // The shape has a member for each of the body's, and each was read.
    return body as Target & Body;
  };
  return {
    readInto,
    read: (value, owner, name) => readInto({}, value, pathOf(owner, name)),
    write(body) {
      const values = body as Readonly<Record<string, unknown>>;
      const sent: Record<string, unknown> = {};
      for (const [name, member] of members) {
        const value = values[name];
        if (value !== undefined) sent[member.wireName ?? name] = member.write(value);
      }
      return sent;
    },
  };
}
