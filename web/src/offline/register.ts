// Registers the service worker, and reloads the page once where only that makes it cross-origin isolated.

const RELOADED = 'pinxit-reloaded';
/** Milliseconds that the engine waits for the service worker at a first visit; later, it goes ahead without. */
const PATIENCE = 8000;
const TOUCHES = ['pointerdown', 'keydown', 'paste', 'dragenter'] as const;

/** Whether the visitor has begun to use the page: from then on it must not be reloaded under their hands. */
function watchTouches(): () => boolean {
  let touched = false;
  const note = (): void => {
    touched = true;
  };
  for (const kind of TOUCHES) addEventListener(kind, note, { capture: true, once: true });
  return () => touched;
}

function controlled(): Promise<void> {
  const container = navigator.serviceWorker;
  return new Promise((resolve) => {
    if (container.controller) resolve();
    else container.addEventListener('controllerchange', () => resolve(), { once: true });
    setTimeout(resolve, PATIENCE);
  });
}

/** True once in a tab's life, so that a browser that does not become isolated is not reloaded for ever. */
function firstTime(): boolean {
  try {
    if (sessionStorage.getItem(RELOADED)) return false;
    sessionStorage.setItem(RELOADED, 'yes');
    return true;
  } catch {
    return false; // storage is switched off: nothing could be remembered
  }
}

/**
 * Make the site work offline, and isolated on hosts that send no headers. `arriving`: what the page is fetching already,
 * which a reload must not cut off, or it would be fetched again.
 *
 * Resolves when the engine may load its files: from then on the service worker sees and keeps them, or there is none
 * (an insecure host, a browser without, a slow line). At a first visit that is not isolated the page is reloaded
 * instead, unless the visitor has begun to use it: then isolation, and with it threads, comes at the next visit.
 */
export async function register(arriving: Promise<unknown>): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const touched = watchTouches();
  try {
    await navigator.serviceWorker.register(new URL('sw.js', document.baseURI));
  } catch {
    return; // a private window, or storage switched off: the studio works without
  }
  // A forced reload leaves the page without its active service worker: only another reload brings it back.
  await controlled();
  await arriving;
  if (crossOriginIsolated || touched() || !navigator.serviceWorker.controller || !firstTime()) return;
  location.reload();
  await new Promise<never>(() => undefined);
}
