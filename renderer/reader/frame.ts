import { frameGrowSteps, frameHeightMax } from './limits.ts';

/** A link in the frame that somebody wants to follow. */
export interface FollowedLink {
  readonly href: string;
  readonly text: string;
  readonly element: Element;
}

interface FrameParts {
  readonly onLink: (link: FollowedLink) => void;
  readonly onHeight: (pixels: number) => void;
}

/** Elements of another document are no `Element` of this one, so `instanceof` would say no to every one of them. */
function elementOf(target: EventTarget | null): Element | null {
  if (target === null || !('nodeType' in target)) return null;
  const node = target as Node;
  return node.nodeType === 1 ? (node as Element) : node.parentElement;
}

/** The height that the content wants by itself. A srcdoc document is never in quirks mode, so `body` can be asked. */
function contentHeight(page: Document): number {
  const root = page.documentElement;
  const sideways = root.scrollWidth > root.clientWidth + 1;
  const wanted = Math.max(
    root.getBoundingClientRect().height,
    page.body ? page.body.offsetTop + page.body.scrollHeight : 0,
  );
  // Room for the sideways scroll bar, which otherwise covers the last line.
  return Math.ceil(wanted) + (sideways ? 16 : 0);
}

/**
 * Takes hold of a frame's document from outside: links ask before they lead anywhere, keys and clicks count as activity
 * of the window (shortcuts, idle clock), and the frame follows the height of its content. The frame itself runs nothing.
 *
 * @returns the function that lets go again
 */
export function holdFrame(frame: HTMLIFrameElement, { onLink, onHeight }: FrameParts): () => void {
  const page = frame.contentDocument;
  if (!page?.documentElement) return () => undefined;
  const ended = new AbortController();
  const options = { signal: ended.signal, capture: true } as const;

  const follow = (event: Event) => {
    const link = elementOf(event.target)?.closest('a, area');
    if (!link) return;
    event.preventDefault();
    const href = link.getAttribute('href') ?? link.getAttribute('xlink:href') ?? '';
    if (href === '') return;
    if (href.startsWith('#')) {
      page.getElementById(decodeId(href.slice(1)))?.scrollIntoView({ block: 'start' });
      return;
    }
    onLink({ href, text: (link.textContent ?? '').replace(/\s+/g, ' ').trim(), element: link });
  };
  page.addEventListener('click', follow, options);
  page.addEventListener('auxclick', follow, options);
  page.addEventListener('submit', (event) => event.preventDefault(), options);
  page.addEventListener('dragstart', (event) => event.preventDefault(), options);

  page.addEventListener(
    'keydown',
    (event) => {
      const { key, code, ctrlKey, shiftKey, altKey, metaKey, repeat } = event;
      const told = frame.dispatchEvent(
        new KeyboardEvent('keydown', {
          key,
          code,
          ctrlKey,
          shiftKey,
          altKey,
          metaKey,
          repeat,
          bubbles: true,
          cancelable: true,
        }),
      );
      if (!told) event.preventDefault();
    },
    { signal: ended.signal },
  );
  for (const name of ['pointerdown', 'pointermove', 'wheel'] as const) {
    page.addEventListener(name, () => frame.dispatchEvent(new Event(name, { bubbles: true })), {
      signal: ended.signal,
      passive: true,
    });
  }

  let steps = 0;
  let width = 0;
  let height = 0;
  const measure = () => {
    const root = page.documentElement;
    if (!root) return;
    if (root.clientWidth !== width) {
      width = root.clientWidth;
      steps = 0;
    }
    const wanted = Math.min(contentHeight(page), frameHeightMax);
    if (wanted === height) return;
    steps += 1;
    if (steps > frameGrowSteps) return;
    height = wanted;
    root.style.overflowY = wanted === frameHeightMax ? 'auto' : 'hidden';
    onHeight(wanted);
  };
  const observer = new ResizeObserver(measure);
  observer.observe(page.documentElement);
  if (page.body) observer.observe(page.body);
  page.addEventListener('load', measure, options);
  measure();
  return () => {
    ended.abort();
    observer.disconnect();
  };
}

function decodeId(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
