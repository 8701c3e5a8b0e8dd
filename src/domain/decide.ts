import type { Command } from './command.ts';
import { decideAssign } from './commands/assign.ts';
import { decideConnect } from './commands/connect.ts';
import { decideInsert } from './commands/insert.ts';
import { decideRemove } from './commands/remove.ts';
import { decideRevert } from './commands/revert.ts';
import type { Decision } from './decision.ts';
import type { ProjectView } from './state.ts';

/**
 * Decides what a person's command does to the project as it is now. Pure: the browser runs it at once to show
 * the result, the server runs it again on the state that everybody shares, and that one counts.
 */
export function decide(view: ProjectView, command: Command): Decision {
  switch (command.type) {
    case 'insert':
      return decideInsert(view, command);
    case 'assign':
      return decideAssign(view, command);
    case 'connect':
      return decideConnect(view, command);
    case 'remove':
      return decideRemove(view, command);
    case 'revert':
      return decideRevert(view, command);
    default:
      return command satisfies never;
  }
}
