// One observable value. What is in it changes only through `set` and `update`, so that data flows one way.

export interface Store<S> {
  get(): S;
  set(change: Partial<S>): void;
  update(change: (state: S) => Partial<S>): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: () => void): () => void;
}

export function createStore<S extends object>(initial: S): Store<S> {
  let state = initial;
  const listeners = new Set<() => void>();
  const set = (change: Partial<S>): void => {
    const keys = Object.keys(change) as (keyof S)[];
    // Listeners are told of changes only: a reducer may return what there was.
    if (keys.every((key) => Object.is(change[key], state[key]))) return;
    state = { ...state, ...change };
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => state,
    set,
    update: (change) => set(change(state)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
