import { isRouteErrorResponse, Link, useRouteError } from 'react-router';
import { EmptyState } from '../../visualizers/ui/index.ts';

/** An address that leads nowhere, or a place that broke. */
export function Lost() {
  const error = useRouteError();
  const broken = error !== undefined && !isRouteErrorResponse(error);
  const sentence = broken
    ? `This place could not be shown: ${error instanceof Error ? error.message : 'something unexpected happened'}. Nothing that was saved is lost; reload to try again.`
    : 'There is nothing at this address. It may have been deleted or renamed.';
  return (
    <main style={{ height: '100dvh' }}>
      <EmptyState sentence={sentence} action={<Link to="/">All projects</Link>} />
    </main>
  );
}
