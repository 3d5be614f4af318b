import { Component, type ComponentChildren } from 'preact';
import { FaultState } from '../parts/index.ts';

/** Shows a fault of a page in its place, so that the rest of the dashboard works on. */
export class ErrorBoundary extends Component<{ children: ComponentChildren }, { error: Error | null }> {
  override state = { error: null as Error | null };

  static override getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <FaultState error={error} onRetry={() => location.reload()} />;
  }
}
