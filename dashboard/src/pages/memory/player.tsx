import { useEffect, useState } from 'preact/hooks';
import { useMessages } from '../../messages/index.ts';
import { memory } from '../../messages/memory.ts';
import { Button, Choices, Field, Icon } from '../../parts/index.ts';

const stepMs = 1_100;

export interface Playing {
  isForward: boolean;
  /** The step that is shown, from 0. */
  at: number;
  /** Steps that were gone in the direction. */
  gone: number;
  isPlaying: boolean;
  turn: (isForward: boolean) => void;
  go: (gone: number) => void;
  play: (isPlaying: boolean) => void;
}

/** Goes through the steps of a walk, forwards or backwards. */
export function usePlaying(steps: number): Playing {
  const [isForward, turn] = useState(true);
  const [gone, go] = useState(0);
  const [isPlaying, play] = useState(false);
  const last = steps - 1;
  const shown = Math.min(gone, last);
  useEffect(() => {
    if (!isPlaying) return;
    if (shown >= last) {
      play(false);
      return;
    }
    const timer = setTimeout(() => go(shown + 1), stepMs);
    return () => clearTimeout(timer);
  }, [isPlaying, shown, last]);
  return {
    isForward,
    isPlaying,
    play,
    at: isForward ? shown : last - shown,
    gone: shown,
    turn(next) {
      turn(next);
      go(0);
      play(false);
    },
    go(to) {
      go(Math.max(0, Math.min(last, to)));
    },
  };
}

/** The keys of the drawing. Left and right are those of the picture, in both directions. */
export function keysOf({ gone, go, play, isForward, isPlaying }: Playing, steps: number) {
  return (event: KeyboardEvent) => {
    const one = isForward ? 1 : -1;
    const to: Record<string, number> = {
      ArrowRight: gone + one,
      ArrowLeft: gone - one,
      Home: isForward ? 0 : steps - 1,
      End: isForward ? steps - 1 : 0,
    };
    const next = to[event.key];
    if (next === undefined && event.key !== ' ') return;
    event.preventDefault();
    if (next === undefined) play(!isPlaying);
    else go(next);
  };
}

export function Player({ playing, steps }: { playing: Playing; steps: number }) {
  const m = useMessages(memory);
  const { gone, go, isPlaying, play, isForward, turn } = playing;
  const last = steps - 1;
  return (
    <div class="memory-player">
      <Choices
        label={m.direction}
        name="direction"
        options={[
          { value: 'forward', label: m.forward },
          { value: 'backward', label: m.backward },
        ]}
        value={isForward ? 'forward' : 'backward'}
        onChange={(value) => turn(value === 'forward')}
      />
      <div class="row">
        <Button size="icon" aria-label={m.first} disabled={gone === 0} onClick={() => go(0)}>
          <Icon name="toFirst" />
        </Button>
        <Button size="icon" aria-label={m.previous} disabled={gone === 0} onClick={() => go(gone - 1)}>
          <Icon name="previous" />
        </Button>
        <Button
          kind="primary"
          onClick={() => {
            if (!isPlaying && gone === last) go(0);
            play(!isPlaying);
          }}
        >
          <Icon name={isPlaying ? 'pause' : 'play'} size={16} />
          {isPlaying ? m.pause : m.play}
        </Button>
        <Button size="icon" aria-label={m.next} disabled={gone === last} onClick={() => go(gone + 1)}>
          <Icon name="next" />
        </Button>
        <Button size="icon" aria-label={m.lastStep} disabled={gone === last} onClick={() => go(last)}>
          <Icon name="toLast" />
        </Button>
      </div>
      <Field label={m.step}>
        {(ids) => (
          <div class="row memory-slider-row">
            <input
              {...ids}
              class="memory-slider"
              type="range"
              min={0}
              max={last}
              value={gone}
              aria-valuetext={m.stepOf(gone + 1, steps)}
              onInput={({ currentTarget }) => go(Number(currentTarget.value))}
            />
            <output for={ids.id}>{m.stepOf(gone + 1, steps)}</output>
          </div>
        )}
      </Field>
    </div>
  );
}
