// What is remembered of the visitor's taste: language, theme, and what photos take over from their looks.
import { LANGUAGES, THEMES, WAYS, type Language, type Theme, type Way } from './state';

const KEYS = { language: 'pinxit.language', theme: 'pinxit.theme', way: 'pinxit.look' } as const;

/** The remembered language, else the first of the browser's that we speak, else English. */
export function pickLanguage(saved: string | null, wanted: readonly string[]): Language {
  const known = (tag: string): Language | undefined =>
    LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language);
  for (const tag of saved === null ? wanted : [saved, ...wanted]) {
    const language = known(tag);
    if (language) return language;
  }
  return 'en';
}

export function pickTheme(saved: string | null): Theme {
  return THEMES.find((theme) => theme === saved) ?? 'auto';
}

export function pickWay(saved: string | null): Way {
  return WAYS.find((way) => way === saved) ?? 'colours';
}

/** A browser may refuse storage altogether; then nothing is remembered and nothing breaks. */
export function recall(what: keyof typeof KEYS): string | null {
  try {
    return localStorage.getItem(KEYS[what]);
  } catch {
    return null;
  }
}

export function remember(what: keyof typeof KEYS, value: string): void {
  try {
    localStorage.setItem(KEYS[what], value);
  } catch {
    return;
  }
}
