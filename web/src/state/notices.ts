// Messages to the visitor: codes that the page translates.
import { Fault } from '../contract/engine';
import type { App } from './app';
import { isHeic } from './naming';
import type { Notice, NoticeCode } from './state';

let last = 0;

type About = Partial<Pick<Notice, 'subject' | 'detail' | 'retry'>>;
const GOOD: readonly NoticeCode[] = ['style-added', 'copied', 'limited'];

/** A message replaces an older one of the same kind about the same thing. */
export function tell(app: App, code: NoticeCode, about: About = {}): void {
  last += 1;
  const notice: Notice = {
    id: last,
    code,
    tone: GOOD.includes(code) ? 'done' : 'error',
    subject: about.subject ?? '',
    detail: about.detail ?? '',
    retry: about.retry ?? null,
  };
  app.store.update(({ notices }) => ({
    notices: [...notices.filter((each) => each.code !== code || each.subject !== notice.subject), notice].slice(-3),
  }));
}

export function dismiss(app: App, id: number): void {
  app.store.update(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** What went wrong, as the page says it. name, type: of the picture that it is about. */
export function problemOf(error: unknown, name = '', type = ''): Pick<Notice, 'code' | 'detail'> {
  if (!(error instanceof Fault)) return { code: 'internal', detail: String(error) };
  const { code, detail } = error;
  return code === 'not-a-picture' && isHeic(name, type) ? { code: 'heic', detail: '' } : { code, detail };
}

/** Say what went wrong; what the visitor ended is not an error. Trying again makes sense where the net was at fault. */
export function tellError(app: App, error: unknown, subject: string, again: (() => void) | null = null, type = ''): void {
  if (isAbort(error)) return;
  const { code, detail } = problemOf(error, subject, type);
  const retry = code === 'network' || code === 'checksum' || code === 'internal' ? again : null;
  tell(app, code, { subject, detail, retry });
}
