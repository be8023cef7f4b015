// Fills the ignored parts of public/ from the repository: the ONNX Runtime, the zoo, other networks, the sample photos, the
// drawings, the notices.
// What is there already with the same size and time is left alone, so that it costs nothing to run before each build.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('..', import.meta.url));
const data = join(web, '..', 'src', 'pinxit', 'data');
const target = join(web, 'public');
const kept = new Set();

function place(from, to) {
  const out = join(target, to);
  kept.add(out);
  const source = statSync(from);
  const there = existsSync(out) ? statSync(out) : null;
  if (there && there.size === source.size && Math.abs(there.mtimeMs - source.mtimeMs) < 1000) return;
  mkdirSync(dirname(out), { recursive: true });
  copyFileSync(from, out);
  utimesSync(out, source.atime, source.mtime);
}

function write(to, text) {
  const out = join(target, to);
  kept.add(out);
  if (existsSync(out) && readFileSync(out, 'utf8') === text) return;
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, text);
}

/** A later version comes first: paint.core_v10 before paint.core_v9. */
const laterFirst = (a, b) => b.localeCompare(a, 'en', { numeric: true });

function runtime() {
  const dist = join(web, 'node_modules', 'onnxruntime-web', 'dist');
  for (const build of ['ort-wasm-simd-threaded', 'ort-wasm-simd-threaded.asyncify']) {
    for (const suffix of ['mjs', 'wasm']) place(join(dist, `${build}.${suffix}`), `ort/${build}.${suffix}`);
  }
}

function zoo() {
  const rooms = { paint: [], colour: [], photo: [], mosaic: [], lineart: [] };
  const ids = readdirSync(join(data, 'zoo')).filter((id) => existsSync(join(data, 'zoo', id, 'manifest.json')));
  for (const id of ids.sort(laterFirst)) {
    const { files, method, golden } = JSON.parse(readFileSync(join(data, 'zoo', id, 'manifest.json'), 'utf8'));
    // What no screen uses is not sent.
    if (!rooms[method] || (method === 'lineart' && !files['draft.onnx'])) continue;
    rooms[method].push(id);
    // The golden pair is for the tests, which read it where it lies.
    const served = Object.keys(files).filter((file) => !file.startsWith('golden/'));
    // The texture of a world stands for it on the page.
    if (method === 'mosaic') served.push(golden.style);
    for (const file of ['manifest.json', ...served]) place(join(data, 'zoo', id, file), `zoo/${id}/${file}`);
  }
  return { painters: rooms.paint, looks: rooms.colour, relights: rooms.photo, worlds: rooms.mosaic, drafts: rooms.lineart };
}

function samples() {
  const [head, ...rows] = readFileSync(join(data, 'samples', 'SOURCES.tsv'), 'utf8').trimEnd().split('\n');
  const columns = head.split('\t');
  const photos = rows.map((row) => Object.fromEntries(row.split('\t').map((cell, column) => [columns[column], cell])));
  return photos
    .filter(({ ship }) => ship === 'yes')
    .map(({ file, title, licence }) => {
      place(join(data, 'samples', file), `samples/${file}`);
      return { file: `samples/${file}`, title, credit: licence };
    });
}

/** Line art to begin with, ours (tools/lineart_drawings.py). */
function drawings() {
  const from = join(web, 'drawings');
  const files = readdirSync(from).filter((name) => name.endsWith('.png'));
  for (const file of files) place(join(from, file), `drawings/${file}`);
  return files.sort().map((file) => `drawings/${file}`);
}

/** Networks that belong to no model and that a screen uses, and what goes with them, as a manifest names files. */
function networks() {
  const files = {};
  for (const file of ['person.onnx', 'face.onnx', 'mesh.onnx', 'expression.json']) {
    const from = join(data, 'networks', file);
    place(from, `networks/${file}`);
    const content = readFileSync(from);
    files[file] = { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  }
  return { id: 'networks', files };
}

/** The model lab's own samples; what they say of themselves is beside them. */
function labModels() {
  const from = join(web, 'lab-models');
  for (const file of readdirSync(from).filter((name) => /\.(onnx|json|txt)$/.test(name))) place(join(from, file), `lab-models/${file}`);
}

/** The npm package of ONNX Runtime carries no licence file; its terms are those of Preact's, MIT as well. */
function notices() {
  const licence = readFileSync(join(web, 'node_modules', 'preact', 'LICENSE'), 'utf8').trim();
  const terms = licence.slice(licence.indexOf('Permission is hereby granted'));
  const made = [
    ['Preact', licence],
    ['fflate', readFileSync(join(web, 'node_modules', 'fflate', 'LICENSE'), 'utf8').trim()],
    ['ONNX Runtime Web', `MIT License\n\nCopyright (c) Microsoft Corporation\n\n${terms}`],
    ['networks/*.onnx: selfie segmentation, face detection and face mesh of MediaPipe, Google; converted to ONNX', readFileSync(join(web, '..', 'LICENSE'), 'utf8').trim()],
  ];
  write('notices.txt', made.map(([name, text]) => `${name}\n\n${text}\n`).join('\n----\n\n'));
}

function sweep(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sweep(path);
    else if (!kept.has(path)) {
      rmSync(path);
      console.log(`assets: removed ${relative(target, path)}`);
    }
  }
}

const { version } = JSON.parse(readFileSync(join(web, 'package.json'), 'utf8'));
runtime();
const models = zoo();
const photos = samples();
labModels();
write('zoo/index.json', `${JSON.stringify({ version, ...models, networks: networks(), samples: photos, drawings: drawings() }, null, 2)}\n`);
notices();
for (const folder of ['ort', 'zoo', 'networks', 'samples', 'drawings', 'lab-models']) sweep(join(target, folder));
