import { useState } from 'preact/hooks';
import { answered, client, type Model } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { model as messages } from '../../messages/model.ts';
import { Button, ErrorNotice, formatBytes, Icon, Panel, saveFile } from '../../parts/index.ts';

const paths = {
  weights: ['/v1/models/{model_id}/weights', 'safetensors'],
  onnx: ['/v1/models/{model_id}/onnx', 'onnx'],
  bundle: ['/v1/models/{model_id}/bundle', 'tar'],
} as const;
type Part = keyof typeof paths;

/** Files of the model. They are read by the client, since a link could not send the key. */
export function Downloads({ model }: { model: Model }) {
  const m = useMessages(messages);
  const [busy, setBusy] = useState<Part | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const texts: Record<Part, [string, string]> = {
    weights: [m.weights, m.weightsText],
    onnx: [m.onnx, m.onnxText],
    bundle: [m.bundle, m.bundleText],
  };
  const load = async (part: Part) => {
    if (busy !== null) return;
    setBusy(part);
    setError(null);
    try {
      const [path, extension] = paths[part];
      const blob = await answered(
        client.GET(path, { params: { path: { model_id: model.id } }, parseAs: 'blob' }) as Promise<{
          data?: Blob;
          error?: unknown;
          response: Response;
        }>,
      );
      saveFile(blob, `${model.name.replace(/[^\p{L}\p{N}.-]+/gu, '-')}.${extension}`);
    } catch (thrown) {
      setError(thrown as Error);
    } finally {
      setBusy(null);
    }
  };
  return (
    <Panel title={m.downloads} note={m.downloadsNote}>
      <ul class="model-files">
        {(Object.keys(paths) as Part[]).map((part) => (
          <li key={part} class="row row-spread">
            <span>
              <strong>{texts[part][0]}</strong> <span class="small soft">{texts[part][1]}</span>{' '}
              {part === 'weights' && model.weights !== null && (
                <span class="small faint">{formatBytes(model.weights.bytes)}</span>
              )}
            </span>
            <Button size="small" aria-label={m.downloadNamed(texts[part][0])} onClick={() => load(part)}>
              <Icon name="download" size={14} />
              {busy === part ? m.downloading : m.download}
            </Button>
          </li>
        ))}
      </ul>
      {error !== null && <ErrorNotice error={error} />}
    </Panel>
  );
}
