import { askForKey, forgetKey, key } from '../../api/index.ts';
import { chooseLanguage, language, languageNames, languages, useMessages } from '../../messages/index.ts';
import { settings } from '../../messages/settings.ts';
import { Button, Choices, Panel } from '../../parts/index.ts';
import { chooseTheme, theme, themes } from '../../shell/index.ts';

/** How the pages look, and the key of this tab. */
export function Display() {
  const m = useMessages(settings);
  const themeNames = { auto: m.themeAuto, light: m.themeLight, dark: m.themeDark };
  return (
    <div class="columns columns-wide">
      <Panel title={m.display} note={m.themeNote}>
        <Choices
          label={m.theme}
          name="theme"
          options={themes.map((value) => ({ value, label: themeNames[value] }))}
          value={theme.value}
          onChange={chooseTheme}
        />
        <Choices
          label={m.language}
          name="language"
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
          value={language.value}
          onChange={chooseLanguage}
        />
      </Panel>
      <Panel title={m.tabKey}>
        <p>{key.value === null ? m.tabKeyNone : m.tabKeySome}</p>
        <div>
          {key.value === null ? (
            <Button onClick={() => void askForKey()}>{m.tabKeyEnter}</Button>
          ) : (
            <Button onClick={forgetKey}>{m.tabKeyForget}</Button>
          )}
        </div>
      </Panel>
    </div>
  );
}
