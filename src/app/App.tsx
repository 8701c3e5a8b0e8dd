import { RouterProvider } from 'react-router/dom';
import { ActionRegistry, ActionsProvider } from '../../visualizers/actions/index.ts';
import { ConnectionContext } from '../../visualizers/Frame/ConnectionContext.ts';
import { Gateway, GatewayContext } from '../../visualizers/gateway/index.ts';
import { connect } from '../sync/client/connect.ts';
import { anticipate } from './anticipate.ts';
import { router } from './routes.tsx';

const actions = new ActionRegistry();
const gateway = new Gateway();
const connection = connect(window.location.origin);
void anticipate(connection, window.location.pathname);

/** Puts the rooms together: the server's door, the actions and the addresses. */
export function App() {
  return (
    <GatewayContext value={gateway}>
      <ConnectionContext value={connection}>
        <ActionsProvider registry={actions}>
          <RouterProvider router={router} />
        </ActionsProvider>
      </ConnectionContext>
    </GatewayContext>
  );
}
