// A real browser and a plain static server, for every test that needs a page. The server knows nothing that a host of
// static files would not know, so what works here works on GitHub Pages.
import { accessSync, constants } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { delimiter, extname, join, normalize, sep } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];
const PLACES = [
  ...(process.env['PATH'] ?? '').split(delimiter),
  '/usr/bin',
  '/snap/bin',
  '/Applications/Google Chrome.app/Contents/MacOS',
  '/Applications/Chromium.app/Contents/MacOS',
  'C:\\Program Files\\Google\\Chrome\\Application',
];

/** What a test may do to an answer: other bytes, or null for 404. `path` is below the prefix: "zoo/index.json". */
export type Tamper = (path: string, body: Buffer) => Buffer | null | Promise<Buffer | null>;

export interface ServeOptions {
  /** Send the headers (COOP same-origin, COEP require-corp) that give a page SharedArrayBuffer. */
  readonly isolated?: boolean;
  /** The folder's address on the host; everything outside it is 404. */
  readonly prefix?: string;
  readonly tamper?: Tamper;
}

export interface Site {
  /** Address of the folder, with a slash at its end. */
  readonly url: string;
  /** Paths that were asked for, in order, without the prefix. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Serve a folder on a free port of 127.0.0.1. */
export async function serve(folder: string, options: ServeOptions = {}): Promise<Site> {
  const prefix = options.prefix ?? '/pinxit/';
  const asked: string[] = [];

  async function answer(address: string): Promise<{ type: string; body: Buffer } | null> {
    const path = decodeURIComponent(new URL(address, 'http://host').pathname);
    if (!path.startsWith(prefix)) return null;
    let below = path.slice(prefix.length);
    asked.push(below);
    const file = normalize(join(folder, below));
    if (!(file + sep).startsWith(normalize(join(folder, sep)))) return null;
    const found = await stat(file).catch(() => null);
    if (!found) return null;
    if (found.isDirectory()) below = join(below, 'index.html');
    const body = await readFile(join(folder, below)).catch(() => null);
    const sent = body && options.tamper ? await options.tamper(below, body) : body;
    return sent && { type: TYPES[extname(below).toLowerCase()] ?? 'application/octet-stream', body: sent };
  }

  const server = createServer((request, response) => {
    const isolation = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
    const send = (status: number, type: string, body: Buffer | string): void => {
      const length = { 'content-type': type, 'content-length': Buffer.byteLength(body) };
      response.writeHead(status, { ...length, ...(options.isolated ? isolation : {}) });
      response.end(body);
    };
    answer(request.url ?? '/').then(
      (found) => (found ? send(200, found.type, found.body) : send(404, 'text/plain', 'not found')),
      (problem: unknown) => send(500, 'text/plain', String(problem)),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const place = server.address();
  if (place === null || typeof place === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${place.port}${prefix}`,
    asked,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Where the browser is: $CHROMIUM, or the first that is found by its usual names; an error that says how to get one. */
export function browserPath(): string {
  const given = process.env['CHROMIUM'];
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  const labels = [...NAMES, 'Google Chrome', 'Chromium'];
  const usual = PLACES.flatMap((place) => labels.flatMap((name) => endings.map((end) => join(place, name + end))));
  const found = (given ? [given] : usual).find(isProgram);
  if (found) return found;
  throw new Error(
    (given ? `CHROMIUM names ${given}, which is not a program. ` : 'These tests need Chromium or Chrome, and none is here. ') +
      'Install one (Debian and Ubuntu: apt-get install chromium), or set CHROMIUM to its path.',
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** WebGPU computed by the CPU: correct, and slow. Without it a headless browser has no adapter. */
export const SOFTWARE_WEBGPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] as const;

/** A headless browser; `args` are added to those that every test needs. */
export function launch(options: { readonly args?: readonly string[] } = {}): Promise<Browser> {
  // Containers have no user namespaces for the sandbox, and only pages of our own server are opened.
  const args = ['--no-sandbox', '--disable-dev-shm-usage', ...(options.args ?? [])];
  return chromium.launch({ executablePath: browserPath(), args });
}
