// What each module of a function's init costs, for `lambox bench --imports`. It comes in through
// NODE_OPTIONS as a text, needs no file and so works in images too. When the runtime client asks
// for its first event, it says on stderr what was loaded until then, and watches no more.
import Module from 'node:module';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';

const now = () => performance.now();
/** By path: who asked for it first, and what it cost without what it asked for. */
const modules = new Map();
const importers = new Map();
/** What is being loaded or evaluated, the innermost last. */
const open = [];
let begunAt = null;

const isOfRuntime = (id) => /^\/var\/runtime\/(?!node_modules\/)|\/aws-lambda-ric\//.test(id);
const idOf = (url) => {
  return url.startsWith('file:') ? decodeURIComponent(new URL(url).pathname) : url;
};

function enter(id) {
  const frame = { id: null, at: now(), inside: 0 };
  open.push(frame);
  if (id !== null) name(frame, id);
  return frame;
}

/** A request becomes a module when it turns out that the module is not there yet. */
function name(frame, id) {
  frame.id = id;
  if (id.startsWith('/') && !isOfRuntime(id)) begunAt ??= frame.at;
}

function leave(frame) {
  const place = open.lastIndexOf(frame);
  if (place === -1) return;
  open.splice(place, 1);
  if (frame.id === null) return;
  const took = now() - frame.at;
  // Not the innermost: a module that awaits may end after one that began later.
  const around = open.slice(0, place).filter(({ id }) => id !== null);
  const outer = around.at(-1);
  if (outer !== undefined) outer.inside += took;
  add(frame.id, took - frame.inside, around.findLast(({ id }) => id !== frame.id)?.id);
}

function add(id, selfMs, parent) {
  readHooks();
  const known = modules.get(id) ?? { selfMs: 0, parent: null };
  known.parent ??= importers.get(id) ?? parent ?? null;
  known.selfMs += selfMs;
  modules.set(id, known);
}

// require(): _load finds the file, load() is called only where it is not there yet.
const { _load } = Module;
const { load } = Module.prototype;
Module._load = function (request, ...others) {
  const isBuiltin = Module.isBuiltin(request);
  const frame = enter(isBuiltin ? `node:${request.replace('node:', '')}` : null);
  try {
    return _load.call(this, request, ...others);
  } finally {
    leave(frame);
  }
};
Module.prototype.load = function (file) {
  const asking = open.at(-1);
  const frame = asking?.id === null ? null : enter(file);
  if (frame === null) name(asking, file);
  try {
    return load.call(this, file);
  } finally {
    if (frame !== null) leave(frame);
    if (file.endsWith('/rapid-client.node')) watch(this.exports);
  }
};

// import: a module's own evaluation lies between two calls that are written into it.
const marks = { begin: Symbol.for('lambox.begin'), end: Symbol.for('lambox.end') };
const evaluated = new Map();
globalThis[marks.begin] = (url) => evaluated.set(url, enter(idOf(url)));
globalThis[marks.end] = (url) => leave(evaluated.get(url));
const mark = (which, url) => `globalThis[Symbol.for('lambox.${which}')](${JSON.stringify(url)});`;
function marked(url, loaded) {
  if (loaded.format !== 'module' || loaded.source == null) return loaded;
  const { source } = loaded;
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
  // On the first line, so that lines keep their numbers.
  const whole = `${mark('begin', url)}${text.replace(/^#!/, '//')}\n;${mark('end', url)}`;
  return { ...loaded, source: whole };
}

function rememberImporter(url, parentURL) {
  if (parentURL !== undefined && !importers.has(idOf(url))) {
    importers.set(idOf(url), idOf(parentURL));
  }
}

if (Module.registerHooks !== undefined) {
  Module.registerHooks({
    resolve(specifier, context, next) {
      const { parentURL } = context;
      const resolved = next(specifier, context);
      rememberImporter(resolved.url, parentURL);
      return resolved;
    },
    load(url, context, next) {
      const frame = enter(idOf(url));
      try {
        return marked(url, next(url, context));
      } finally {
        leave(frame);
      }
    },
  });
}

// Node.js 20 has hooks in another thread only, which tells what it has seen.
const { port1, port2 } = new MessageChannel();
const loads = [];
if (Module.registerHooks === undefined) {
  const hooks = `const mark = ${mark}; const marked = ${marked}; let port;
export const initialize = (to) => { port = to; };
export async function resolve(specifier, context, next) {
  const { parentURL } = context;
  const resolved = await next(specifier, context);
  port.postMessage([resolved.url, parentURL, 0]);
  return resolved;
}
export async function load(url, context, next) {
  const at = performance.now();
  const loaded = marked(url, await next(url, context));
  if (loaded.format === 'module') port.postMessage([url, undefined, performance.now() - at]);
  return loaded;
}`;
  const url = `data:text/javascript,${encodeURIComponent(hooks)}`;
  Module.register(url, { data: port2, transferList: [port2] });
}

function readHooks() {
  for (let got = receiveMessageOnPort(port1); got !== undefined; ) {
    const [url, parentURL, loadMs] = got.message;
    rememberImporter(url, parentURL);
    loads.push([url, loadMs]);
    got = receiveMessageOnPort(port1);
  }
}

function watch(client) {
  const { next } = client;
  client.next = function (...all) {
    client.next = next;
    report();
    return next.apply(this, all);
  };
}

function report() {
  const totalMs = begunAt === null ? 0 : now() - begunAt;
  readHooks();
  for (const [url, loadMs] of loads) add(idOf(url), loadMs);
  const rows = [...modules].map(([id, { selfMs, parent }]) => {
    return [id, parent, Math.round(selfMs * 1000) / 1000];
  });
  const say = (what) => process.stderr.write(`lambox-imports ${JSON.stringify(what)}\n`);
  for (let from = 0; from < rows.length; from += 100) say(rows.slice(from, from + 100));
  say({ totalMs });
}
