// Files of a model: fetched once, checked against the manifest, kept. Page and worker both use this, so it knows
// nothing of either.
import { Fault, type Asking } from '../contract/engine';
import type { PinxitManifest } from '../contract/manifest';

const CACHE = 'pinxit-models';

/**
 * The content of a file that `manifest` names, from the cache or from `base` (an absolute address that ends in "/"),
 * once its sha256 is right. Fault('network'), or Fault('checksum'), after which nothing of it is kept: ask again.
 */
export async function fetchChecked(
  base: string,
  manifest: Pick<PinxitManifest, 'id' | 'files'>,
  path: string,
  asking: Pick<Asking, 'signal' | 'onDownload'> = {},
): Promise<ArrayBuffer> {
  const record = manifest.files[path];
  if (!record) throw new Fault('internal', `${manifest.id} names no file ${path}`);
  if (!globalThis.crypto?.subtle) {
    throw new Fault('checksum', `${path} cannot be checked: this page was opened neither over https nor on this machine`);
  }
  // By content, so that a new file of the same name is another address, for every cache on the way.
  const url = `${base}${path}?v=${record.sha256.slice(0, 16)}`;
  const cache = await openCache();
  const kept = await cache?.match(url);
  if (kept) {
    const bytes = await kept.arrayBuffer();
    if ((await sha256(bytes)) === record.sha256) return bytes;
    await cache?.delete(url);
  }
  // Past the browser's own cache: a bad copy in there would be given again, and a good one is kept below.
  const bytes = await download(url, path, record.bytes, 'no-store', asking);
  const found = await sha256(bytes);
  if (found !== record.sha256) {
    throw new Fault('checksum', `${path}: sha256 ${found}, expected ${record.sha256}`);
  }
  // A full disk only means that it is fetched again.
  await cache?.put(url, new Response(bytes)).catch(() => undefined);
  return bytes;
}

/** Fetch a file, telling how much has come; `total` where the file's size is known. Fault('network'). */
export async function download(
  url: string,
  file: string,
  total: number,
  cache: RequestCache,
  { signal, onDownload }: Pick<Asking, 'signal' | 'onDownload'>,
): Promise<ArrayBuffer> {
  const failed = (problem: unknown): never => {
    signal?.throwIfAborted();
    throw new Fault('network', `${file}: ${String(problem)}`);
  };
  const response = await fetch(url, { cache, ...(signal ? { signal } : {}) }).catch(failed);
  if (!response.ok || !response.body) return failed(`${response.status} ${response.statusText}`);
  const reader = response.body.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  onDownload?.({ file, bytes, total });
  for (;;) {
    const { done, value } = await reader.read().catch(failed);
    if (done) break;
    parts.push(value);
    bytes += value.byteLength;
    onDownload?.({ file, bytes, total: Math.max(total, bytes) });
  }
  return joined(parts, bytes);
}

function joined(parts: readonly Uint8Array[], length: number): ArrayBuffer {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole.buffer;
}

/** Null where the browser has none to give (an insecure page, a private window). */
async function openCache(): Promise<Cache | null> {
  return globalThis.caches ? globalThis.caches.open(CACHE).catch(() => null) : null;
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
