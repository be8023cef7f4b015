// Messages at the edge of the page. Errors stay until they are dismissed; good news goes by itself.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { App } from '../state/app';
import { dismiss } from '../state/notices';
import type { Notice } from '../state/state';
import { useStore, useText } from './hooks';
import { Icon } from './icons';

const LINGER = 6000; // milliseconds

function Message({ app, notice }: { readonly app: App; readonly notice: Notice }): VNode {
  const text = useText();
  const { id, code, tone, subject, detail, retry } = notice;
  const kept = useStore(app.store, (state) => state.photo !== null) && (code === 'heic' || code === 'not-a-picture');
  useEffect(() => {
    if (tone === 'error') return undefined;
    const timer = setTimeout(() => dismiss(app, id), LINGER);
    return () => clearTimeout(timer);
  }, [id, tone]);
  return (
    <div class="message" data-tone={tone} role={tone === 'error' ? 'alert' : 'status'}>
      <div>
        {subject !== '' && <strong>{subject}</strong>}
        <p>
          {text.notices.codes[code]} {kept && text.notices.kept}
        </p>
        {tone === 'error' && detail !== '' && <small>{detail}</small>}
      </div>
      {retry && (
        <button
          type="button"
          class="button small"
          onClick={() => {
            dismiss(app, id);
            retry();
          }}
        >
          {text.notices.retry}
        </button>
      )}
      <button type="button" class="button bare" aria-label={text.notices.dismiss} onClick={() => dismiss(app, id)}>
        <Icon name="close" />
      </button>
    </div>
  );
}

export function Messages({ app }: { readonly app: App }): VNode {
  const text = useText();
  const notices = useStore(app.store, (state) => state.notices);
  return (
    <section class="messages" aria-label={text.notices.label}>
      {notices.map((notice) => (
        <Message key={notice.id} app={app} notice={notice} />
      ))}
    </section>
  );
}
