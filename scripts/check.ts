/** Everything that can be checked without running the code: what to run before a commit. */
import { staticSteps } from './steps/static.ts';
import { close, runSteps } from './steps/step.ts';

close(await runSteps(staticSteps));
