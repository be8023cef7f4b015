// The visitor's own style files, kept in the browser's database as the bytes that they brought.

const DATABASE = 'pinxit';
const STORE = 'styles';

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('database'));
  });
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('database'));
  });
}

/** What has been written is on the disk when this resolves: a page that is left at once takes nothing back. */
async function within<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await settled(opening);
  try {
    const transaction = database.transaction(STORE, mode);
    const [result] = await Promise.all([settled(work(transaction.objectStore(STORE))), completed(transaction)]);
    return result;
  } finally {
    database.close();
  }
}

export async function keep(name: string, bytes: ArrayBuffer): Promise<void> {
  await within('readwrite', (store) => store.put(bytes, name));
}

export async function forget(name: string): Promise<void> {
  await within('readwrite', (store) => store.delete(name));
}

export async function keptNames(): Promise<readonly IDBValidKey[]> {
  return within<IDBValidKey[]>('readonly', (store) => store.getAllKeys());
}

export async function kept(): Promise<readonly ArrayBuffer[]> {
  return within<ArrayBuffer[]>('readonly', (store) => store.getAll());
}
