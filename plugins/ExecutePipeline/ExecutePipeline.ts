import { forEngine } from '../../src/model/index.ts';
import { ExecutePipeline } from './plugin.ts';

/** What the engine's plugin manager loads. */
export default forEngine(new ExecutePipeline());
