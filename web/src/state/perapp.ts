// Sessions that outlive their screen: one for each app, made when it is first asked for.
import type { App } from './app';

export function perApp<Session>(make: (app: App) => Session): (app: App) => Session {
  const known = new WeakMap<App, { readonly session: Session }>();
  return (app) => {
    const kept = known.get(app) ?? { session: make(app) };
    known.set(app, kept);
    return kept.session;
  };
}
