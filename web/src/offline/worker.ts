// The service worker: the site's own files from a cache that was filled whole, the runtime kept once it was fetched, and
// the headers of cross-origin isolation (threads need them) where the host cannot send any.
// Models pass through: the engine keeps those itself, addressed by their hash.
export {};

/** Put in when the site is built (scripts/offline.ts). Paths are relative to the page's folder. */
interface Site {
  readonly version: string;
  readonly runtime: string;
  readonly files: readonly { readonly path: string; readonly integrity: string }[];
}

declare const __SITE__: Site;
declare const self: ServiceWorkerGlobalScope;

const scope = new URL(self.registration.scope);
const site = __SITE__;
const known = new Set(site.files.map((file) => file.path));

// Caches belong to the origin, which on a host of many pages is shared: the folder is part of the name.
const mine = `pinxit-site:${scope.pathname}:`;
const siteCache = `${mine}${site.version}`;
const runtimeCache = `${mine}runtime-${site.runtime}`;

/** The page itself is asked for as its folder: some hosts answer index.html with a redirection. */
const addressOf = (path: string): URL => new URL(path === 'index.html' ? './' : path, scope);

/** All or nothing: a file that is not the one this site was built with (a half-finished upload) stops it. */
async function fill(): Promise<void> {
  const cache = await caches.open(siteCache);
  const fetched = site.files.map(async ({ path, integrity }) => {
    const response = await fetch(addressOf(path), { cache: 'no-cache', integrity });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    await cache.put(addressOf(path), response);
  });
  await Promise.all(fetched);
}

async function sweep(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(mine) && name !== siteCache && name !== runtimeCache);
  await Promise.all(old.map((name) => caches.delete(name)));
}

function isolated(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  const bodiless = response.status === 204 || response.status === 205 || response.status === 304;
  return new Response(bodiless ? null : response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Files of the runtime that are on their way into the cache: who asks in the meantime waits, and fetches no second copy. */
const arriving = new Map<string, Promise<void>>();

async function runtime(event: FetchEvent, address: URL): Promise<Response> {
  await arriving.get(address.href);
  const cache = await caches.open(runtimeCache);
  const there = await cache.match(address);
  if (there) return there;
  const response = await fetch(address, { cache: 'no-cache' });
  // A full disk must not keep the studio from working while there is a network.
  if (response.ok) {
    const kept = cache.put(address, response.clone()).catch(() => undefined);
    arriving.set(address.href, kept.finally(() => arriving.delete(address.href)));
    event.waitUntil(kept);
  }
  return response;
}

async function find(event: FetchEvent, path: string): Promise<Response> {
  if (known.has(path)) {
    const there = await (await caches.open(siteCache)).match(addressOf(path));
    if (there) return there;
  }
  return path.startsWith('ort/') ? runtime(event, addressOf(path)) : fetch(event.request);
}

// Without skipWaiting: an update waits until no page of the old version is open, so that none is left with files of two.
self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(sweep().then(() => self.clients.claim())));

// Only what can run code needs the headers; the rest stays as it came, so that the browser can compile while it streams.
const runs = new Set<RequestDestination>(['document', 'iframe', 'worker', 'sharedworker']);

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || !address.href.startsWith(scope.href)) return;
  const path = address.pathname.slice(scope.pathname.length) || 'index.html';
  const found = find(event, path);
  event.respondWith(runs.has(request.destination) ? found.then(isolated) : found);
});
