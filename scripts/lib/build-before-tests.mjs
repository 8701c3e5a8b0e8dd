import { appBuild, serverBuild } from './builds.mjs';
import { setUp } from './setup.mjs';

export default () => setUp([appBuild, serverBuild]);
