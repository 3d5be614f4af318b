import './memory.css';
import { useResource } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { memory } from '../../messages/memory.ts';
import { Choices, Loaded, PageHead, Panel } from '../../parts/index.ts';
import { navigate, type PageProps, query } from '../../shell/index.ts';
import { ModelView } from './model-view.tsx';
import { readModels } from './models.ts';
import { WordsView } from './words-view.tsx';

/** Explains what recurrent networks remember, on three words and on the models of the reader. */
export default function MemoryPage({ params: { model } }: PageProps) {
  const m = useMessages(memory);
  const isOnModels = model !== undefined || query.value.get('view') === 'series';
  return (
    <div class="page">
      <PageHead title={m.title} lead={m.lead} />
      <Panel title={m.ideaTitle}>
        <ol class="memory-idea">
          {[m.idea1, m.idea2, m.idea3, m.idea4].map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ol>
        <Choices
          label={m.view}
          name="view"
          options={[
            { value: 'words', label: m.words },
            { value: 'series', label: m.series },
          ]}
          value={isOnModels ? 'series' : 'words'}
          onChange={(view) => navigate(view === 'words' ? '/app/memory' : '/app/memory?view=series')}
        />
      </Panel>
      {isOnModels ? <OnModels chosen={model} /> : <WordsView />}
    </div>
  );
}

function OnModels({ chosen }: { chosen: string | undefined }) {
  const models = useResource((signal) => readModels(signal), []);
  return <Loaded resource={models}>{(known) => <ModelView ready={known} chosen={chosen} />}</Loaded>;
}
