// The visitor's own style files, kept in the browser's database as the bytes that they brought.

const DATABASE = 'pinxit';
const STORE = 'styles';

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('database'));
  });
}

async function within<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await settled(opening);
  try {
    return await settled(work(database.transaction(STORE, mode).objectStore(STORE)));
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
