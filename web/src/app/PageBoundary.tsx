import { Component, Suspense, type ReactNode } from 'react';
import { Failure, Loading } from '../components/States';

const pageHeight = 480;

/** Keeps the frame when a page fails to load or to render: a new deployment may have taken a page's code away. */
export class PageBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error !== undefined) {
      return <Failure error={this.state.error} height={pageHeight} onRetry={() => location.reload()} />;
    }
    return <Suspense fallback={<Loading height={pageHeight} />}>{this.props.children}</Suspense>;
  }
}
