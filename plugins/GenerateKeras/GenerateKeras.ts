import { forEngine } from '../../src/model/index.ts';
import { GenerateKeras } from './plugin.ts';

/** What the engine's plugin manager loads. */
export default forEngine(new GenerateKeras());
