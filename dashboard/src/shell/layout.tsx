import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { forgetKey, isOnline, key } from '../api/index.ts';
import { iconUrl } from '../design/index.ts';
import { chooseLanguage, language, languageNames, languages, useMessages } from '../messages/index.ts';
import { shell } from '../messages/shell.ts';
import { Button, Choices, Icon, Notice, Toasts, toast } from '../parts/index.ts';
import { KeyPrompt } from './key-prompt.tsx';
import type { Page, PageName } from './pages.ts';
import { chooseTheme, theme, themes } from './theme.ts';

/** Frame around every page: navigation, choices, messages, and the prompt for a key. */
export function Layout(props: {
  pages: readonly Page[];
  current: PageName | null;
  children: ComponentChildren;
}) {
  const m = useMessages(shell);
  const isMenuOpen = useSignal(false);
  // The menu of a narrow screen closes when a page is chosen, even the one that is shown.
  const closeAfterLink = (event: MouseEvent) => {
    if ((event.target as Element).closest('a') !== null) isMenuOpen.value = false;
  };
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') isMenuOpen.value = false;
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isMenuOpen]);
  return (
    <div class="frame">
      <a class="skip" href="#main">
        {m.skip}
      </a>
      <header class="bar">
        <Brand />
        <Button
          kind="quiet"
          aria-expanded={isMenuOpen.value}
          aria-controls="navigation"
          onClick={() => {
            isMenuOpen.value = !isMenuOpen.value;
          }}
        >
          <Icon name={isMenuOpen.value ? 'close' : 'menu'} />
          {m.menu}
        </Button>
      </header>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the links themselves answer to the keyboard */}
      <aside
        class="sidebar"
        id="navigation"
        aria-label={m.sidebar}
        data-open={isMenuOpen.value}
        onClick={closeAfterLink}
      >
        <Brand />
        <Navigation pages={props.pages} current={props.current} />
        <Preferences />
      </aside>
      <main class="main" id="main" tabIndex={-1}>
        {!isOnline.value && (
          <div class="page offline-notice">
            <Notice kind="warn">{m.offline}</Notice>
          </div>
        )}
        {props.children}
      </main>
      <Toasts />
      <KeyPrompt />
    </div>
  );
}

function Brand() {
  return (
    <a class="brand" href="/">
      <img src={iconUrl} alt="" width="26" height="26" />
      Gatecast
    </a>
  );
}

function Navigation({ pages, current }: { pages: readonly Page[]; current: PageName | null }) {
  const m = useMessages(shell);
  const groups = [...Map.groupBy(pages, ({ group }) => group)];
  return (
    <nav class="stack" aria-label={m.pages}>
      {groups.map(([group, own]) => (
        <div key={group}>
          <div class="sidebar-title" id={group}>
            {m[group]}
          </div>
          <ul aria-labelledby={group}>
            {own.map(({ name, icon, paths: [first] }) => (
              <li key={name}>
                <a href={first} aria-current={name === current ? 'page' : undefined}>
                  <Icon name={icon} />
                  {m[name]}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Preferences() {
  const m = useMessages(shell);
  const themeNames = { auto: m.themeAuto, light: m.themeLight, dark: m.themeDark };
  return (
    <div class="sidebar-foot stack stack-tight">
      {key.value !== null && (
        <Button
          kind="quiet"
          size="small"
          onClick={() => {
            forgetKey();
            toast({ text: m.keyForgotten });
          }}
        >
          <Icon name="key" />
          {m.keyForget}
        </Button>
      )}
      <Choices
        label={m.theme}
        isLabelHidden
        name="theme"
        options={themes.map((name) => ({
          value: name,
          label: themeNames[name],
          icon: name === 'auto' ? 'screen' : name === 'light' ? 'sun' : 'moon',
        }))}
        value={theme.value}
        onChange={chooseTheme}
      />
      <Choices
        label={m.language}
        isLabelHidden
        name="language"
        options={languages.map((name) => ({ value: name, label: languageNames[name] }))}
        value={language.value}
        onChange={chooseLanguage}
      />
      <a class="docs-link" href="/docs" target="_blank" rel="noreferrer">
        <Icon name="book" />
        {m.docs}
      </a>
    </div>
  );
}
