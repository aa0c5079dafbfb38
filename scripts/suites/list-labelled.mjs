#!/usr/bin/env node
// `list-labelled.mjs ADDRESS`: what the engine holds that carries the label of a run or an owner,
// one a line. Asks the engine directly: a fault in our own adapter cannot hide what it left.
import http from 'node:http';

const address = process.argv[2] ?? 'unix:///var/run/docker.sock';
const target = address.startsWith('unix://')
  ? { socketPath: address.slice('unix://'.length) }
  : { host: new URL(address).hostname, port: new URL(address).port };
const get = (path) =>
  new Promise((resolve, reject) => {
    const request = http.get({ ...target, path, timeout: 30_000 }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString())));
    });
    request.on('timeout', () => request.destroy(new Error(`${path}: no answer in 30 s`)));
    request.on('error', reject);
  });

const listed = new Set();
for (const label of ['dev.lambox.run', 'dev.lambox.owner']) {
  const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
  const containers = await get(`/containers/json?all=true&filters=${filters}`);
  const volumes = await get(`/volumes?filters=${filters}`);
  const networks = await get(`/networks?filters=${filters}`);
  const images = await get(`/images/json?filters=${filters}`);
  for (const { Id, Names } of containers) listed.add(`container ${Id.slice(0, 12)} ${Names?.[0]}`);
  for (const { Name } of volumes.Volumes ?? []) listed.add(`volume ${Name}`);
  for (const { Name } of networks) listed.add(`network ${Name}`);
  for (const { Id, RepoTags } of images) listed.add(`image ${Id.slice(7, 19)} ${RepoTags?.[0]}`);
}
for (const line of listed) console.log(line);
