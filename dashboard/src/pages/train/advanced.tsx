import type { ComponentChildren } from 'preact';
import { useMessages } from '../../messages/index.ts';
import { train } from '../../messages/train.ts';
import { Choices, Fold, Select, TextField } from '../../parts/index.ts';
import { type Settings, symbolFields } from './settings.ts';

/** Settings that the data decide unless somebody knows better. */
export function Advanced(props: {
  settings: Settings;
  set: (changes: Partial<Settings>) => void;
  errorOf: (name: keyof Settings) => ComponentChildren;
  isSymbols: boolean;
}) {
  const m = useMessages(train);
  const { settings, set, errorOf, isSymbols } = props;
  const texts = [
    ['season_length', m.season, m.seasonHint],
    ['context_length', m.context, m.contextHint],
    ['layers', m.layers, m.layersHint],
    ['hidden_size', m.hidden, m.hiddenHint],
    ['members', m.members, m.membersHint],
    ['windows', m.windows, m.windowsHint],
    ['steps', m.steps, m.stepsHint],
    ['learning_rate', m.rate, m.rateHint],
    ['seed', m.seed, m.seedHint],
    ['name', m.name, m.nameHint],
  ] as const;
  const isKnown = (name: keyof Settings) => !isSymbols || symbolFields.includes(name);
  return (
    <Fold title={m.advanced}>
      <p class="small soft">{m.advancedNote}</p>
      <div class="columns">
        <div class="stack stack-tight">
          <Choices
            label={m.cell}
            name="cell"
            options={[
              { value: 'gru', label: 'GRU' },
              { value: 'lstm', label: 'LSTM' },
              { value: 'rnn', label: 'RNN' },
            ]}
            value={settings.cell}
            onChange={(cell) => set({ cell })}
          />
          <div class="field-hint">{m.cellHint}</div>
        </div>
        {!isSymbols && (
          <Select
            label={m.family}
            hint={m.familyHint}
            error={errorOf('family')}
            value={settings.family}
            options={[
              { value: 'auto', label: m.familyAuto },
              { value: 'seasonal', label: m.familySeasonal },
              { value: 'prices', label: m.familyPrices },
              { value: 'short', label: m.familyShort },
            ]}
            onChange={(family) => set({ family })}
          />
        )}
        {texts
          .filter(([name]) => isKnown(name))
          .map(([name, label, hint]) => (
            <TextField
              key={name}
              label={label}
              hint={hint}
              error={errorOf(name)}
              type="text"
              inputMode={name === 'name' ? 'text' : 'decimal'}
              autocomplete="off"
              placeholder={name === 'name' || name === 'seed' ? undefined : m.auto}
              value={settings[name]}
              onText={(text) => set({ [name]: text })}
            />
          ))}
      </div>
    </Fold>
  );
}
