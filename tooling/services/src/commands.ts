import { rm } from 'node:fs/promises';
import { isRunning, type ServiceFacts, services, stopService } from './registry.ts';
import { alone, readState, type State, writeState } from './state.ts';
import { ensurePackages } from './system-packages.ts';

/** What each command prints: the servers by name. */
export type Answer = Readonly<Record<string, ServiceFacts>>;

/** Starts these servers, or finds them running. Asking twice gives the same answer twice. */
export function up(folder: string, names: readonly string[], say: (line: string) => void): Promise<Answer> {
  return alone(folder, async () => {
    let state = await forgetEnded(folder);
    for (const name of names) {
      const kind = services[name];
      if (kind === undefined) throw unknownService(name);
      if (state[name] !== undefined) continue;
      await ensurePackages(kind.packages);
      const since = performance.now();
      state = { ...state, [name]: await kind.start() };
      // Written after each one: when the next fails, this one is still known and can be stopped.
      await writeState(folder, state);
      say(`started ${name} in ${Math.round(performance.now() - since)} ms; stop it with: npm run -s services -- down`);
    }
    return facts(state, names);
  });
}

/** Stops these servers, or all, and removes their data. */
export function down(folder: string, names: readonly string[], say: (line: string) => void): Promise<Answer> {
  return alone(folder, async () => {
    const state = await readState(folder);
    for (const name of names) if (services[name] === undefined) throw unknownService(name);
    const chosen = names.length > 0 ? names : Object.keys(state);
    for (const name of chosen) {
      const service = state[name];
      if (service === undefined) {
        say(`${name} was not running`);
        continue;
      }
      await stopService(service);
      await rm(service.dir, { recursive: true, force: true });
      say(`stopped ${name} and removed ${service.dir}`);
    }
    const rest = Object.fromEntries(Object.entries(state).filter(([name]) => !chosen.includes(name)));
    await writeState(folder, rest);
    return facts(rest, Object.keys(rest));
  });
}

/** What runs now. */
export async function status(folder: string): Promise<Answer> {
  const state = await readState(folder);
  return facts(
    state,
    Object.keys(state).filter((name) => state[name] !== undefined && isRunning(state[name])),
  );
}

/** Drops servers that ended by themselves, such as at a restart of the machine, with what they left. */
async function forgetEnded(folder: string): Promise<State> {
  const state = await readState(folder);
  const alive: [string, State[string]][] = [];
  for (const [name, service] of Object.entries(state)) {
    if (isRunning(service)) alive.push([name, service]);
    else await rm(service.dir, { recursive: true, force: true });
  }
  return Object.fromEntries(alive) as State;
}

function facts(state: State, names: readonly string[]): Answer {
  return Object.fromEntries(names.flatMap((name) => (state[name] === undefined ? [] : [[name, state[name].facts]])));
}

function unknownService(name: string): Error {
  return new Error(`There is no service "${name}": the known ones are ${Object.keys(services).join(', ')}.`);
}
