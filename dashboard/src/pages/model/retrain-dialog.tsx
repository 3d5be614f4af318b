import { useState } from 'preact/hooks';
import { answered, client, createOnce, type Model } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { model as messages } from '../../messages/model.ts';
import { Button, Choices, Dialog, ErrorNotice, useChange, useEnding } from '../../parts/index.ts';
import { navigate } from '../../shell/index.ts';

export function RetrainDialog(props: { model: Model; isOpen: boolean; onClose: () => void }) {
  const m = useMessages(messages);
  const { model, isOpen, onClose } = props;
  const [mode, setMode] = useState<'warm' | 'scratch'>('warm');
  const { error, isBusy, run } = useChange();
  const [once] = useState(createOnce);
  const ending = useEnding();
  const start = () =>
    run(async () => {
      const params = { path: { model_id: model.id } };
      const body = { mode };
      const { job } = await once([model.id, body], (headers) =>
        answered(client.POST('/v1/models/{model_id}/retrain', { params, body, headers })),
      );
      if (!ending.aborted) navigate(`/app/train/${job.id}`);
    });
  return (
    <Dialog title={m.retrainTitle} isOpen={isOpen} onClose={onClose}>
      <p>{m.retrainText}</p>
      <Choices
        label={m.retrainMode}
        name="mode"
        options={[
          { value: 'warm', label: m.warm },
          { value: 'scratch', label: m.scratch },
        ]}
        value={mode}
        onChange={setMode}
      />
      <p class="small soft">{mode === 'warm' ? m.warmText : m.scratchText}</p>
      {error !== null && <ErrorNotice error={error} />}
      <div class="dialog-actions">
        <Button onClick={onClose}>{m.close}</Button>
        <Button kind="primary" disabled={isBusy} onClick={() => void start()}>
          {m.retrainStart}
        </Button>
      </div>
    </Dialog>
  );
}
